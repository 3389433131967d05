/**
 * Mid-ranks: equal values share the mean of the ranks they take up together.
 */

/** Ranks 1..n of the values, lowest first. Infinities take part; NaN has no rank and must not be given. */
export function midRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((a, b) => compare(values[a]!, values[b]!));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    const end = endOfTie(values, order, start);
    for (let position = start; position < end; position++) ranks[order[position]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** Sizes of the groups of equal values, in rising order of value; all 1 where nothing is tied. */
export function tieSizes(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort(compare);
  const sizes: number[] = [];
  sorted.forEach((value, index) => {
    if (index > 0 && value === sorted[index - 1]) sizes[sizes.length - 1]! += 1;
    else sizes.push(1);
  });
  return sizes;
}

/** Order of numbers that also holds between equal infinities, whose difference is not a number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function endOfTie(values: readonly number[], order: readonly number[], start: number): number {
  let end = start + 1;
  while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
  return end;
}
