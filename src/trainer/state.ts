/**
 * Where a trial stands between two stretches: everything that a checkpoint keeps and a resumed trial needs.
 *
 * States are plain values; a stretch, an epoch's end and a better epoch each make a new one. Sums of an epoch are float64
 * and are added step by step, so they do not depend on how steps were grouped into stretches.
 */
import type { EpochRecord, EpochTiming, MonitorMetric, TrialConfig } from "../records/records.ts";
import { overlaid } from "./initial-variables.ts";
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

/** A trial's state. Slots are flat, `[P]`. */
export interface TrialState extends Variables {
  readonly slots: readonly Float32Array[];
  /** What the model had after the best epoch so far, or null before the first is finished. */
  readonly best: Variables | null;
  /** Epochs that are finished, in order. */
  readonly history: readonly FinishedEpoch[];
  /** Of the epoch under way: steps done, sum of their losses, count of right examples, seconds of training. */
  readonly step: number;
  readonly lossSum: number;
  readonly correct: number;
  readonly trainSeconds: number;
}

/** What a stretch of steps brought: the new state of the rule, and per step the loss and the count of right examples. */
export interface StretchOutcome extends Variables {
  readonly slots: readonly Float32Array[];
  readonly losses: Float32Array;
  readonly correct: Float32Array;
}

const freshEpoch = { step: 0, lossSum: 0, correct: 0, trainSeconds: 0 };

/** The state before the first step. */
export function initialState({ model, rule, config, initial }: TrialPlan): TrialState {
  return {
    weights: overlaid(initialWeights(model, config.seed), leavesOf(model), initial?.parameters),
    statistics: overlaid(initialStatistics(model), statisticLeavesOf(model), initial?.statistics),
    slots: rule.slots.map(({ initial }) => new Float32Array(model.parameterCount).fill(initial)),
    best: null,
    history: [],
    ...freshEpoch,
  };
}

/** The state after a stretch of steps. */
export function afterStretch(state: TrialState, outcome: StretchOutcome, seconds: number): TrialState {
  const { weights, statistics, slots, losses, correct } = outcome;
  return {
    ...state,
    weights,
    statistics,
    slots,
    step: state.step + losses.length,
    lossSum: losses.reduce((sum, loss) => sum + loss, state.lossSum),
    correct: correct.reduce((sum, count) => sum + count, state.correct),
    trainSeconds: state.trainSeconds + seconds,
  };
}

/** The state after an epoch; keeps its variables as the best if no earlier epoch was as good. */
export function afterEpoch(state: TrialState, finished: FinishedEpoch, monitor: MonitorMetric): TrialState {
  const history = [...state.history, finished];
  const isBest = bestEpochOf(history, monitor) === finished.record.epoch;
  const { weights, statistics } = state;
  return { ...state, ...freshEpoch, history, best: isBest ? { weights, statistics } : state.best };
}

/** Number of the best epoch, from 1: the first one that no other beats; null when there is none. */
export function bestEpochOf(history: readonly FinishedEpoch[], monitor: MonitorMetric): number | null {
  let best: EpochRecord | null = null;
  for (const { record } of history) if (best === null || beats(record, best, monitor)) best = record;
  return best?.epoch ?? null;
}

/** Why training is over, or null while it is not. */
export function stopReason(state: TrialState, config: TrialConfig): "all-epochs" | "early" | null {
  const { epochs, patience, monitor } = config.training;
  const done = state.history.length;
  if (done >= epochs) return "all-epochs";
  const best = bestEpochOf(state.history, monitor);
  return patience !== null && best !== null && done - best >= Math.max(1, patience) ? "early" : null;
}

/** Steps done over the whole run. */
export function stepsDone(state: TrialState, { stepsPerEpoch }: TrialPlan): number {
  return state.history.length * stepsPerEpoch + state.step;
}

function beats(a: EpochRecord, b: EpochRecord, monitor: MonitorMetric): boolean {
  switch (monitor) {
    case "validationAccuracy":
      return a.validationAccuracy > b.validationAccuracy;
    case "validationLoss":
      return a.validationLoss < b.validationLoss;
  }
}
