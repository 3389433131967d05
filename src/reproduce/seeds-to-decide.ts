/**
 * How many seeds it would take to decide a claim, if the differences are as they were observed.
 */
import { LabError } from "../core/errors.ts";
import { alpha } from "../report/decidable.ts";
import { mean, standardDeviation } from "../stats/mean-interval.ts";
import { pooledDeviation } from "../stats/pooled-deviation.ts";
import { fewestFor, pairedTTestPower } from "../stats/power.ts";
import { type SeedDesign, seedsNeeded } from "../stats/seeds-needed.ts";

/** Power that is asked for. */
export const wantedPower = 0.8;

/**
 * Seeds of either side that find the observed difference of the means at `alpha` after correction for so many tests; of pairs, `x[i]` and `y[i]` are
 * of one seed. Null where nobody can say: a diverged run, fewer than two seeds, no spread or no difference, or more than a million.
 */
export function seedsForDifference(
  x: readonly number[],
  y: readonly number[],
  { design, comparisons }: { readonly design: SeedDesign; readonly comparisons: number },
): number | null {
  const deviation =
    design === "paired" ? standardDeviation(x.map((value, i) => value - y[i]!)) : pooledDeviation([x, y]);
  const deviations = Math.abs(mean(x) - mean(y)) / deviation;
  if (!Number.isFinite(deviations) || deviations === 0) return null;
  try {
    return seedsNeeded(deviations, { design, comparisons, alpha, power: wantedPower }).seeds;
  } catch (error) {
    if (error instanceof LabError && error.code === "difference-out-of-range") return null;
    throw error;
  }
}

/** Seeds whose one-sided t test finds that the mean is as far from the target as it was observed. Null as above. */
export function seedsForTarget(values: readonly number[], target: number): number | null {
  const deviations = Math.abs(mean(values) - target) / standardDeviation(values);
  if (!Number.isFinite(deviations) || deviations === 0) return null;
  return fewestFor(wantedPower, (n) => pairedTTestPower(n, deviations, 2 * alpha), { most: 1_000_000 });
}
