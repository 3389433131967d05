/**
 * Order statistics of all differences between two samples, without writing the differences out.
 */

/** Differences up to a bound: how many there are, the highest of them, and the lowest one above. */
interface Split {
  readonly count: number;
  readonly below: number;
  readonly above: number;
}

/**
 * The k-th smallest of all x_i - y_j, 1 <= k <= n1 n2; equal infinities differ by 0. Both samples in rising order, without NaN.
 * Halves the range between actual differences, so the answer is one of them: time n1 + n2 for each halving.
 */
export function kthDifference(x: readonly number[], y: readonly number[], k: number): number {
  let low = difference(x[0]!, y.at(-1)!);
  let high = difference(x.at(-1)!, y[0]!);
  while (low < high) {
    const { count, below, above } = splitAt(x, y, middleOf(low, high));
    if (count >= k) high = below;
    else low = above;
  }
  return high;
}

/** Median of all differences. */
export function medianDifference(x: readonly number[], y: readonly number[]): number {
  const pairs = x.length * y.length;
  const lower = kthDifference(x, y, Math.ceil(pairs / 2));
  const upper = pairs % 2 === 0 ? kthDifference(x, y, pairs / 2 + 1) : lower;
  return lower === upper ? lower : lower / 2 + upper / 2;
}

function difference(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** A number of [low, high), so that each halving loses a difference; infinite ends are the largest numbers. */
function middleOf(low: number, high: number): number {
  const finite = (value: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  const middle = finite(low) / 2 + finite(high) / 2;
  return middle >= low && middle < high ? middle : low;
}

/** For each x in rising order, the y that are far enough below it are a falling part of the list. */
function splitAt(x: readonly number[], y: readonly number[], bound: number): Split {
  let count = 0;
  let below = Number.NEGATIVE_INFINITY;
  let above = Number.POSITIVE_INFINITY;
  let from = 0; // first y with x - y <= bound
  for (const value of x) {
    while (from < y.length && difference(value, y[from]!) > bound) from++;
    count += y.length - from;
    if (from < y.length) below = Math.max(below, difference(value, y[from]!));
    if (from > 0) above = Math.min(above, difference(value, y[from - 1]!));
  }
  return { count, below, above };
}
