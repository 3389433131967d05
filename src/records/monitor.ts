/**
 * What a trial is judged by: the metric that its config monitors, on the epoch that is best by it.
 *
 * Said once, so that early stopping, the weights that are kept, tables, and whoever chooses among trials agree.
 */
import type { EpochRecord, MonitorMetric, TrialConfig, TrialResult, TrialState } from "./records.ts";
import { epochAt } from "./trial-epochs.ts";

/** The monitored figure of an epoch, turned so that larger is better; a figure that is no number is the worst. */
export function monitored(epoch: EpochRecord, monitor: MonitorMetric): number {
  const figure = upward(epoch, monitor);
  return Number.isNaN(figure) ? Number.NEGATIVE_INFINITY : figure;
}

function upward(epoch: EpochRecord, monitor: MonitorMetric): number {
  switch (monitor) {
    case "validationAccuracy":
      return epoch.validationAccuracy;
    case "validationLoss":
      return -epoch.validationLoss;
  }
}

/** The best of some epochs: the first one that no other beats; null when there is none. */
export function bestEpochOf(epochs: readonly EpochRecord[], monitor: MonitorMetric): EpochRecord | null {
  let best: EpochRecord | null = null;
  for (const epoch of epochs) {
    if (best === null || monitored(epoch, monitor) > monitored(best, monitor)) best = epoch;
  }
  return best;
}

/** A trial's best epoch: the one that its result names, else the best so far. `epochs` may lack others than that one. */
export function bestEpochOfTrial(trial: JudgedTrial): EpochRecord | null {
  const known = trial.result?.bestEpoch ?? null;
  if (known === null) return bestEpochOf(trial.epochs, trial.config.training.monitor);
  const there = epochAt(trial, known - 1);
  return there?.epoch === known ? there : (trial.epochs.find(({ epoch }) => epoch === known) ?? null);
}

/** What an ended trial scores, larger being better: below every other if it diverged; null while it has not ended. `best`: its best epoch, where that is known. */
export function scoreOfTrial(trial: JudgedTrial, best: EpochRecord | null = bestEpochOfTrial(trial)): number | null {
  if (trial.state === "diverged") return Number.NEGATIVE_INFINITY;
  return trial.state === "finished" && best !== null ? monitored(best, trial.config.training.monitor) : null;
}

/** Order of two scores, the higher first: 0 for a tie, which two means of the same hits can miss by the rounding of their sums. */
export function compareScores(a: number, b: number): number {
  const rounding = 1e-12 * Math.max(1, Math.min(Math.abs(a), Math.abs(b)));
  if (a === b || (Number.isFinite(a) && Math.abs(a - b) <= rounding)) return 0;
  return a > b ? -1 : 1;
}

/** What judging needs of a trial. */
interface JudgedTrial {
  readonly config: TrialConfig;
  readonly state: TrialState;
  readonly epochs: readonly EpochRecord[];
  readonly result: TrialResult | null;
}
