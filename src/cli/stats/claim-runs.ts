/**
 * The runs that a claim is about: every seed of one optimizer at one rate, and the figure of each that was decided on beforehand.
 */

import { LabError, unknownName } from "../../core/errors.ts";
import type { TrialRecord } from "../../records/records.ts";
import { formatRate } from "../../report/format.ts";
import type { OptimizerRuns, RateRuns, Run, StudyView } from "../../report/study-view.ts";

/** Which runs, and which figure: after an epoch, at a step of the training curve, or of the test images, once. */
export interface ClaimQuestion {
  readonly optimizer: string;
  readonly rate?: number | undefined;
  readonly epoch?: number | undefined;
  readonly step?: number | undefined;
  readonly excludeSeeds: readonly string[];
  readonly lowerIsBetter: boolean;
}

/** What was found. `figure` names it in a sentence; a run that diverged has an infinite value. */
export interface ClaimRuns {
  readonly optimizer: string;
  readonly rate: number;
  /** Rates of this optimizer that were tried on these seeds. */
  readonly ratesTried: number;
  readonly figure: string;
  readonly runs: readonly { readonly seed: number; readonly value: number }[];
}

/**
 * Finds them. Errors: `unknown-optimizer`, `which-optimizer` for a name of several settings, `which-rate`, `unknown-seed`, `unfinished-runs`,
 * `no-figure` for a run that ended before the epoch or step, `claim-question` for an epoch and a step at once.
 */
export function claimRuns(view: StudyView, question: ClaimQuestion): ClaimRuns {
  if (question.epoch !== undefined && question.step !== undefined) {
    throw new LabError(
      "claim-question",
      "A claim is about one figure: give --epoch, --step, or neither for the test images.",
    );
  }
  const setting = settingOf(view, question.optimizer);
  const rate = rateOf(setting, question.rate);
  const excluded = question.excludeSeeds.map((text) => seedOf(text, rate));
  const figure = figureOf(question);
  const runs = rate.runs
    .filter(({ seed }) => !excluded.includes(seed))
    .map((run) => ({ run, value: figure.of(run.trial) }));
  const open = runs.filter(({ run, value }) => value === null && !run.ended).map(({ run }) => run.seed);
  if (open.length > 0) {
    throw new LabError(
      "unfinished-runs",
      `A claim counts every seed, but of ${setting.label} at rate ${rate.lr} seeds ${open.join(", ")} have no ${figure.name} yet: run the study to its end.`,
      { seeds: open },
    );
  }
  const worst = question.lowerIsBetter ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return {
    optimizer: setting.label,
    rate: rate.lr,
    ratesTried: setting.rates.length,
    figure: figure.name,
    runs: runs.map(({ run, value }) => ({
      seed: run.seed,
      value: value ?? (run.diverged ? worst : missing(run, figure.name)),
    })),
  };
}

interface Figure {
  readonly name: string;
  /** Null where the run has none. */
  readonly of: (trial: TrialRecord) => number | null;
}

function figureOf({ epoch, step, lowerIsBetter }: ClaimQuestion): Figure {
  const kind = lowerIsBetter ? "loss" : "accuracy";
  if (epoch !== undefined) {
    const of = ({ epochs }: TrialRecord): number | null => {
      const record = epochs.find((one) => one.epoch === epoch);
      return finite(lowerIsBetter ? record?.validationLoss : record?.validationAccuracy);
    };
    return { name: `validation ${kind} after epoch ${epoch}`, of };
  }
  if (step !== undefined) {
    const of = ({ epochs }: TrialRecord): number | null => {
      const point = epochs.flatMap(({ steps = [] }) => steps).find((one) => one.step === step);
      return finite(lowerIsBetter ? point?.trainLoss : point?.trainAccuracy);
    };
    return { name: `training ${kind} at step ${step}`, of };
  }
  return { name: `test ${kind}`, of: ({ result }) => finite(result?.test?.[kind]) };
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}

function settingOf(view: StudyView, name: string): OptimizerRuns {
  const labelled = view.optimizers.filter(({ label }) => label === name);
  const found = labelled.length > 0 ? labelled : view.optimizers.filter(({ config }) => config.name === name);
  if (found.length > 1) {
    const labels = found.map(({ label }) => `"${label}"`).join(", ");
    throw new LabError(
      "which-optimizer",
      `${name} has several settings in this study: say which by its label, one of ${labels}.`,
    );
  }
  if (found.length === 1) return found[0]!;
  throw unknownName(
    "optimizer",
    name,
    view.optimizers.map(({ label }) => label),
  );
}

function rateOf({ label, rates }: OptimizerRuns, wanted: number | undefined): RateRuns {
  const shown = ({ lr }: RateRuns): boolean => wanted !== undefined && formatRate(lr) === formatRate(wanted);
  const exact = wanted === undefined && rates.length === 1 ? rates[0] : rates.find(({ lr }) => lr === wanted);
  const found = exact ?? (rates.filter(shown).length === 1 ? rates.find(shown) : undefined); // as tables print it
  if (found !== undefined) return found;
  const known = rates.map(({ lr }) => formatRate(lr)).join(", ");
  const asked =
    wanted === undefined ? "say which was decided on, by --rate" : `there is none of ${wanted}; give --rate`;
  throw new LabError("which-rate", `${label} ran at the rates ${known}: ${asked}.`, {
    rates: rates.map(({ lr }) => lr),
  });
}

function seedOf(text: string, { runs }: RateRuns): number {
  const seed = runs.find((run) => String(run.seed) === text)?.seed;
  if (seed !== undefined) return seed;
  throw unknownName(
    "seed",
    text,
    runs.map((run) => String(run.seed)),
  );
}

function missing({ seed, trial }: Run, figure: string): never {
  const why = trial.result?.stopped === "early" ? `stopped early, after epoch ${trial.result.epochs}` : "has none";
  const hint = /step/.test(figure)
    ? "The training curve is kept every training.curveEvery steps."
    : "A claim needs runs of one length (training.patience: null).";
  throw new LabError("no-figure", `Seed ${seed} has no ${figure}: it ${why}. ${hint}`, { seed });
}
