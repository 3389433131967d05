/**
 * A study's trials, grouped as reports look at them: optimizer → learning rate → one run per seed.
 *
 * Every section works on this view and none on the records, so that the choice of the best rate, the treatment of diverged
 * runs and the meaning of "score" are said once, here:
 *  - A run's score is that of its trial, see `records/monitor.ts`: larger is better, -Infinity for a diverged run, none for
 *    one that has not ended.
 *  - A rate's score is the mean over its ended seeds. Among rates, fewer diverged seeds come first, then the score: an
 *    optimizer's best rate is one at which it trains. Scores that differ by a rounding are tied: of rates the lowest is shown, and reports
 *    say that others did as well.
 *  - A study that tunes, then judges (`records.ts`, phases) is looked at through the trials that judge: each optimizer has one rate, and seeds
 *    that chose nothing. Its tuning trials are `tuned`. While there are no others, each optimizer is shown at its best setting so far.
 */
import { canonicalJson } from "../core/canonical-json.ts";
import { bestEpochOfTrial, compareScores, scoreOfTrial } from "../records/monitor.ts";
import {
  type EpochRecord,
  type MonitorMetric,
  type OptimizerConfig,
  type StudyRecord,
  type TrialRecord,
  trialPhase,
} from "../records/records.ts";
import { mean } from "../stats/mean-interval.ts";
import type { Progress, Provenance } from "./document.ts";

/** One trial as reports see it. */
export interface Run {
  readonly trial: TrialRecord;
  readonly seed: number;
  /** Whether it has ended, finished or diverged. */
  readonly ended: boolean;
  readonly diverged: boolean;
  /** Record of the best epoch, so far if the run has not ended; null if it is not known. */
  readonly best: EpochRecord | null;
  /** Null until the run has ended. */
  readonly score: number | null;
}

/** All seeds of one optimizer at one learning rate, by rising seed. */
export interface RateRuns {
  readonly lr: number;
  readonly runs: readonly Run[];
  /** Mean score of the ended seeds that did not diverge; null if there is none. */
  readonly score: number | null;
}

/** All runs of one optimizer setting. */
export interface OptimizerRuns {
  /** As declared by the study; with what tells them apart where one label covers several settings. */
  readonly label: string;
  readonly config: OptimizerConfig;
  /** By rising learning rate. */
  readonly rates: readonly RateRuns[];
  /** Null until a run has finished. */
  readonly best: RateRuns | null;
}

/** Something to know before a result is believed. `command` helps against it, and can be pasted as it is. */
export interface Objection {
  /** Kind of what is objected, for whoever says the same elsewhere. */
  readonly code?: string;
  /** Label of the optimizer that it is about, where it is one. */
  readonly about?: string;
  readonly sentence: string;
  readonly command?: string;
}

/** A study as every section sees it. */
export interface StudyView {
  readonly study: StudyRecord;
  readonly command: string;
  /** In the study's order. */
  readonly optimizers: readonly OptimizerRuns[];
  /** `grid`: the same trials choose and judge. Else the study tunes first: no trial judges yet, or some do. */
  readonly phase: "grid" | "tuning" | "judged";
  /** Settings of the tuning trials that were trained to the full, where the study tunes first. */
  readonly tuned: readonly OptimizerRuns[];
  /** In the study's order. */
  readonly trials: readonly TrialRecord[];
  readonly monitor: MonitorMetric;
  readonly progress: Progress;
  /** What makes the comparison weaker than it looks; null where nobody looked. */
  readonly warnings: readonly Objection[] | null;
  /** A sentence that readers need before all figures; null: none. */
  readonly note: string | null;
  /** Validation accuracy that optimizers are timed to; null: a common one. */
  readonly target: number | null;
  /** Numbers that an optimizer keeps for each weight; null where nobody can tell. */
  readonly stateSlots: (optimizer: OptimizerConfig) => number | null;
}

/** Groups a study's records; trials that the study does not name are left out. */
export function viewStudy(study: StudyRecord, records: readonly TrialRecord[], command: string): StudyView {
  const byKey = new Map(records.map((trial) => [trial.key, trial]));
  const trials = study.trialKeys.flatMap((key) => byKey.get(key) ?? []);
  return {
    study,
    command,
    trials,
    ...phasesOf(trials),
    monitor: trials[0]?.config.training.monitor ?? "validationAccuracy",
    progress: progressOf(study.trialKeys.length, trials),
    warnings: null,
    note: null,
    target: null,
    stateSlots: () => null,
  };
}

function phasesOf(trials: readonly TrialRecord[]): Pick<StudyView, "optimizers" | "phase" | "tuned"> {
  const judging = trials.filter(({ config }) => trialPhase(config) === "evaluation");
  const tuned = groupByOptimizer(trainedLongest(trials.filter(({ config }) => trialPhase(config) === "tuning")));
  if (tuned.length === 0) return { phase: "grid", tuned, optimizers: groupByOptimizer(judging) };
  if (judging.length > 0) return { phase: "judged", tuned, optimizers: groupByOptimizer(judging) };
  const entries = groupBy(tuned, ({ config }) => config.label);
  return { phase: "tuning", tuned, optimizers: [...entries.values()].map((settings) => ranked(settings)[0]!) };
}

/** Trials of each label that train for as long as its longest: of a race, those that were not stopped on the way. */
function trainedLongest(trials: readonly TrialRecord[]): readonly TrialRecord[] {
  const longest = new Map<string, number>();
  for (const { config } of trials) {
    const { label } = config.optimizer;
    longest.set(label, Math.max(longest.get(label) ?? 0, config.training.epochs));
  }
  return trials.filter(({ config }) => config.training.epochs === longest.get(config.optimizer.label));
}

/** Optimizers by falling score of their best rate; those without a finished run last, in the study's order. */
export function rankedOptimizers(view: StudyView): readonly OptimizerRuns[] {
  return ranked(view.optimizers);
}

function ranked(optimizers: readonly OptimizerRuns[]): readonly OptimizerRuns[] {
  const score = (optimizer: OptimizerRuns): number => optimizer.best?.score ?? Number.NEGATIVE_INFINITY;
  return [...optimizers].sort((a, b) => compareScores(score(a), score(b)));
}

/** The optimizers that lead, several where they are tied; empty until a run has finished. */
export function leadersOf(view: StudyView): readonly OptimizerRuns[] {
  const ranked = rankedOptimizers(view).filter(({ best }) => best !== null);
  return ranked.filter(({ best }) => compareScores(best!.score!, ranked[0]!.best!.score!) === 0);
}

/** Rates of an optimizer that did exactly as well as its best, which is the first of them. */
export function tiedRates({ best, rates }: OptimizerRuns): readonly RateRuns[] {
  return best === null ? [] : rates.filter((rate) => compareRates(rate, best) === 0);
}

/** Runs of a rate that ended. */
export function endedRuns(rate: RateRuns): readonly Run[] {
  return rate.runs.filter((run) => run.ended);
}

/** Runs at an optimizer's best rate that ended and did not diverge. */
export function learnedRuns(optimizer: OptimizerRuns): readonly Run[] {
  return optimizer.best === null ? [] : endedRuns(optimizer.best).filter((run) => !run.diverged);
}

/** Provenance of a table or figure that rests on `groups` of runs. */
export function provenance(view: StudyView, groups: readonly (readonly Run[])[], interval: string): Provenance {
  const counts = groups.map((runs) => runs.filter((run) => run.ended).length);
  const known = counts.length > 0 ? counts : [0];
  return { command: view.command, seeds: { fewest: Math.min(...known), most: Math.max(...known) }, interval };
}

/** Label of each setting: the study's label, followed by the differing hyperparameters where a label is not unique. */
export function distinctLabels(configs: readonly OptimizerConfig[]): readonly string[] {
  return configs.map((config) => {
    const namesakes = configs.filter((other) => other.label === config.label);
    if (namesakes.length === 1) return config.label;
    const differing = Object.keys(config.hyperparameters).filter((name) =>
      namesakes.some((other) => other.hyperparameters[name] !== config.hyperparameters[name]),
    );
    const parts = differing.map((name) => `${name}=${config.hyperparameters[name]}`);
    if (namesakes.some((other) => other.convention !== config.convention)) parts.push(config.convention);
    return parts.length > 0 ? `${config.label} (${parts.join(", ")})` : `${config.label} (${config.name})`;
  });
}

/** Equal texts for equal optimizers; a store gives trials of one optimizer the same object, which is put in order once. */
export function identityOfOptimizer(): (trial: TrialRecord) => string {
  const known = new Map<OptimizerConfig, string>();
  return ({ config: { optimizer } }) => {
    const text = known.get(optimizer) ?? canonicalJson(optimizer);
    known.set(optimizer, text);
    return text;
  };
}

function groupByOptimizer(trials: readonly TrialRecord[]): readonly OptimizerRuns[] {
  const groups = [...groupBy(trials, identityOfOptimizer()).values()];
  const configs = groups.map((group) => group[0]!.config.optimizer);
  const labels = distinctLabels(configs);
  return groups.map((group, index) => {
    const rates = [...groupBy(group, (trial) => trial.config.lr)]
      .sort(([a], [b]) => a - b)
      .map(([lr, members]) => rateRuns(lr, members));
    return { label: labels[index]!, config: configs[index]!, rates, best: bestRate(rates) };
  });
}

function rateRuns(lr: number, trials: readonly TrialRecord[]): RateRuns {
  const runs = trials.map(runOf).sort((a, b) => a.seed - b.seed);
  const scores = runs.flatMap((run) => (run.score !== null && !run.diverged ? [run.score] : []));
  return { lr, runs, score: scores.length > 0 ? mean(scores) : null };
}

function runOf(trial: TrialRecord): Run {
  const diverged = trial.state === "diverged";
  const ended = diverged || trial.state === "finished";
  const best = bestEpochOfTrial(trial);
  return { trial, seed: trial.config.seed, ended, diverged, best, score: scoreOfTrial(trial, best) };
}

function bestRate(rates: readonly RateRuns[]): RateRuns | null {
  return rates.reduce<RateRuns | null>((best, rate) => {
    if (rate.score === null) return best;
    return best === null || compareRates(rate, best) < 0 ? rate : best;
  }, null);
}

/** The better first: fewer diverged seeds, then the score; one without a score comes last. */
function compareRates(a: RateRuns, b: RateRuns): number {
  if (a.score === null || b.score === null) return Number(a.score === null) - Number(b.score === null);
  const diverged = (rate: RateRuns): number => rate.runs.filter((run) => run.diverged).length;
  return diverged(a) - diverged(b) || compareScores(a.score, b.score);
}

function progressOf(planned: number, trials: readonly TrialRecord[]): Progress {
  const inState = (state: TrialRecord["state"]): number => trials.filter((trial) => trial.state === state).length;
  const ended = { finished: inState("finished"), diverged: inState("diverged"), failed: inState("failed") };
  const running = inState("running");
  const waiting = planned - ended.finished - ended.diverged - ended.failed - running;
  return { planned, ...ended, running, waiting };
}

/** Items by a key, in the order in which keys first come. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
