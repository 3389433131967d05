/**
 * One trial: a program trains a model on data, as events and a result.
 *
 * Laws: the records are a function of the config on one machine, whatever the clock, the stretches and the interruptions;
 * the test set is read once, at the end, with the weights that validation chose, or never where the config says so; a run that
 * diverges is a result.
 */

import type { BlobStore } from "../blobs/blob-store.ts";
import type { Clock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { LoadedDataset } from "../data/dataset.ts";
import type { Engine } from "../engine/engine.ts";
import { onnxEngine } from "../engine/onnx-engine.ts";
import type { Model } from "../models/model.ts";
import type { TrialConfig, TrialResult } from "../records/records.ts";
import { openCheckpoints, type TrialCheckpoints } from "./checkpoint.ts";
import { type Evaluation, type Evaluator, openEvaluator } from "./evaluate.ts";
import type { TrainerEvent } from "./events.ts";
import type { InitialVariables } from "./initial-variables.ts";
import { weightsToKeep } from "./keep-weights.ts";
import { computedOn } from "./measured-on.ts";
import { observe, stepsToPoint } from "./observers/index.ts";
import { createPace, type Pace, stretchSeconds } from "./pace.ts";
import { openSlice, type Slice, type SliceEnd } from "./slice.ts";
import {
  afterEpoch,
  afterStretch,
  initialState,
  partsOf,
  stepsDone,
  stopReason,
  type TrainingState,
  type TrialProgress,
} from "./state.ts";
import { openStretchRunner, rateOfBatch, type StretchRunner } from "./stretch.ts";
import { finishedEpoch, progressEvent, startedEvent } from "./trial-events.ts";
import { planTrial, type TrialPlan } from "./trial-plan.ts";
import { divergedResult, finishedResult } from "./trial-result.ts";

/** What a trial runs with. None of it changes the records. */
export interface TrialOptions {
  readonly dataset: LoadedDataset;
  /** Where its states are kept between interruptions; null keeps none. */
  readonly checkpoints: BlobStore | null;
  /** Key of a shorter trial whose settings are the same: where the trial has no checkpoint of its own, it goes on from the other's. */
  readonly goesOnFrom?: string | null;
  /** Given the file of the tested weights of a finished trial, before its result is told. */
  readonly keepWeights?: ((bytes: Uint8Array) => Promise<void>) | null;
  readonly clock: Clock;
  /** Writes a checkpoint whenever this many steps of the run are done, besides those by time. */
  readonly checkpointEverySteps?: number | null;
  /**
   * Ends the trial after a checkpoint at the end of this slice, as one that was asked to stop. A slice goes on from what was computed on the same
   * processor alone, so that a trial is finished on the kind that began it; absent for a trial that runs as long as it is let.
   */
  readonly slice?: SliceEnd | null;
  /** Asked between stretches, a few times a second; true ends the trial after a checkpoint. */
  readonly shouldStop: () => boolean;
  /** What computes it; by default ONNX Runtime for it alone, on one thread. */
  readonly engine?: Engine;
  /** Starting weights, where the config names some. */
  readonly initial?: InitialVariables | null;
  /** What computes it, for tests; otherwise `computedOn`. */
  readonly processor?: string;
  /** A model that is not in the library. */
  readonly model?: Model;
}

/** Longest time between checkpoints within an epoch. */
const checkpointSeconds = 10;

/**
 * Runs a trial, from its checkpoint where there is one. Epochs that a checkpoint holds are told again, with equal records.
 * Returns the result, or null when it was asked to stop or its slice is over. Errors: those of `planTrial`, `device-unavailable`, `disk-full`,
 * `other-processor` with the one that it was begun on.
 */
export async function* runTrial(
  config: TrialConfig,
  options: TrialOptions,
): AsyncGenerator<TrainerEvent, TrialResult | null> {
  const plan = planTrial(config, options);
  const run = await openTrial(plan, options);
  try {
    let state = await begin(run);
    yield startedEvent(plan, state, run.checkpointDamaged);
    for (const finished of state.history) yield { kind: "epoch", ...finished };

    while (stopReason(state, config) === null) {
      const trained = yield* trainEpoch(run, state);
      if (trained.kind !== "done") return yield* endEarly(run, trained);
      const measured = await validate(run, trained.state);
      if (measured.kind !== "done") return yield* endEarly(run, measured);
      state = measured.state;
      yield { kind: "epoch", ...state.history.at(-1)! };
      yield* saveState(run, state);
    }

    const test = config.test === "never" ? "unread" : await testOnce(run, state);
    if (test === null) return null;
    const result = finishedResult(run, { state, test });
    if (result.status === "finished" && options.keepWeights) {
      await options.keepWeights(weightsToKeep(plan, state.best ?? run.trainer.measured()));
    }
    yield { kind: "finished", result };
    return result;
  } finally {
    await run.close();
  }
}

/** A trial while it runs: its plan, its open loops and when it was last saved. */
interface OpenTrial {
  readonly plan: TrialPlan;
  readonly options: TrialOptions;
  readonly engine: Engine;
  readonly trainer: StretchRunner;
  readonly validator: Evaluator;
  readonly trainPace: Pace;
  readonly evaluatePace: Pace;
  readonly checkpoints: TrialCheckpoints | null;
  readonly slice: Slice;
  /** What was saved last. */
  saved: TrialProgress | null;
  savedAt: number;
  /** What was computed so far was computed on these, the last of them this one. */
  processors: readonly string[];
  /** Whether `restore` passed a damaged one over. */
  checkpointDamaged: boolean;
  restore(): Promise<TrainingState | null>;
  close(): Promise<void>;
}

/** How a part of a trial ended. `state` of a stop is what to go on from; `step` of a divergence counts over the whole run. */
type Ending =
  | { readonly kind: "done"; readonly state: TrialProgress }
  | { readonly kind: "stopped"; readonly state: TrialProgress }
  | { readonly kind: "diverged"; readonly state: TrialProgress; readonly step: number };

async function openTrial(plan: TrialPlan, options: TrialOptions): Promise<OpenTrial> {
  const { clock, engine = onnxEngine(), goesOnFrom = null, processor = computedOn(plan.config) } = options;
  const checkpoints = options.checkpoints === null ? null : openCheckpoints(options.checkpoints, plan);
  const trainer = await openStretchRunner(plan, { engine });
  const evaluatePace = createPace(clock);
  const validator = await openEvaluator(plan, { engine, part: plan.dataset.train, pace: evaluatePace });
  const run: OpenTrial = {
    plan,
    options,
    engine,
    trainer,
    validator,
    trainPace: createPace(clock, stretchSeconds(plan.model.parameterCount * (1 + plan.rule.slots.length))),
    evaluatePace,
    checkpoints,
    slice: openSlice(options.slice ?? null, clock),
    saved: null,
    savedAt: clock.now(),
    processors: [processor],
    checkpointDamaged: false,
    restore: async () => {
      const onDamaged = (): void => {
        run.checkpointDamaged = true;
      };
      const own = (await checkpoints?.load({ onDamaged })) ?? null;
      const found = own ?? (goesOnFrom === null ? null : ((await checkpoints?.load({ of: goesOnFrom })) ?? null));
      if (found === null) return null;
      const last = found.processors.at(-1) ?? processor;
      if (options.slice && last !== processor) throw otherProcessor(last, processor);
      run.processors = last === processor ? found.processors : [...found.processors, processor];
      return found.state;
    },
    close: async () => {
      await trainer.close();
      await validator.close();
    },
  };
  return run;
}

function otherProcessor(begun: string, here: string): LabError {
  return new LabError(
    "other-processor",
    `Could not go on with this trial: it was begun on ${begun}, and is finished on one of that kind, for its bytes depend on it; this is ${here}.`,
    { processor: begun },
  );
}

/** Gives the training its state, that of the checkpoint where there is one; how far the trial has come with it. */
async function begin(run: OpenTrial): Promise<TrialProgress> {
  const { steps, progress } = partsOf((await run.restore()) ?? initialState(run.plan));
  run.trainer.load(steps);
  return progress;
}

/** Trains until the end of the epoch under way, in stretches. */
async function* trainEpoch(run: OpenTrial, from: TrialProgress): AsyncGenerator<TrainerEvent, Ending> {
  const { plan, options, trainer, trainPace } = run;
  const epoch = from.history.length + 1;
  let state = from;
  while (state.step < plan.stepsPerEpoch) {
    if (options.shouldStop() || run.slice.isOver()) return { kind: "stopped", state };
    const { step } = state;
    const point = stepsToPoint(plan, stepsDone(state, plan));
    const most = Math.min(plan.stepsPerEpoch - step, stepsToCheckpoint(run, state), trainer.mostSteps, point);
    const steps = trainPace.next(most);
    const stretch = await trainPace.measure(steps, () => trainer.run({ epoch, from: step, steps }));
    run.slice.advance();
    if (stretch.diverged !== null) {
      return { kind: "diverged", state, step: stepsDone(state, plan) + stretch.diverged + 1 };
    }
    const { diverged: _, ...figures } = stretch;
    const done = { before: stepsDone(state, plan), ...figures, weights: trainer.weights };
    const observed = observe(plan, state.observed, { ...done, rateAt: (one) => rateOfBatch(plan, one) });
    state = { ...afterStretch(state, stretch, trainPace.seconds / run.engine.together()), observed };
    yield progressEvent(plan, state);
    const due = options.clock.now() - run.savedAt >= checkpointSeconds || isCheckpointStep(run, state);
    if (due) yield* saveState(run, state);
  }
  return { kind: "done", state };
}

/** Steps until a checkpoint is due by their number. */
function stepsToCheckpoint({ plan, options: { checkpointEverySteps } }: OpenTrial, state: TrialProgress): number {
  if (!checkpointEverySteps) return Number.POSITIVE_INFINITY;
  return checkpointEverySteps - (stepsDone(state, plan) % checkpointEverySteps);
}

function isCheckpointStep({ plan, options: { checkpointEverySteps } }: OpenTrial, state: TrialProgress): boolean {
  return Boolean(checkpointEverySteps) && stepsDone(state, plan) % checkpointEverySteps! === 0;
}

/** Measures the epoch that was trained and adds it to the history. */
async function validate(run: OpenTrial, state: TrialProgress): Promise<Ending> {
  const { plan, options, validator, trainer } = run;
  const start = options.clock.now();
  const measured = trainer.measured();
  const step = (state.history.length + 1) * plan.stepsPerEpoch;
  const { shouldStop } = options;
  const validation = await validator.evaluate(measured, plan.split.validation, { done: step, shouldStop });
  if (validation === null) return { kind: "stopped", state };
  if (!Number.isFinite(validation.loss)) return { kind: "diverged", state, step };
  const evaluateSeconds = (options.clock.now() - start) / run.engine.together();
  const finished = finishedEpoch(plan, { state, validation, evaluateSeconds });
  const { monitor } = plan.config.training;
  return { kind: "done", state: afterEpoch(state, { finished, measured, answers: validation.answers, monitor }) };
}

/** The only reading of the test set: the best weights on all of it. */
async function testOnce(run: OpenTrial, state: TrialProgress): Promise<Evaluation | null> {
  const { plan, options, engine, evaluatePace } = run;
  const part = plan.dataset.test;
  const evaluator = await openEvaluator(plan, { engine, part, pace: evaluatePace });
  try {
    const every = Int32Array.from({ length: part.count }, (_, index) => index);
    const { shouldStop } = options;
    return await evaluator.evaluate(state.best ?? run.trainer.measured(), every, {
      done: stepsDone(state, plan),
      shouldStop,
    });
  } finally {
    await evaluator.close();
  }
}

/** Ends a trial that was stopped (null, after a checkpoint) or that diverged (a result). */
async function* endEarly(
  run: OpenTrial,
  ending: Exclude<Ending, { kind: "done" }>,
): AsyncGenerator<TrainerEvent, TrialResult | null> {
  if (ending.kind === "stopped") {
    if (run.saved !== ending.state) yield* saveState(run, ending.state);
    return null;
  }
  const result = divergedResult(run, ending);
  yield { kind: "finished", result };
  return result;
}

async function* saveState(run: OpenTrial, state: TrialProgress): AsyncGenerator<TrainerEvent, void> {
  const { plan, options, checkpoints, processors } = run;
  run.savedAt = options.clock.now();
  if (checkpoints === null) return;
  await checkpoints.save({ state: { ...run.trainer.read(), ...state }, processors });
  run.saved = state;
  yield { kind: "checkpoint", step: stepsDone(state, plan) };
}
