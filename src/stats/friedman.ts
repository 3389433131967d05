/**
 * Friedman's test over workloads: do some optimizers rank better than others across them? N counts workloads, not seeds: each cell is one
 * figure for an optimizer on a workload, such as its mean over seeds.
 *
 * Chi-square as first proposed, and Iman and Davenport's F, which is less timid. Source: Friedman 1937; Iman and Davenport 1980; Demsar 2006.
 */
import { LabError } from "../core/errors.ts";
import { checkTable } from "./check-samples.ts";
import { midRanks, tieSizes } from "./ranks.ts";
import { incompleteBeta, upperGamma } from "./special.ts";

/** Outcome of the test. */
export interface Friedman {
  /** Of each optimizer; 1 would be the highest figure on every workload. */
  readonly meanRanks: readonly number[];
  readonly chiSquare: number;
  /** Of chi-square with k - 1 degrees. */
  readonly p: number;
  /** Infinite where all workloads agree on the order. */
  readonly imanDavenport: { readonly f: number; readonly p: number };
  readonly workloads: number;
}

/**
 *   chi2 = 12 / (N k (k + 1)) sum_j (R_j - N (k + 1) / 2)^2 / (1 - sum(t^3 - t) / (N (k^3 - k)))
 *   F = (N - 1) chi2 / (N (k - 1) - chi2)  with k - 1 and (k - 1) (N - 1) degrees
 * Where all workloads agree F is infinite, and its p the exact (k!)^(1 - N). Where every workload has all optimizers equal, p = 1.
 * table[w][j]: figure of optimizer j on workload w, higher is better, -Infinity for one that diverged.
 * Errors: `uneven-table`, `not-a-number`, `too-few-workloads` below two.
 */
export function friedman(table: readonly (readonly number[])[]): Friedman {
  checkTable("Friedman's test", table);
  const n = table.length;
  const k = table[0]!.length;
  if (n < 2) throw new LabError("too-few-workloads", `Friedman's test needs at least 2 workloads, but there is ${n}.`);
  const ranks = table.map((row) => midRanks(row.map((value) => -value)));
  const meanRanks = table[0]!.map((_, j) => ranks.reduce((sum, row) => sum + row[j]!, 0) / n);
  const spread = meanRanks.reduce((sum, rank) => sum + (rank - (k + 1) / 2) ** 2, 0);
  const tied = table.reduce((sum, row) => sum + tieSizes(row).reduce((part, t) => part + (t ** 3 - t), 0), 0);
  const untied = 1 - tied / (n * (k ** 3 - k));
  const chiSquare = untied === 0 ? 0 : ((12 * n) / (k * (k + 1))) * (spread / untied);
  return {
    meanRanks,
    chiSquare,
    p: upperGamma((k - 1) / 2, chiSquare / 2),
    imanDavenport: imanDavenport(chiSquare, n, k),
    workloads: n,
  };
}

function imanDavenport(chiSquare: number, n: number, k: number): { readonly f: number; readonly p: number } {
  const left = n * (k - 1) - chiSquare;
  if (left <= 1e-9 * n * k) {
    let orders = 1;
    for (let i = 2; i <= k; i++) orders *= i;
    return { f: Number.POSITIVE_INFINITY, p: orders ** (1 - n) };
  }
  const f = ((n - 1) * chiSquare) / left;
  const [d1, d2] = [k - 1, (k - 1) * (n - 1)];
  return { f, p: incompleteBeta(d2 / (d2 + d1 * f), d2 / 2, d1 / 2) };
}
