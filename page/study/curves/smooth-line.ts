/**
 * A noisy line made smooth: each value becomes the mean of the points around it.
 *
 * As many points on either side are taken, so a line that rises evenly stays where it is; near an end, and near a gap, fewer. It never reaches over a gap.
 */

/** The means of `points` values (odd) around each; null stays null. */
export function smoothLine(values: readonly (number | null)[], points: number): readonly (number | null)[] {
  const half = Math.max(0, (points - 1) >> 1);
  const out: (number | null)[] = new Array(values.length).fill(null);
  let at = 0;
  while (at < values.length) {
    if (!isFigure(values[at])) {
      at++;
      continue;
    }
    let end = at;
    while (end < values.length && isFigure(values[end])) end++;
    smoothRun(values as readonly number[], { out, from: at, to: end, half });
    at = end;
  }
  return out;
}

interface Run {
  readonly out: (number | null)[];
  /** Indices of an unbroken run of values, the last one excluded. */
  readonly from: number;
  readonly to: number;
  readonly half: number;
}

function smoothRun(values: readonly number[], { out, from, to, half }: Run): void {
  const sums = new Float64Array(to - from + 1);
  for (let i = from; i < to; i++) sums[i - from + 1] = sums[i - from]! + values[i]!;
  for (let i = from; i < to; i++) {
    const reach = Math.min(half, i - from, to - 1 - i);
    out[i] = (sums[i - from + reach + 1]! - sums[i - from - reach]!) / (2 * reach + 1);
  }
}

function isFigure(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
