/**
 * quasi-random: a scrambled Halton sequence after the centre, which leaves no part of the space without a point for long.
 * Source: Halton 1960; Owen 2017, "A randomized Halton algorithm in R" (a permutation of the digits at each place); used for tuning by
 * AlgoPerf (Dahl et al. 2023). scipy.stats.qmc.Halton with the same permutations gives the same numbers.
 */
import { createRng } from "../../core/rng.ts";
import { listSource } from "../source.ts";
import { centrePoint, type Space, type SpacePoint } from "../space.ts";
import { type Sampler, wholeTrials } from "./sampler.ts";

/** The sampler. */
export const quasiRandom: Sampler = {
  name: "quasi-random",
  about: "The centre, then a scrambled Halton sequence, which spreads evenly from the first points on.",
  anytime: true,
  lengths: (_, budget) => wholeTrials(budget),
  open: (space, { points, epochs }) =>
    listSource(haltonPoints(space, points).map((point) => ({ point, epochs, after: 0 }))),
};

function haltonPoints(space: Space, count: number): readonly SpacePoint[] {
  const digits = space.dimensions.map((_, i) => ({ base: primeAfter(i), permutations: permutationsOf(primeAfter(i)) }));
  return Array.from({ length: count }, (_, index) =>
    index === 0
      ? centrePoint(space)
      : digits.map(({ base, permutations }) => scrambledInverse(index - 1, base, permutations)),
  );
}

/**
 * The digits of `index` behind the point, in reverse, each replaced by its place's permutation.
 *   x = Σ_k permutations[k][digit k] / base^(k + 1)      in [0, 1); digits beyond the number's are zeros, and permuted as well
 */
export function scrambledInverse(index: number, base: number, permutations: readonly (readonly number[])[]): number {
  let rest = index;
  let weight = 1 / base;
  let sum = 0;
  for (const permutation of permutations) {
    sum += permutation[rest % base]! * weight;
    weight /= base;
    rest = Math.floor(rest / base);
  }
  return sum;
}

/** A permutation for each place that binary64 can tell. */
function permutationsOf(base: number): readonly (readonly number[])[] {
  const rng = createRng(0, "halton", base);
  return Array.from({ length: Math.ceil(54 / Math.log2(base)) - 1 }, () => {
    const digits = Int32Array.from({ length: base }, (_, digit) => digit);
    rng.shuffle(digits);
    return [...digits];
  });
}

/** The prime number that has `before` smaller ones. */
function primeAfter(before: number): number {
  let found = -1;
  let number = 1;
  while (found < before) {
    number += 1;
    let divisor = 2;
    while (divisor * divisor <= number && number % divisor !== 0) divisor += 1;
    if (divisor * divisor > number) found += 1;
  }
  return number;
}
