/**
 * Effect sizes of two samples: how often a run of the first beats a run of the second.
 *
 * Source: Vargha and Delaney 2000 (A12 and its bounds), Cliff 1993 (delta), Newcombe 2006 (interval, his method 5).
 */
import type { Estimate } from "./mean-interval.ts";
import { normalQuantile } from "./normal.ts";
import { midRanks } from "./ranks.ts";

/** Vargha and Delaney's words: A12 at least .56, .64 or .71 away from .5 in either direction. */
export type Magnitude = "negligible" | "small" | "medium" | "large";

/**
 * A12 = P(X > Y) + P(X = Y) / 2, estimated over all pairs; .5 is no effect, 1 means that every run of `first` is higher.
 * The interval inverts the score form of Hanley and McNeil's variance, so that it keeps a width when all pairs agree.
 * n is the smaller sample's size.
 */
export function a12(first: readonly number[], second: readonly number[], level = 0.95): Estimate {
  const value = winShare(first, second);
  const sizes = { n1: first.length, n2: second.length, z: normalQuantile((1 + level) / 2) };
  return {
    n: Math.min(first.length, second.length),
    value,
    low: 1 - upperBound(1 - value, sizes),
    high: upperBound(value, sizes),
  };
}

/**
 * The share of pairs in which `first` is higher, ties counting half; NaN for an empty list. By looking at the pairs where they are few, else by
 * ranks, which gives the same number: wins are whole or half.
 */
export function winShare(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const pairs = first.length * second.length;
  return (pairs > mostPairsSeen ? winsByRank(first, second) : winsByPair(first, second)) / pairs;
}

const mostPairsSeen = 10_000;

function winsByPair(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let wins = 0;
  for (let i = 0; i < first.length; i++)
    for (let j = 0; j < second.length; j++) wins += first[i]! > second[j]! ? 1 : first[i] === second[j] ? 0.5 : 0;
  return wins;
}

function winsByRank(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const n = first.length;
  const ranks = midRanks([...Array.from(first), ...Array.from(second)]);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += ranks[i]!;
  return sum - (n * (n + 1)) / 2;
}

/** Cliff's delta = 2 A12 - 1, in -1..1, with the interval of A12. */
export function cliffsDelta(first: readonly number[], second: readonly number[], level = 0.95): Estimate {
  const { n, value, low, high } = a12(first, second, level);
  return { n, value: 2 * value - 1, low: 2 * low! - 1, high: 2 * high! - 1 };
}

/** How large an A12 is, in either direction. */
export function magnitudeOf(a12Value: number): Magnitude {
  const distance = Math.abs(a12Value - 0.5) + 1e-12; // .56 - .5 is a little less than .06 in float64
  if (distance < 0.06) return "negligible";
  if (distance < 0.14) return "small";
  return distance < 0.21 ? "medium" : "large";
}

/** The largest theta with theta - value <= z sqrt(V(theta)), by bisection. */
function upperBound(value: number, sizes: { readonly n1: number; readonly n2: number; readonly z: number }): number {
  let low = value;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const theta = (low + high) / 2;
    if (theta - value <= sizes.z * Math.sqrt(aucVariance(theta, sizes))) low = theta;
    else high = theta;
  }
  return (low + high) / 2;
}

/** V = theta (1 - theta) (1 + N (1 - theta) / (2 - theta) + N theta / (1 + theta)) / (n1 n2), N = (n1 + n2) / 2 - 1. */
function aucVariance(theta: number, { n1, n2 }: { readonly n1: number; readonly n2: number }): number {
  const n = (n1 + n2) / 2 - 1;
  return (theta * (1 - theta) * (1 + (n * (1 - theta)) / (2 - theta) + (n * theta) / (1 + theta))) / (n1 * n2);
}
