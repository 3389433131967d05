/**
 * Stretches: S training steps in one run of the loop, fed with everything random that they need.
 *
 * Law: batches, masks and scalars are functions of (seed, epoch, step), so results do not depend on how the steps of an
 * epoch are cut into stretches, nor on where a trial was resumed.
 */
import { createRng } from "../core/rng.ts";
import type { Tensor } from "../core/tensor.ts";
import type { LabelledImages } from "../data/dataset.ts";
import { openSession, type Session } from "../onnx/session.ts";
import { scheduledRate } from "../optimizers/schedule.ts";
import { drawBank, drawRows } from "./dropout.ts";
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
  run(request: StretchRequest): Promise<Stretch>;
  close(): Promise<void>;
}

/** Feeds by input name. */
type Feeds = { readonly [name: string]: Tensor };

/** Opens the training session of a trial. Errors: `device-unavailable`. */
export async function openStretchRunner(plan: TrialPlan, { threads }: { threads: number }): Promise<StretchRunner> {
  const { model, task, rule, config, dataset } = plan;
  const { batchSize, clipGlobalNorm, decaySkipsBiases } = config.training;
  const sizes = { images: dataset.train.count, batchSize, normalization: plan.normalization };
  const { device } = config;
  const graph = buildTrainGraph({ model, task, rule, clipGlobalNorm, decaySkipsBiases, device, ...sizes });
  const session = await openSession(graph.model, { device, threads });
  const data = dataFeeds(dataset.train, model.input);
  let feedsOfEpoch = { epoch: 0, order: new Int32Array(0), banks: {} as Feeds };
  return {
    async run(request) {
      if (feedsOfEpoch.epoch !== request.epoch) feedsOfEpoch = drawEpoch(plan, graph, request.epoch);
      const { order, banks } = feedsOfEpoch;
      const drawn = stepFeeds(plan, graph, { request, order });
      return outcomeOf(session, plan, { ...data, ...banks, ...stateFeeds(plan, request), ...drawn });
    },
    close: () => session.close(),
  };
}

/** The data as every graph takes it. */
export function dataFeeds(
  part: Pick<LabelledImages, "count" | "images" | "labels">,
  shape: readonly [number, number, number],
): { readonly images: Tensor; readonly labels: Tensor } {
  const pixels = shape[0] * shape[1] * shape[2];
  return {
    images: { dtype: "byte", shape: [part.count, pixels], data: part.images },
    labels: { dtype: "int", shape: [part.count], data: Int32Array.from(part.labels) },
  };
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
  { request, order }: { request: StretchRequest; order: Int32Array },
): Feeds {
  const { batchSize } = plan.config.training;
  const { from, steps } = request;
  const index = order.subarray(from * batchSize, (from + steps) * batchSize);
  return {
    index: { dtype: "int", shape: [steps, batchSize], data: index },
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
