/**
 * Nemenyi's comparison of all optimizers over workloads: how far mean ranks must lie apart, and the groups that the workloads do not tell
 * apart, which are the bars of a critical-difference diagram.
 *
 * It is a rough tool: groups depend on which optimizers take part (Benavoli et al. 2016), and below five workloads it would call nearly
 * everything alike, so it refuses. Source: Nemenyi 1963; Demsar 2006.
 */
import { LabError } from "../core/errors.ts";
import { type Friedman, friedman } from "./friedman.ts";
import { rangeQuantile } from "./studentized-range.ts";

/** Fewest workloads of a critical-difference diagram. */
export const fewestWorkloads = 5;

/** Mean ranks and what they tell apart. */
export interface Nemenyi {
  readonly friedman: Friedman;
  readonly criticalDifference: number;
  /** Groups of optimizers (column numbers, best first) whose mean ranks lie within the critical difference; the largest ones, of two or more. */
  readonly cliques: readonly (readonly number[])[];
}

/**
 *   CD = q sqrt(k (k + 1) / (6 N)),  q = studentized range (k, infinity) at 1 - alpha, over sqrt 2
 * table as in `friedman`. Errors: those of `friedman`; `too-few-workloads` below five.
 */
export function nemenyi(table: readonly (readonly number[])[], alpha = 0.05): Nemenyi {
  const n = table.length;
  if (n < fewestWorkloads) {
    throw new LabError(
      "too-few-workloads",
      `Critical differences need at least ${fewestWorkloads} workloads, but there are ${n}: on so few they tell almost nothing apart. Compare on each workload instead.`,
      { workloads: n },
    );
  }
  const test = friedman(table);
  const k = test.meanRanks.length;
  const criticalDifference = (rangeQuantile(1 - alpha, k) / Math.SQRT2) * Math.sqrt((k * (k + 1)) / (6 * n));
  return { friedman: test, criticalDifference, cliques: cliquesOf(test.meanRanks, criticalDifference) };
}

/** Maximal runs of neighbours in the order of `meanRanks` that span at most `reach`. */
export function cliquesOf(meanRanks: readonly number[], reach: number): readonly (readonly number[])[] {
  const order = meanRanks.map((_, index) => index).sort((a, b) => meanRanks[a]! - meanRanks[b]!);
  const cliques: (readonly number[])[] = [];
  let covered = 0; // how far the groups so far reach
  order.forEach((first, start) => {
    let end = start + 1;
    while (end < order.length && meanRanks[order[end]!]! - meanRanks[first]! <= reach * (1 + 1e-12)) end++;
    if (end > covered && end - start > 1) cliques.push(order.slice(start, end));
    covered = Math.max(covered, end);
  });
  return cliques;
}
