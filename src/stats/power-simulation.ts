/**
 * Power of the exact rank tests, by simulation: normal samples whose means differ by so many standard deviations.
 *
 * The share of 4,000 seeded draws in which the test rejects; its standard error is below 0.8 points. Beyond the exact sizes the normal
 * approximation's cut is used, as the tests do.
 */
import { createRng } from "../core/rng.ts";
import { mannWhitneyCut, wilcoxonCut } from "./critical-cuts.ts";

const draws = 4000;

/**
 * Power of the two-sided Mann-Whitney test with n values a side. 0 where the exact test of so many cannot reach alpha.
 * The same draws for every difference, so that it rises with it.
 */
export function mannWhitneyPower(n: number, deviations: number, alpha = 0.05): number {
  const cut = mannWhitneyCut(n, n, alpha / 2);
  if (cut === 0) return 0;
  let found = 0;
  for (const values of samples("power", n)) {
    const u = pairsWon(values.subarray(0, n), values.subarray(n), deviations);
    if (Math.min(u, n * n - u) < cut) found++;
  }
  return found / draws;
}

/** The same of Wilcoxon's test of n pairs whose differences have a mean of so many of their own standard deviations. */
export function wilcoxonPower(n: number, deviations: number, alpha = 0.05): number {
  const cut = wilcoxonCut(n, alpha / 2);
  if (cut === 0) return 0;
  let found = 0;
  for (const values of samples("paired-power", n)) {
    const plus = rankSumAbove(values, deviations);
    if (Math.min(plus, (n * (n + 1)) / 2 - plus) < cut) found++;
  }
  return found / draws;
}

type Design = "power" | "paired-power";

let last: { readonly design: Design; readonly n: number; readonly values: readonly Float64Array[] } | null = null;

/** The draws of n values, a side after the other where there are two, each in rising order; those of the last call are kept. */
function samples(design: Design, n: number): readonly Float64Array[] {
  if (last?.design === design && last.n === n) return last.values;
  const rng = createRng(0, design, n);
  const sides = design === "power" ? 2 : 1;
  const values = Array.from({ length: draws }, () => {
    const drawn = new Float64Array(sides * n);
    for (let i = 0; i < drawn.length; i++) drawn[i] = rng.normal();
    for (let side = 0; side < sides; side++) drawn.subarray(side * n, (side + 1) * n).sort();
    return drawn;
  });
  last = { design, n, values };
  return values;
}

/** Pairs in which x + shift is higher than y; both in rising order, no ties. */
function pairsWon(x: Float64Array, y: Float64Array, shift: number): number {
  let won = 0;
  let below = 0; // of y, below the current x
  for (const value of x) {
    while (below < y.length && y[below]! < value + shift) below++;
    won += below;
  }
  return won;
}

/** Sum of the ranks of |x + shift| where x + shift > 0; x in rising order, so both sides of 0 are merged by size from there. */
function rankSumAbove(x: Float64Array, shift: number): number {
  let up = x.findIndex((value) => value + shift > 0);
  if (up < 0) return 0;
  let down = up - 1;
  let sum = 0;
  for (let rank = 1; up < x.length; rank++) {
    if (down < 0 || x[up]! + shift < -(x[down]! + shift)) {
      sum += rank;
      up++;
    } else down--;
  }
  return sum;
}
