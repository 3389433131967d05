/**
 * Permutation test of the mean difference of pairs, two-sided: were the optimizers alike, each pair could as well have come the other way
 * round, so every choice of signs of the differences is equally likely.
 *
 * Exact up to 32 pairs: the sums over all signs of each half are sorted and counted against each other. Beyond, 99,999 seeded draws of
 * signs, with the observed one among them (above 1,000 pairs fewer, 1e8 signs in all but at least 999 draws). It is about means, where Wilcoxon's test is about ranks.
 * Source: Fisher 1935; Horowitz and Sahni 1974 (halves); Phipson and Smyth 2010 (p of drawn permutations).
 */
import { createRng } from "../core/rng.ts";
import { checkPairs, pairDifferences } from "./check-samples.ts";
import { mean } from "./mean-interval.ts";

/** Outcome of the test. */
export interface SignFlip {
  /** Mean of first less second; infinite where one of a pair diverged. */
  readonly difference: number;
  /** Two-sided. */
  readonly p: number;
  readonly method: "exact" | "monte-carlo";
  /** Choices of signs looked at: 2^n, or how many were drawn. */
  readonly permutations: number;
  readonly pairs: number;
}

/** Most pairs for which all signs are looked at. */
export const largestFlippedPairs = 32;

/** Draws of the signs of so many pairs. */
function drawsOf(pairs: number): number {
  return Math.max(999, Math.min(99_999, Math.floor(1e8 / pairs)));
}

/**
 * p = share of the choices of signs whose |sum| is at least the observed |sum|, roundings aside.
 * A diverged run (-Infinity, or Infinity for losses) makes its difference count as more than all finite ones together; two in one pair
 * differ by 0. Errors: `empty-sample`, `not-a-number`, `unequal-pairs`.
 */
export function signFlip(
  first: readonly number[],
  second: readonly number[],
  { seed = 0, method }: { readonly seed?: number; readonly method?: "exact" | "monte-carlo" } = {},
): SignFlip {
  checkPairs("A sign-flip test", first, second);
  const differences = pairDifferences(first, second);
  const finite = withoutInfinities(differences);
  const chosen = method ?? (finite.length <= largestFlippedPairs ? "exact" : "monte-carlo");
  const observed = Math.abs(finite.reduce((sum, value) => sum + value, 0));
  const least = observed - 1e-12 * finite.reduce((sum, value) => sum + Math.abs(value), 0);
  const p = chosen === "exact" ? exactP(finite, least) : drawnP(finite, { least, seed });
  const permutations = chosen === "exact" ? 2 ** finite.length : drawsOf(finite.length);
  return { difference: mean(differences), p, method: chosen, permutations, pairs: finite.length };
}

/** Infinite differences as finite ones that outweigh all others together. */
function withoutInfinities(differences: readonly number[]): readonly number[] {
  const total = differences.reduce((sum, value) => sum + (Number.isFinite(value) ? Math.abs(value) : 0), 0);
  const beyond = total > 0 ? 4 * total : 1;
  return differences.map((value) => (Number.isFinite(value) ? value : Math.sign(value) * beyond));
}

/** Pairs of a sum of the first half and one of the second that reach `least`, above and, by symmetry, below. */
function exactP(values: readonly number[], least: number): number {
  if (least <= 0) return 1;
  const half = Math.floor(values.length / 2);
  const low = signedSums(values.slice(0, half));
  const high = signedSums(values.slice(half));
  let reaching = 0;
  let from = high.length; // of the sums of the second half that are enough; moves down as the first half's rise
  for (const sum of low) {
    while (from > 0 && sum + high[from - 1]! >= least) from--;
    reaching += high.length - from;
  }
  return Math.min(1, (2 * reaching) / 2 ** values.length);
}

/** Sums over all choices of signs, in rising order. */
function signedSums(values: readonly number[]): Float64Array {
  let sums = Float64Array.of(0);
  for (const value of values) {
    const longer = new Float64Array(2 * sums.length);
    sums.forEach((sum, index) => {
      longer[2 * index] = sum - value;
      longer[2 * index + 1] = sum + value;
    });
    sums = longer;
  }
  return sums.sort();
}

function drawnP(values: readonly number[], { least, seed }: { readonly least: number; readonly seed: number }): number {
  const rng = createRng(seed, "sign-flip");
  const words = new Uint32Array(Math.ceil(values.length / 32));
  const draws = drawsOf(values.length);
  let reaching = 1; // the observed signs themselves
  for (let draw = 0; draw < draws; draw++) {
    rng.fillUint32(words);
    let sum = 0;
    for (let index = 0; index < values.length; index++) {
      sum += ((words[index >>> 5]! >>> (index & 31)) & 1) === 1 ? values[index]! : -values[index]!;
    }
    if (Math.abs(sum) >= least) reaching++;
  }
  return reaching / (draws + 1);
}
