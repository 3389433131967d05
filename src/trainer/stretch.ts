/**
 * Stretches: S training steps in one run of the loop, fed with everything random that they need.
 *
 * Law: batches, augmentation, masks and scalars are functions of (seed, epoch, step), so results do not depend on how the
 * steps of an epoch are cut into stretches, nor on where a trial was resumed.
 */
import { createRng } from "../core/rng.ts";
import { augmentsImages, createAugmenter } from "../data/augment.ts";
import type { Engine, Feeds } from "../engine/engine.ts";
import { scheduledRate } from "../optimizers/schedule.ts";
import { tellsTopFive } from "../tasks/top-five.ts";
import { inChunks } from "./chunks.ts";
import { drawPaths, dropPathInput } from "./drop-path.ts";
import { drawBank, drawRows } from "./dropout.ts";
import { createImageFeed, type ImageFeed } from "./image-feed.ts";
import { layerScales } from "./layer-decay.ts";
import { mixupFeeds } from "./mixup.ts";
import { placeOfTraining } from "./place.ts";
import { stackKey } from "./stack/stackable.ts";
import type { StepState, StretchOutcome } from "./state.ts";
import { type StateReader, stateFeeds, stateReader } from "./state-feeds.ts";
import { applyInput, layerScaleInput, scalarInputs } from "./step-update.ts";
import { buildTrainStep, type TrainStep, trainingLoop } from "./train-graph.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** Steps `from + 1 … from + steps` of an epoch (from 1). */
export interface StretchRequest {
  readonly epoch: number;
  readonly from: number;
  readonly steps: number;
}

/** An outcome, and the first of its steps (0-based within the stretch) whose loss or weights were not finite. */
export interface Stretch extends StretchOutcome {
  readonly diverged: number | null;
}

/** An open training, which holds its state from one stretch to the next. */
export interface StretchRunner extends StateReader {
  /** Most steps that one stretch may have. */
  readonly mostSteps: number;
  /** Sets the state that the next stretch starts from. */
  load(state: StepState): void;
  /** Runs the steps, or, where trials share the call and another wants fewer, the first of them. */
  run(request: StretchRequest): Promise<Stretch>;
  close(): Promise<void>;
}

/** How many times as many images as a stretch has are made ready for the next one, which may be longer by so much. */
const aheadFactor = 4;

/** Opens the training of a trial on an engine. Errors: those of the engine. */
export async function openStretchRunner(
  plan: TrialPlan,
  { engine, chunkSize }: { readonly engine: Engine; readonly chunkSize?: number },
): Promise<StretchRunner> {
  const training = prepareTraining(plan, chunkSize === undefined ? {} : { chunkSize });
  const { step, mostSteps, sharedFeeds } = training;
  const loop = await engine.open({
    loop: trainingLoop(step, { rule: plan.rule, freeImages: training.freeImages }),
    device: plan.config.device,
    kind: `train ${stackKey(plan.config)}`,
    own: scalarInputs(plan.rule),
  });
  return {
    ...stateReader(plan, step, loop.state),
    mostSteps,
    load: (state) => loop.load(stateFeeds(plan, step, state)),
    async run(request) {
      const collected = await loop.run({
        place: placeOfTraining(firstBatch(plan, request) - 1),
        steps: request.steps,
        shared: (steps) => sharedFeeds({ ...request, steps }),
        own: (steps) => scalarFeeds(plan, { ...request, steps }),
      });
      return outcomeOf(collected);
    },
    close: () => loop.close(),
  };
}

/** The training step of a trial, and what stretches of it are fed. */
interface Training {
  readonly step: TrainStep;
  /** Most steps that one stretch may have. */
  readonly mostSteps: number;
  /** Whether the images of a stretch are fed to it alone. */
  readonly freeImages: boolean;
  /** What every trial of one seed and these settings is fed: images, masks, factors of layers, whether the rule steps. */
  sharedFeeds(request: StretchRequest): Promise<Feeds>;
}

/** Builds the step of a trial and makes ready what feeds it. */
function prepareTraining(plan: TrialPlan, { chunkSize }: { readonly chunkSize?: number }): Training {
  const { model, task, rule, config } = plan;
  const { device, training } = config;
  const { layerDecay, batchSize } = training;
  const data = trainingFeed(plan);
  const step = buildTrainStep({
    ...training,
    model,
    task,
    rule,
    frozen: plan.frozen,
    scalesLayers: layerDecay !== undefined,
    images: data.images,
    freeImages: data.free,
    normalization: plan.normalization,
    topFive: tellsTopFive(plan.dataset),
    mixes: config.data.augment?.mixup !== undefined,
    device,
    ...(chunkSize === undefined ? {} : { chunkSize }),
  });
  const leaves = plan.partition.trained;
  const scales: Feeds =
    layerDecay === undefined
      ? {}
      : inChunks(layerScaleInput, layerScales(model, { leaves, decay: layerDecay }), step.chunks);
  let feedsOfEpoch = { epoch: 0, order: new Int32Array(0), banks: {} as Feeds };
  return {
    step,
    mostSteps: data.mostBatches(batchSize),
    freeImages: data.free,
    async sharedFeeds(request) {
      if (feedsOfEpoch.epoch !== request.epoch) feedsOfEpoch = drawEpoch(plan, step, request.epoch);
      const { order, banks } = feedsOfEpoch;
      const [start, end] = [request.from * batchSize, (request.from + request.steps) * batchSize];
      const ahead = Math.min(aheadFactor * request.steps, data.mostBatches(batchSize)) * batchSize;
      const { index, ...images } = await data.feeds(order.subarray(start, end), {
        at: { epoch: request.epoch, position: start },
        next: order.subarray(end, end + ahead),
      });
      return { ...images, ...scales, ...banks, ...stepFeeds(plan, step, { request, index }) };
    },
  };
}

/** The training images as the trial asks for them: augmented on the host where it augments single images. */
function trainingFeed({ dataset: { train, shape }, config, normalization }: TrialPlan): ImageFeed {
  const { augment = {} } = config.data;
  if (!augmentsImages(augment)) return createImageFeed(train, { shape, copied: config.device !== "cpu" });
  const fill = Array.from({ length: shape[0] }, (_, channel) => Math.round(255 * (normalization?.mean[channel] ?? 0)));
  const write = createAugmenter(train, augment, { seed: config.seed, shape, fill: fill.map(asByte) });
  return createImageFeed(train, { shape, write });
}

function asByte(value: number): number {
  return Math.max(0, Math.min(255, value));
}

/** Learning rate of a batch, counted from 1 over the whole run: that of the optimizer's step which it is part of. */
export function rateOfBatch(plan: TrialPlan, batch: number): number {
  const { config, stepsPerEpoch } = plan;
  const { accumulate = 1 } = config.training;
  const totalSteps = optimizerSteps(plan);
  const step = Math.min(totalSteps, optimizerStep(plan, batch));
  const facts = { lr: config.lr, step, totalSteps, stepsPerEpoch: stepsPerEpoch / accumulate };
  return scheduledRate(config.schedule, facts);
}

/** Steps that the optimizer takes in a run that is not stopped early. */
function optimizerSteps({ config, stepsPerEpoch }: TrialPlan): number {
  const { epochs, accumulate = 1 } = config.training;
  return Math.floor((epochs * stepsPerEpoch) / accumulate);
}

/** Number of the optimizer's step, from 1, that a batch is part of. The batches after the last whole step are part of none. */
function optimizerStep({ config }: TrialPlan, batch: number): number {
  return Math.ceil(batch / (config.training.accumulate ?? 1));
}

function drawEpoch(plan: TrialPlan, { banks }: TrainStep, epoch: number) {
  const { seed, training } = plan.config;
  const order = plan.split.train.slice();
  createRng(seed, "batches", epoch).shuffle(order);
  const masks = banks.map((bank) => drawBank(bank, { seed, epoch, batchSize: training.batchSize }));
  return { epoch, order, banks: Object.assign({}, ...masks) as Feeds };
}

function stepFeeds(
  plan: TrialPlan,
  step: TrainStep,
  { request, index }: { request: StretchRequest; index: Int32Array },
): Feeds {
  const { seed, training, data } = plan.config;
  const { batchSize } = training;
  const { epoch, from, steps } = request;
  const alpha = data.augment?.mixup;
  return {
    index: { dtype: "int", shape: [steps, batchSize], data: index },
    ...(alpha === undefined ? {} : mixupFeeds(alpha, { seed, epoch, from, steps, batchSize })),
    ...applyFeeds(plan, request),
    ...dropoutFeeds(plan, step, request),
    ...pathFeeds(plan, step, request),
  };
}

/** Number of the first batch of a stretch, counted from 1 over the whole run. */
function firstBatch({ stepsPerEpoch }: TrialPlan, { epoch, from }: StretchRequest): number {
  return (epoch - 1) * stepsPerEpoch + from + 1;
}

function applyFeeds(plan: TrialPlan, request: StretchRequest): Feeds {
  const { accumulate = 1 } = plan.config.training;
  if (accumulate === 1) return {};
  const first = firstBatch(plan, request);
  const data = Float32Array.from({ length: request.steps }, (_, s) => Number((first + s) % accumulate === 0));
  return { [applyInput]: { dtype: "float", shape: [request.steps], data } };
}

/** The rule's scalars, `[steps]` each: what a trial is fed of its own, besides its state. */
function scalarFeeds(plan: TrialPlan, request: StretchRequest): Feeds {
  const { rule, config } = plan;
  const { steps } = request;
  const names = scalarInputs(rule);
  const columns = names.map(() => new Float32Array(steps));
  const totalSteps = optimizerSteps(plan);
  const first = firstBatch(plan, request);
  for (let s = 0; s < steps; s++) {
    const batch = first + s;
    const facts = { step: optimizerStep(plan, batch), lr: rateOfBatch(plan, batch), peakLr: config.lr, totalSteps };
    const values = rule.hostScalars(facts);
    for (const [i, column] of columns.entries()) column[s] = values[i]!;
  }
  return Object.fromEntries(
    names.map((name, i) => [name, { dtype: "float", shape: [steps], data: columns[i]! }] as const),
  );
}

function pathFeeds({ config }: TrialPlan, { paths }: TrainStep, { epoch, from, steps }: StretchRequest): Feeds {
  if (paths.length === 0) return {};
  const { seed, training } = config;
  return { [dropPathInput]: drawPaths(paths, { seed, epoch, from, steps, batchSize: training.batchSize }) };
}

function dropoutFeeds(
  { config }: TrialPlan,
  { calls, banks }: TrainStep,
  { epoch, from, steps }: StretchRequest,
): Feeds {
  const bankRows = new Map(banks.map(({ rate, rows }) => [rate, rows]));
  const indices = calls.map(({ rows }) => new Int32Array(steps * rows));
  for (let s = 0; s < steps; s++) {
    const rng = createRng(config.seed, "dropout-rows", epoch, from + s);
    for (const [i, { rate, rows }] of calls.entries()) {
      drawRows(rng, bankRows.get(rate)!, indices[i]!.subarray(s * rows, (s + 1) * rows));
    }
  }
  const named = calls.map(
    ({ input, rows }, i) => [input, { dtype: "int", shape: [steps, rows], data: indices[i]! }] as const,
  );
  return Object.fromEntries(named);
}

/** What the results of a call say of one trial. */
function outcomeOf({ loss, correct, top5, health }: Feeds): Stretch {
  const losses = loss!.data as Float32Array;
  const diverged = losses.findIndex((loss, step) => !Number.isFinite(loss) || !Number.isFinite(health!.data[step]!));
  const counts = {
    correct: correct!.data as Float32Array,
    ...(top5 === undefined ? {} : { top5: top5.data as Float32Array }),
  };
  return { losses, ...counts, diverged: diverged < 0 ? null : diverged };
}
