/**
 * Which test compares samples, decided by the design alone, before any figure is looked at.
 *
 * Runs of one seed share initial weights, split, batches and dropout masks: what differs within a seed is the optimizer, so the paired test is
 * the right one where all samples have the same seeds. It can say less with few of them (2 / 2^n at best, against 2 / C(2n, n)): where it could
 * not reach the level at all, samples are compared unpaired, which with runs that go up and down together is too careful, not too bold.
 */
import { fewestPairs } from "../../stats/smallest-p.ts";
import type { SeedFigure } from "./seed-order.ts";

/** The test, and why: whether all samples have the same seeds, and how many of them the paired test needs. */
export interface TestChoice {
  readonly test: "wilcoxon" | "mann-whitney";
  readonly sharedSeeds: boolean;
  readonly seedsForPaired: number;
}

/** The choice for all pairs of these samples, each sample's seeds being distinct. */
export function chooseTest(samples: readonly (readonly Pick<SeedFigure, "seed">[])[], alpha: number): TestChoice {
  const seeds = samples.map((sample) => new Set(sample.map(({ seed }) => seed)));
  const [first = new Set<number>()] = seeds;
  const sharedSeeds = seeds.every((one) => one.size === first.size && [...one].every((seed) => first.has(seed)));
  const comparisons = (samples.length * (samples.length - 1)) / 2;
  const seedsForPaired = fewestPairs(alpha, Math.max(1, comparisons));
  return {
    test: sharedSeeds && first.size >= seedsForPaired ? "wilcoxon" : "mann-whitney",
    sharedSeeds,
    seedsForPaired,
  };
}
