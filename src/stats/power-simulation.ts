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
  const rng = createRng(0, "power", n);
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  let found = 0;
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < n; i++) x[i] = rng.normal() + deviations;
    for (let i = 0; i < n; i++) y[i] = rng.normal();
    const u = pairsWon(x.sort(), y.sort());
    if (Math.min(u, n * n - u) < cut) found++;
  }
  return found / draws;
}

/** The same of Wilcoxon's test of n pairs whose differences have a mean of so many of their own standard deviations. */
export function wilcoxonPower(n: number, deviations: number, alpha = 0.05): number {
  const cut = wilcoxonCut(n, alpha / 2);
  if (cut === 0) return 0;
  const rng = createRng(0, "paired-power", n);
  const sizes = new Float64Array(n);
  let found = 0;
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < n; i++) sizes[i] = rng.normal() + deviations;
    sizes.sort((a, b) => Math.abs(a) - Math.abs(b));
    const plus = sizes.reduce((sum, size, i) => sum + (size > 0 ? i + 1 : 0), 0);
    if (Math.min(plus, (n * (n + 1)) / 2 - plus) < cut) found++;
  }
  return found / draws;
}

/** Pairs in which x is higher; both in rising order, no ties. */
function pairsWon(x: Float64Array, y: Float64Array): number {
  let won = 0;
  let below = 0; // of y, below the current x
  for (const value of x) {
    while (below < y.length && y[below]! < value) below++;
    won += below;
  }
  return won;
}
