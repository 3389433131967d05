/**
 * Where a trial stands between two stretches: everything that a checkpoint keeps and a resumed trial needs.
 *
 * States are plain values; a stretch, an epoch's end and a better epoch each make a new one. Sums of an epoch are float64
 * and are added step by step, so they do not depend on how steps were grouped into stretches.
 */
import { bestEpochOf } from "../records/monitor.ts";
import type { EpochRecord, EpochTiming, MonitorMetric, TrialConfig } from "../records/records.ts";
import type { Evaluation } from "./evaluate.ts";
import { overlaid } from "./initial-variables.ts";
import { type Observed, startObserving, withoutPoints } from "./observers/index.ts";
import { initialStatistics, initialWeights, leavesOf, statisticLeavesOf } from "./parameters.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** A finished epoch. */
export interface FinishedEpoch {
  readonly record: EpochRecord;
  readonly timing: EpochTiming;
}

/** What a model computes with: parameters, flat `[P]`, and running statistics, flat `[S]`. */
export interface Variables {
  readonly weights: Float32Array;
  readonly statistics: Float32Array;
}

/** What a stretch of steps starts from and ends with. Slots and sums are flat, over the trained parameters alone. */
export interface StepState extends Variables {
  readonly slots: readonly Float32Array[];
  /** Sum of the gradients since the last step of the rule; present where several batches make one. */
  readonly accumulated?: Float32Array;
  /** Moving average of the variables; present where one is taken. */
  readonly average?: Variables;
}

/** How far a trial has come, without the state of its steps. */
export interface TrialProgress {
  /** What the model had after the best epoch so far, or null before the first is finished. */
  readonly best: Variables | null;
  /** Epochs that are finished, in order. */
  readonly history: readonly FinishedEpoch[];
  /** Answers to the validation images after that epoch, see `Evaluation`; null where they are not counted. */
  readonly bestAnswers: Evaluation["answers"] | null;
  /**
   * Of the epoch under way: steps done, sum of their losses, counts of right examples and of those right by top-5 (0 where it is not
   * counted), seconds of training.
   */
  readonly step: number;
  readonly lossSum: number;
  readonly correct: number;
  readonly top5: number;
  readonly trainSeconds: number;
  /** What the step observers know that the config asks for. */
  readonly observed: Observed;
}

/** A trial's state, all of it. */
export type TrainingState = StepState & TrialProgress;

/** What a stretch of steps brought: per step the loss and the count of right examples; of many classes also by top-5. */
export interface StretchOutcome {
  readonly losses: Float32Array;
  readonly correct: Float32Array;
  readonly top5?: Float32Array;
}

const freshEpoch = { step: 0, lossSum: 0, correct: 0, top5: 0, trainSeconds: 0 };

/** The state before the first step. */
export function initialState(plan: TrialPlan): TrainingState {
  const { model, rule, config, initial, partition } = plan;
  const weights = overlaid(initialWeights(model, config.seed), leavesOf(model), initial?.parameters);
  const statistics = overlaid(initialStatistics(model), statisticLeavesOf(model), initial?.statistics);
  const tree = (): Float32Array => new Float32Array(partition.trainedCount);
  const { accumulate = 1, ema } = config.training;
  return {
    weights,
    statistics,
    slots: rule.slots.map((slot) => tree().fill(slot.initial)),
    ...(accumulate > 1 ? { accumulated: tree() } : {}),
    ...(ema === undefined ? {} : { average: { weights, statistics } }),
    best: null,
    bestAnswers: null,
    observed: startObserving(plan, weights),
    history: [],
    ...freshEpoch,
  };
}

const none = new Float32Array(0);

/** How far it has come after a stretch of steps. */
export function afterStretch(
  state: TrialProgress,
  { losses, correct, top5 = none }: StretchOutcome,
  seconds: number,
): TrialProgress {
  return {
    ...state,
    step: state.step + losses.length,
    lossSum: losses.reduce((sum, loss) => sum + loss, state.lossSum),
    correct: correct.reduce((sum, count) => sum + count, state.correct),
    top5: top5.reduce((sum, count) => sum + count, state.top5),
    trainSeconds: state.trainSeconds + seconds,
  };
}

/** How far it has come after an epoch; keeps the variables that were measured, and their answers, as the best if no earlier epoch was as good. */
export function afterEpoch(
  state: TrialProgress,
  {
    finished,
    measured,
    answers = null,
    monitor,
  }: {
    finished: FinishedEpoch;
    measured: Variables;
    answers?: Evaluation["answers"] | null | undefined;
    monitor: MonitorMetric;
  },
): TrialProgress {
  const history = [...state.history, finished];
  const isBest = bestEpochNumber(history, monitor) === finished.record.epoch;
  return {
    ...state,
    ...freshEpoch,
    observed: withoutPoints(state.observed),
    history,
    best: isBest ? measured : state.best,
    bestAnswers: isBest ? answers : state.bestAnswers,
  };
}

/** A trial's state in its two parts. */
export function partsOf(state: TrainingState): { readonly steps: StepState; readonly progress: TrialProgress } {
  const { weights, statistics, slots, accumulated, average, ...progress } = state;
  const sum = accumulated === undefined ? {} : { accumulated };
  return { steps: { weights, statistics, slots, ...sum, ...(average === undefined ? {} : { average }) }, progress };
}

/** Number of the best epoch, from 1; null when there is none. */
export function bestEpochNumber(history: readonly FinishedEpoch[], monitor: MonitorMetric): number | null {
  const records = history.map(({ record }) => record);
  return bestEpochOf(records, monitor)?.epoch ?? null;
}

/** Why training is over, or null while it is not. */
export function stopReason(state: TrialProgress, config: TrialConfig): "all-epochs" | "early" | null {
  const { epochs, patience, monitor } = config.training;
  const done = state.history.length;
  if (done >= epochs) return "all-epochs";
  const best = bestEpochNumber(state.history, monitor);
  return patience !== null && best !== null && done - best >= Math.max(1, patience) ? "early" : null;
}

/** Steps done over the whole run. */
export function stepsDone(state: TrialProgress, { stepsPerEpoch }: TrialPlan): number {
  return state.history.length * stepsPerEpoch + state.step;
}
