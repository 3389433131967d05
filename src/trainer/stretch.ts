/**
 * Stretches: S training steps in one run of the loop, fed with everything random that they need.
 *
 * Law: batches, augmentation, masks and scalars are functions of (seed, epoch, step), so results do not depend on how the
 * steps of an epoch are cut into stretches, nor on where a trial was resumed.
 */
import { createRng } from "../core/rng.ts";
import type { Tensor } from "../core/tensor.ts";
import { augmentsImages, createAugmenter } from "../data/augment.ts";
import { openSession, type Session } from "../onnx/session.ts";
import { scheduledRate } from "../optimizers/schedule.ts";
import { drawBank, drawRows } from "./dropout.ts";
import { createImageFeed, type ImageFeed } from "./image-feed.ts";
import { mixupFeeds } from "./mixup.ts";
import type { StretchOutcome, Variables } from "./state.ts";
import { buildTrainGraph, scalarInputs, slotNames, type TrainGraph } from "./train-graph.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** Steps `from + 1 … from + steps` of an epoch (from 1), starting at a state of the rule. */
export interface StretchRequest extends Variables {
  readonly epoch: number;
  readonly from: number;
  readonly steps: number;
  readonly slots: readonly Float32Array[];
}

/** An outcome, and the first of its steps (0-based within the stretch) whose loss or weights were not finite. */
export interface Stretch extends StretchOutcome {
  readonly diverged: number | null;
}

/** An open training session. */
export interface StretchRunner {
  /** Most steps that one stretch may have. */
  readonly mostSteps: number;
  run(request: StretchRequest): Promise<Stretch>;
  close(): Promise<void>;
}

/** Feeds by input name. */
type Feeds = { readonly [name: string]: Tensor };

/** How many times as many images as a stretch has are made ready for the next one, which may be longer by so much. */
const aheadFactor = 4;

/** Opens the training session of a trial. Errors: `device-unavailable`. */
export async function openStretchRunner(plan: TrialPlan, { threads }: { threads: number }): Promise<StretchRunner> {
  const { model, task, rule, config } = plan;
  const { batchSize, clipGlobalNorm, decaySkipsBiases } = config.training;
  const data = trainingFeed(plan);
  const images = { images: data.images, freeImages: data.free, normalization: plan.normalization };
  const sizes = { ...images, batchSize, mixes: config.data.augment?.mixup !== undefined };
  const { device } = config;
  const graph = buildTrainGraph({ model, task, rule, clipGlobalNorm, decaySkipsBiases, device, ...sizes });
  const session = await openSession(graph.model, { device, threads });
  let feedsOfEpoch = { epoch: 0, order: new Int32Array(0), banks: {} as Feeds };
  return {
    mostSteps: data.mostBatches(batchSize),
    async run(request) {
      if (feedsOfEpoch.epoch !== request.epoch) feedsOfEpoch = drawEpoch(plan, graph, request.epoch);
      const { order, banks } = feedsOfEpoch;
      const [start, end] = [request.from * batchSize, (request.from + request.steps) * batchSize];
      const ahead = Math.min(aheadFactor * request.steps, data.mostBatches(batchSize)) * batchSize;
      const { index, ...images } = await data.feeds(order.subarray(start, end), {
        at: { epoch: request.epoch, position: start },
        next: order.subarray(end, end + ahead),
      });
      const drawn = stepFeeds(plan, graph, { request, index });
      return outcomeOf(session, plan, { ...images, ...banks, ...stateFeeds(plan, request), ...drawn });
    },
    close: () => session.close(),
  };
}

/** The training images as the trial asks for them: augmented on the host where it augments single images. */
function trainingFeed({ dataset: { train, shape }, config, normalization }: TrialPlan): ImageFeed {
  const { augment = {} } = config.data;
  if (!augmentsImages(augment)) return createImageFeed(train, { shape });
  const fill = Array.from({ length: shape[0] }, (_, channel) => Math.round(255 * (normalization?.mean[channel] ?? 0)));
  const write = createAugmenter(train, augment, { seed: config.seed, shape, fill: fill.map(asByte) });
  return createImageFeed(train, { shape, write });
}

function asByte(value: number): number {
  return Math.max(0, Math.min(255, value));
}

/** Learning rate of a step, counted from 1 over the whole run. */
export function rateAt({ config, stepsPerEpoch }: TrialPlan, step: number): number {
  const totalSteps = config.training.epochs * stepsPerEpoch;
  return scheduledRate(config.schedule, { lr: config.lr, step, totalSteps, stepsPerEpoch });
}

function drawEpoch(plan: TrialPlan, { banks }: TrainGraph, epoch: number) {
  const { seed, training } = plan.config;
  const order = plan.split.train.slice();
  createRng(seed, "batches", epoch).shuffle(order);
  const masks = banks.map(
    (bank) => [bank.input, drawBank(bank, { seed, epoch, batchSize: training.batchSize })] as const,
  );
  return { epoch, order, banks: Object.fromEntries(masks) };
}

/** What a model computes with, as every graph takes it. */
export function variableFeeds({ weights, statistics }: Variables): Feeds {
  return { w: flat(weights), ...(statistics.length === 0 ? {} : { statistics: flat(statistics) }) };
}

function flat(data: Float32Array): Tensor {
  return { dtype: "float", shape: [data.length], data };
}

function stateFeeds({ rule }: TrialPlan, { slots, ...variables }: StretchRequest): Feeds {
  return {
    ...variableFeeds(variables),
    ...Object.fromEntries(slotNames(rule).map((name, index) => [name, flat(slots[index]!)])),
  };
}

function stepFeeds(
  plan: TrialPlan,
  graph: TrainGraph,
  { request, index }: { request: StretchRequest; index: Int32Array },
): Feeds {
  const { seed, training, data } = plan.config;
  const { batchSize } = training;
  const { epoch, from, steps } = request;
  const alpha = data.augment?.mixup;
  return {
    index: { dtype: "int", shape: [steps, batchSize], data: index },
    ...(alpha === undefined ? {} : mixupFeeds(alpha, { seed, epoch, from, steps, batchSize })),
    ...scalarFeeds(plan, request),
    ...dropoutFeeds(plan, graph, request),
  };
}

function scalarFeeds(plan: TrialPlan, { epoch, from, steps }: StretchRequest): Feeds {
  const { rule, config, stepsPerEpoch } = plan;
  const columns = scalarInputs(rule).map(() => new Float32Array(steps));
  for (let s = 0; s < steps; s++) {
    const step = (epoch - 1) * stepsPerEpoch + from + s + 1;
    const values = rule.hostScalars({ step, lr: rateAt(plan, step), peakLr: config.lr });
    for (const [i, column] of columns.entries()) column[s] = values[i]!;
  }
  const named = scalarInputs(rule).map(
    (name, i) => [name, { dtype: "float", shape: [steps], data: columns[i]! }] as const,
  );
  return Object.fromEntries(named);
}

function dropoutFeeds(
  { config }: TrialPlan,
  { calls, banks }: TrainGraph,
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

async function outcomeOf(session: Session, { rule }: TrialPlan, feeds: Feeds): Promise<Stretch> {
  const results = await session.run(feeds);
  const floats = (name: string): Float32Array => results[name]!.data as Float32Array;
  const losses = floats("loss");
  const health = floats("health");
  const diverged = losses.findIndex((loss, step) => !Number.isFinite(loss) || !Number.isFinite(health[step]!));
  return {
    weights: floats("w"),
    statistics: results.statistics === undefined ? new Float32Array(0) : floats("statistics"),
    slots: slotNames(rule).map(floats),
    losses,
    correct: floats("correct"),
    diverged: diverged < 0 ? null : diverged,
  };
}
