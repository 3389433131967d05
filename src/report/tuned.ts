/**
 * What was tried for each optimizer before one setting of it was shown: points of its grid, or of a search of its own.
 */

import { entryLabel } from "../records/optimizer-label.ts";
import { type TrialRecord, trialPhase } from "../records/records.ts";
import { storedSampler } from "../records/stored-sampler.ts";
import { timingFigures } from "../records/trial-epochs.ts";
import { mean } from "../stats/mean-interval.ts";
import type { Contender } from "./contenders.ts";
import { groupBy, identityOfOptimizer, type OptimizerRuns, type Run, type StudyView } from "./study-view.ts";

/** A point: the settings that were varied, by name, `lr` first, and the runs at it. */
export interface TunedPoint {
  readonly settings: Readonly<Record<string, number | boolean>>;
  readonly runs: readonly Run[];
  /**
   * Mean validation accuracy of the best epochs; -Infinity where a seed diverged, NaN where none has ended.
   */
  readonly accuracy: number;
}

/** All points of one optimizer. */
export interface Tuned {
  readonly label: string;
  /** The label that all its points have. */
  readonly entry: string;
  readonly points: readonly TunedPoint[];
  /** Names of settings with more than one value, `lr` first. */
  readonly varied: readonly string[];
  /** Settings that were tried, those that a race stopped on the way included: at least as many as points. */
  readonly tried: number;
  /** Seconds of training that its tuning recorded. */
  readonly seconds: number;
  /** Everything that its tuning trained, runs that were stopped on the way included. */
  readonly trials: { readonly planned: number; readonly ended: number; readonly diverged: number };
}

/** What was tried for a contender. */
export function tunedOf(view: StudyView, { label, setting, settings }: Contender): Tuned {
  const tried =
    view.phase === "grid" ? settings : view.tuned.filter(({ config }) => config.label === setting.config.label);
  const points = tried.flatMap(pointsOf);
  const names = [...new Set(points.flatMap((point) => Object.keys(point.settings)))];
  const varied = names.filter((name) => new Set(points.map((point) => point.settings[name])).size > 1);
  const { settings: all, seconds, ...trials } = countsOfAll(view, tried);
  return { label, entry: entryLabel(setting.config), points, varied, tried: all, seconds, trials };
}

function pointsOf({ config, rates }: OptimizerRuns): readonly TunedPoint[] {
  return rates.map(({ lr, runs }) => ({
    settings: { lr, ...config.hyperparameters },
    runs,
    accuracy: accuracyOf(runs),
  }));
}

function accuracyOf(runs: readonly Run[]): number {
  if (runs.some(({ diverged }) => diverged)) return Number.NEGATIVE_INFINITY;
  return mean(runs.flatMap(({ ended, best }) => (ended && best !== null ? [best.validationAccuracy] : [])));
}

/** How the points of a study that tunes were chosen; null of a grid, and where the study does not say. */
export function samplerOf({ phase, study }: StudyView): string | null {
  return phase === "grid" ? null : storedSampler(study);
}

/** What was trained to choose a setting. */
type Counts = Tuned["trials"] & { readonly settings: number; readonly seconds: number };

function countsOfAll(view: StudyView, tried: readonly OptimizerRuns[]): Counts {
  const labels = new Set(tried.map(({ config }) => config.label));
  const counts = [...labels].flatMap((label) => countsOf(view).get(label) ?? []);
  const sum = (of: keyof Counts): number => counts.reduce((total, count) => total + count[of], 0);
  return {
    planned: sum("planned"),
    ended: sum("ended"),
    diverged: sum("diverged"),
    settings: sum("settings"),
    seconds: sum("seconds"),
  };
}

const known = new WeakMap<StudyView, ReadonlyMap<string, Counts>>();

/** Trials that chose a setting, by the label of their optimizer; counted once for a view. */
function countsOf(view: StudyView): ReadonlyMap<string, Counts> {
  const before = known.get(view);
  if (before !== undefined) return before;
  const choosing = view.trials.filter(({ config }) => view.phase === "grid" || trialPhase(config) === "tuning");
  const groups = groupBy(choosing, ({ config }) => config.optimizer.label);
  const counts = new Map([...groups].map(([label, trials]) => [label, countStates(trials)]));
  known.set(view, counts);
  return counts;
}

function countStates(trials: readonly TrialRecord[]): Counts {
  const inState = (...states: readonly string[]): number => trials.filter(({ state }) => states.includes(state)).length;
  const identity = identityOfOptimizer();
  const settings = new Set(trials.map((trial) => `${trial.config.lr} ${identity(trial)}`)).size;
  const seconds = trials.reduce((sum, trial) => sum + secondsOfTraining(trial), 0);
  const ended = inState("finished", "diverged");
  return { planned: trials.length, ended, diverged: inState("diverged"), settings, seconds };
}

function secondsOfTraining(trial: TrialRecord): number {
  return timingFigures(trial, ({ trainSeconds }) => trainSeconds).reduce((sum, seconds) => sum + seconds, 0);
}
