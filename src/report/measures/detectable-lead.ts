/**
 * How small a lead a design still finds: what a study that tells two optimizers not apart has ruled out, and what it could have missed.
 */
import { mean, standardDeviation } from "../../stats/mean-interval.ts";
import { pooledDeviation } from "../../stats/pooled-deviation.ts";
import { detectableDifference } from "../../stats/seeds-needed.ts";
import { type SeedFigure, sharedSeeds } from "./seed-order.ts";
import type { TestChoice } from "./test-choice.ts";

/** Power at which a lead counts as found. */
export const wantedPower = 0.8;

/**
 * Smallest difference of the means that the test finds in `wantedPower` of such studies, for normal figures with the spread of these; in their unit.
 * Null where nobody can say: a diverged run, no spread, or seeds too few to find anything.
 */
export function detectableLead(
  samples: readonly [readonly SeedFigure[], readonly SeedFigure[]],
  {
    test,
    comparisons,
    alpha,
  }: { readonly test: TestChoice["test"]; readonly comparisons: number; readonly alpha: number },
): number | null {
  const paired = test === "wilcoxon";
  const [x, y] = paired ? sharedSeeds(samples) : samples.map((sample) => sample.map(({ value }) => value));
  const deviation = paired ? standardDeviation(x!.map((value, i) => value - y![i]!)) : pooledDeviation([x!, y!]);
  if (!Number.isFinite(mean([...x!, ...y!])) || !(deviation > 0)) return null;
  const design = paired ? "paired" : "independent";
  const seeds = Math.min(x!.length, y!.length);
  const deviations = detectableDifference(seeds, { design, comparisons, alpha, power: wantedPower });
  return deviations === null ? null : deviations * deviation;
}
