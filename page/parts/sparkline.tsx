/** A small line without axes: how the best grew. */

const [width, height, margin] = [112, 30, 3];

/** The line of values in their order; `label` says what it is of. Nothing below two values. */
export function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  if (values.length < 2) return <span class="spark" />;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (at: number): number => margin + (at / (values.length - 1)) * (width - 2 * margin);
  const y = (value: number): number =>
    high === low ? height / 2 : height - margin - ((value - low) / (high - low)) * (height - 2 * margin);
  const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <polyline points={points} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" />
      <circle cx={x(values.length - 1)} cy={y(values.at(-1)!)} r="2.4" fill="currentColor" />
    </svg>
  );
}
