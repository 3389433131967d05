/**
 * How many seeds a difference takes, or what difference so many seeds can find, with the exact rank tests that reports use.
 *
 * Up to 100 seeds by simulating the tests on normal samples; beyond by the t test's power, whose seeds are divided by 3 / pi, the efficiency of
 * the rank tests for normal samples.
 */
import { LabError } from "../core/errors.ts";
import {
  type Aim,
  a12OfDifference,
  bouthillierRuns,
  fewestFor,
  noetherSeeds,
  pairedTTestPower,
  tTestPower,
} from "./power.ts";
import { mannWhitneyPower, wilcoxonPower } from "./power-simulation.ts";
import { fewestPairs, fewestSeeds } from "./smallest-p.ts";

/** Independent samples (Mann-Whitney), or pairs of the same seeds (Wilcoxon). */
export type SeedDesign = "independent" | "paired";

/** What is asked of a design. */
export interface DesignAim extends Required<Aim> {
  readonly design: SeedDesign;
  /** Tests that Holm corrects together: each must hold at alpha / comparisons to hold for sure. */
  readonly comparisons: number;
}

/** How many seeds (a side, or pairs) a difference takes. */
export interface SeedsNeeded {
  /** Of the rank test, with its power at that number. */
  readonly seeds: number;
  readonly power: number;
  readonly method: "simulation" | "formula";
  /** Of the t test for normal samples. */
  readonly tTest: number;
  /** By Noether's formula; null for pairs. */
  readonly noether: number | null;
  /** By Bouthillier's formula, one-sided, to tell the A12 of this difference from 1/2; null for pairs. */
  readonly bouthillier: number | null;
  /** Below it no difference can be found. */
  readonly fewest: number;
}

/** Most seeds at which the tests are simulated. */
export const mostSimulated = 100;

const efficiency = 3 / Math.PI;
const mostSeeds = 1_000_000;

/**
 * Seeds to find a difference of so many standard deviations: of the runs of one optimizer, or of the differences of pairs.
 * Errors: `difference-out-of-range` for one that is not above 0, or so small that a million seeds do not find it.
 */
export function seedsNeeded(deviations: number, aim: DesignAim): SeedsNeeded {
  const alpha = aim.alpha / aim.comparisons;
  const byT =
    deviations > 0 ? fewestFor(aim.power, (n) => tPower(n, deviations, { ...aim, alpha }), { most: mostSeeds }) : null;
  if (byT === null) {
    throw new LabError(
      "difference-out-of-range",
      `A difference must be above 0 and be found by a million seeds at most, but ${deviations} deviations are not.`,
      { deviations },
    );
  }
  const fewest =
    aim.design === "paired" ? fewestPairs(aim.alpha, aim.comparisons) : fewestSeeds(aim.comparisons, aim.alpha);
  const simulated =
    byT <= mostSimulated
      ? fewestFor(aim.power, (n) => rankPower(n, deviations, aim), { most: 4 * mostSimulated, near: byT + 2 })
      : null;
  const seeds = simulated ?? Math.max(fewest, Math.ceil(byT / efficiency));
  const a12 = a12OfDifference(deviations);
  return {
    seeds,
    power: rankPower(seeds, deviations, aim),
    method: seeds <= mostSimulated ? "simulation" : "formula",
    tTest: byT,
    noether: aim.design === "paired" ? null : noetherSeeds(a12, { alpha, power: aim.power }),
    bouthillier: aim.design === "paired" ? null : bouthillierRuns(a12, { alpha, beta: 1 - aim.power }),
    fewest,
  };
}

/**
 * Smallest difference, in standard deviations as in `seedsNeeded`, that so many seeds find with the wanted power, to three digits; null where they
 * can find none.
 */
export function detectableDifference(seeds: number, aim: DesignAim): number | null {
  let low = 0;
  let high = 20;
  if (rankPower(seeds, high, aim) < aim.power) return null;
  while (high - low > 1e-3 * high) {
    const middle = (low + high) / 2;
    if (rankPower(seeds, middle, aim) >= aim.power) high = middle;
    else low = middle;
  }
  return high;
}

/** Power of the rank test with so many seeds: simulated up to 100, beyond by the t test of 3 / pi times as many. */
export function rankPower(seeds: number, deviations: number, aim: DesignAim): number {
  const alpha = aim.alpha / aim.comparisons;
  if (seeds > mostSimulated) return tPower(efficiency * seeds, deviations, { ...aim, alpha });
  return aim.design === "paired" ? wilcoxonPower(seeds, deviations, alpha) : mannWhitneyPower(seeds, deviations, alpha);
}

/**
 * Power of what a study's report does with so many seeds that all optimizers ran on: pairs where these are enough, else Mann-Whitney's test. Its
 * worst case: a seed moves no two optimizers alike, so that a difference of pairs varies as that of independent runs, by sqrt 2 deviations.
 */
export function sharedSeedsPower(seeds: number, deviations: number, aim: Omit<DesignAim, "design">): number {
  if (seeds < fewestPairs(aim.alpha, aim.comparisons))
    return rankPower(seeds, deviations, { ...aim, design: "independent" });
  return rankPower(seeds, deviations / Math.SQRT2, { ...aim, design: "paired" });
}

function tPower(n: number, deviations: number, { design, alpha }: Pick<DesignAim, "design" | "alpha">): number {
  return design === "paired" ? pairedTTestPower(n, deviations, alpha) : tTestPower(n, deviations, alpha);
}
