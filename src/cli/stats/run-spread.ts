/**
 * The spread over seeds that a run shows: what a later comparison of the same kind has to see through.
 */

import { LabError } from "../../core/errors.ts";
import type { StudyRecord, TrialRecord } from "../../records/records.ts";
import { contendersOf, testSample } from "../../report/contenders.ts";
import { viewStudy } from "../../report/study-view.ts";
import { standardDeviation } from "../../stats/mean-interval.ts";
import { pooledDeviation } from "../../stats/pooled-deviation.ts";

/** Test accuracy of each optimizer's seeds at its best setting, in percentage points. */
export interface RunSpread {
  readonly study: string;
  readonly optimizers: readonly {
    readonly label: string;
    /** Ended seeds, and those of them that diverged, which no deviation includes. */
    readonly seeds: number;
    readonly diverged: number;
    /** Null below two seeds that did not diverge. */
    readonly deviation: number | null;
  }[];
  /**
   * Root of the mean variance, weighted by degrees of freedom; for pairs of the differences between optimizers at the same seeds. Null where
   * nothing varies: no optimizer has two finished seeds that differ.
   */
  readonly pooled: number | null;
  /** Fewest ended seeds of an optimizer. */
  readonly seeds: number;
}

/** Reads it off. */
export function spreadOfRun(
  { study, trials }: { readonly study: StudyRecord; readonly trials: readonly TrialRecord[] },
  { paired }: { readonly paired: boolean },
): RunSpread {
  const contenders = contendersOf(viewStudy(study, trials, study.command));
  const samples = contenders.map((contender) => testSample(contender));
  const finite = samples.map((sample) => sample.filter(({ value }) => Number.isFinite(value)));
  const groups = paired
    ? finite.flatMap((first, i) =>
        finite.slice(i + 1).map((second) =>
          first.flatMap(({ seed, value }) => {
            const other = second.find((run) => run.seed === seed);
            return other === undefined ? [] : [100 * (value - other.value)];
          }),
        ),
      )
    : finite.map((sample) => sample.map(({ value }) => 100 * value));
  const pooled = pooledDeviation(groups);
  return {
    study: study.name,
    optimizers: contenders.map(({ label }, i) => ({
      label,
      seeds: samples[i]!.length,
      diverged: samples[i]!.length - finite[i]!.length,
      deviation: finite[i]!.length < 2 ? null : standardDeviation(finite[i]!.map(({ value }) => 100 * value)),
    })),
    pooled: pooled > 0 ? pooled : null,
    seeds: samples.reduce((least, sample) => Math.min(least, sample.length), Number.POSITIVE_INFINITY),
  };
}

/** The pooled deviation that a question without one of its own needs. Errors: `no-spread`. */
export function knownDeviation({ study, pooled }: RunSpread): number {
  if (pooled !== null) return pooled;
  throw new LabError(
    "no-spread",
    `${study} shows no spread over seeds: no two finished seeds differ. Run it with more (--seeds 3), or give --deviation in percentage points.`,
    { study },
  );
}
