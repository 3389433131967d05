/** One of a few ways to see the same, side by side. */

/** What the control offers and tells; `modes`: words by the name of a way. */
interface ModesProps<T extends string> {
  readonly label: string;
  readonly modes: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onPick: (mode: T) => void;
}

/** The control. */
export function Modes<T extends string>({ label, modes, value, onPick }: ModesProps<T>) {
  return (
    <fieldset class="modes" aria-label={label}>
      {(Object.keys(modes) as T[]).map((mode) => (
        <button key={mode} type="button" aria-pressed={mode === value} onClick={() => onPick(mode)}>
          {modes[mode]}
        </button>
      ))}
    </fieldset>
  );
}
