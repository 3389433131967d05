/**
 * Sums of subsets of whole numbers: the exact null distributions of rank tests, ties included.
 * Source: Streitberg and Roehmel 1986 (shift algorithm).
 */

/**
 * Number of ways to choose `size` of the items so that their weights sum to s, for every s (the shift algorithm).
 * weights: non-negative integers. Result: index s holds the number of subsets, as a float64.
 *
 * Looks only at sums that so many of the items so far can have, and only at numbers of items from which `size` can still be reached: what
 * is left out are additions of 0, or of what is never read.
 */
export function subsetSumCounts(weights: readonly number[], size: number): Float64Array {
  const largest = [...weights].sort((a, b) => b - a).slice(0, size);
  const reach = largest.reduce((sum, weight) => sum + weight, 0);
  const counts = Array.from({ length: size + 1 }, () => new Float64Array(reach + 1));
  counts[0]![0] = 1;
  const lowest = [0, ...new Array<number>(size).fill(Number.POSITIVE_INFINITY)]; // of the sums of so many items so far
  const highest = [0, ...new Array<number>(size).fill(Number.NEGATIVE_INFINITY)];
  weights.forEach((weight, index) => {
    const fewest = Math.max(1, size - (weights.length - 1 - index));
    for (let chosen = Math.min(size, index + 1); chosen >= fewest; chosen--) {
      const target = counts[chosen]!;
      const source = counts[chosen - 1]!;
      const from = lowest[chosen - 1]!;
      for (let sum = highest[chosen - 1]!; sum >= from; sum--) target[sum + weight]! += source[sum]!;
      lowest[chosen] = Math.min(lowest[chosen]!, from + weight);
      highest[chosen] = Math.max(highest[chosen]!, highest[chosen - 1]! + weight);
    }
  });
  return counts[size]!;
}

const untied = new Map<string, Float64Array>();

/** `subsetSumCounts` of the ranks 1 … n1 + n2 and `size` n1, once for each pair of sizes. */
export function untiedCounts(n1: number, n2: number): Float64Array {
  const sizes = `${n1} ${n2}`;
  const counts = untied.get(sizes) ?? subsetSumCounts(firstRanks(n1 + n2), n1);
  untied.set(sizes, counts);
  return counts;
}

/** 1 … n. */
export function firstRanks(n: number): readonly number[] {
  return Array.from({ length: n }, (_, index) => index + 1);
}

/**
 * Probability that the weights of a random subset sum to s, for every s; each item is in it with probability 1/2.
 * weights: non-negative integers. Result: index s of 0 … the sum of all weights, adding up to 1.
 */
export function subsetSumShares(weights: readonly number[]): Float64Array {
  const reach = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = new Float64Array(reach + 1);
  shares[0] = 1;
  for (const weight of weights) {
    for (let sum = reach; sum >= weight; sum--) shares[sum] = (shares[sum]! + shares[sum - weight]!) / 2;
    for (let sum = Math.min(weight - 1, reach); sum >= 0; sum--) shares[sum]! /= 2;
  }
  return shares;
}
