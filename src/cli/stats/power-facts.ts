/**
 * What `lionlab power` says, as one object.
 */
import { LabError } from "../../core/errors.ts";
import { a12OfDifference } from "../../stats/power.ts";
import {
  type DesignAim,
  detectableDifference,
  rankPower,
  type SeedsNeeded,
  seedsNeeded,
  sharedSeedsPower,
} from "../../stats/seeds-needed.ts";
import { fewestPairs, fewestSeeds } from "../../stats/smallest-p.ts";
import type { RunSpread } from "./run-spread.ts";

/** A difference and the seeds that it takes. */
export interface DifferenceFact {
  /** In the unit of the deviation; null where none is known. */
  readonly difference: number | null;
  readonly deviations: number;
  /** Of independent normal samples; null for pairs. */
  readonly a12: number | null;
  readonly needed: SeedsNeeded;
  /** Power of `needed.seeds` in a study, as `studyPower` below; null for pairs. */
  readonly studyPower: number | null;
}

/** The facts. */
export interface PowerFacts extends DesignAim {
  /** alpha / comparisons, at which each test must hold. */
  readonly correctedAlpha: number;
  /** Of the runs of one optimizer, or of the differences of pairs; percentage points where `run` is given, null where none is known. */
  readonly deviation: number | null;
  readonly run: RunSpread | null;
  /** Below it no difference can be found. */
  readonly fewest: number;
  readonly differences: readonly DifferenceFact[];
  /** What so many seeds find: `deviations` null where they can find nothing; `power` for the asked difference. */
  readonly detectable: {
    readonly seeds: number;
    readonly deviations: number | null;
    readonly difference: number | null;
    readonly power: number | null;
    /** The same in a study whose optimizers share their seeds, where these move no two alike; null for pairs, whose deviation says how alike. */
    readonly studyPower: number | null;
  } | null;
}

/** What was asked; `difference` in the unit of `deviation`, in deviations where that is null. */
export interface PowerQuestion extends DesignAim {
  readonly difference?: number | undefined;
  readonly deviation: number | null;
  readonly seeds?: number | undefined;
  readonly run: RunSpread | null;
}

/** Differences that are shown where none was asked for, in deviations. */
const usual = [0.5, 1, 1.5, 2, 3];

/** Computes them. Errors: `power-question` where nothing was asked, and those of `seedsNeeded`. */
export function powerFacts(question: PowerQuestion): PowerFacts {
  const { difference, deviation, run, design, alpha, power, comparisons } = question;
  const seeds = question.seeds ?? run?.seeds;
  if (difference === undefined && seeds === undefined) {
    throw new LabError(
      "power-question",
      "A power needs a difference (--difference 1, in standard deviations; or in points with --deviation 0.4), a number of seeds (--seeds 5), or the name of a run.",
    );
  }
  const aim: DesignAim = { design, alpha, power, comparisons };
  const unit = deviation ?? 1;
  const asked = difference === undefined ? null : difference / unit;
  const shown = asked !== null ? [asked] : run === null ? [] : usual;
  const found = seeds === undefined ? null : detectableDifference(seeds, aim);
  return {
    ...aim,
    correctedAlpha: alpha / comparisons,
    deviation,
    run,
    fewest: design === "paired" ? fewestPairs(alpha, comparisons) : fewestSeeds(comparisons, alpha),
    differences: shown.map((deviations) => {
      const needed = seedsNeeded(deviations, aim);
      return {
        difference: deviation === null ? null : deviations * unit,
        deviations,
        a12: design === "paired" ? null : a12OfDifference(deviations),
        needed,
        studyPower: design === "paired" ? null : sharedSeedsPower(needed.seeds, deviations, aim),
      };
    }),
    detectable:
      seeds === undefined
        ? null
        : {
            seeds,
            deviations: found,
            difference: found === null || deviation === null ? null : found * unit,
            power: asked === null ? null : rankPower(seeds, asked, aim),
            studyPower: asked === null || design === "paired" ? null : sharedSeedsPower(seeds, asked, aim),
          },
  };
}
