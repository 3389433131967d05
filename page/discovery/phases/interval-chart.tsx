/** Differences with their intervals, a row each, around the line of no difference. The table beside it has the figures. */

/** A difference; `low` and `high`: ends of its interval, null where there is none. */
export interface IntervalRow {
  readonly label: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly text: string;
  /** Of an optimizer of the library, for comparison. */
  readonly isReference: boolean;
}

/** The rows; `label` says of what. */
export function IntervalChart({ rows, label }: { readonly rows: readonly IntervalRow[]; readonly label: string }) {
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value, 0]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const air = 0.06 * Math.max(1e-6, most - least);
  const at = (value: number): string => `${((100 * (value - least + air)) / (most - least + 2 * air)).toFixed(2)}%`;
  return (
    <ul class="intervals" aria-label={label}>
      {rows.map(({ label: name, value, low, high, text, isReference }) => (
        <li key={name} class={isReference ? "reference" : ""}>
          <span class="name">{name}</span>
          <svg aria-hidden="true" width="100%" height="22">
            <line class="zero" x1={at(0)} x2={at(0)} y1="0" y2="22" />
            {low !== null && high !== null && <line class="range" x1={at(low)} x2={at(high)} y1="11" y2="11" />}
            <circle cx={at(value)} cy="11" r="4.5" />
          </svg>
          <span class="value">{text}</span>
        </li>
      ))}
    </ul>
  );
}
