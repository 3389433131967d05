/**
 * One training step as a graph, and a stretch of steps as one model: forward, loss, backward, update.
 *
 * Inputs of the loop: state `w` and `slot-n` `[P]` (trained parameters alone, cut as `chunks.ts` says), `statistics` `[S]` where the
 * model has some, and what settings add (`step-update.ts`); data `images`, `labels`, dropout banks, frozen parameters and layer scales, the same
 * in each step; per step the batch `index`, the rule's scalars, the dropout rows and path masks. It returns the state and, per
 * step, `loss` (mean over the batch, penalties and smoothing included), `correct` (a count) and `health` (0 while the sum of the
 * new weights is finite, else NaN, so that one weight that is not finite is noticed in the step that made it).
 */

import { sizeOf } from "../core/tensor.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Graph, Value } from "../graph/graph.ts";
import type { Model } from "../models/model.ts";
import type { Device } from "../onnx/device.ts";
import { lowerLoop } from "../onnx/lower.ts";
import type { Rule } from "../program/rule.ts";
import type { Task } from "../tasks/task.ts";
import { type Chunk, chunkSizeFor, chunksOf } from "./chunks.ts";
import { branchRate, dropPathInput } from "./drop-path.ts";
import { banksOf, type DropoutBank, type DropoutCall } from "./dropout.ts";
import { gradientParts } from "./flat-gradient.ts";
import {
  type BatchSizes,
  batchOf,
  dropoutByRows,
  dropPathByRows,
  logitsOf,
  maskCallsOf,
  trainedInputs,
} from "./forward.ts";
import { type Partition, partitionOf } from "./frozen.ts";
import { smoothLosses } from "./label-smoothing.ts";
import { blend, mixupInputs } from "./mixup.ts";
import {
  applyInput,
  layerScaleInput,
  scalarInputs,
  slotNames,
  stateNames,
  type UpdateSettings,
  updateState,
} from "./step-update.ts";

/** What a training graph is built from. */
export interface TrainGraphSpec extends BatchSizes, UpdateSettings {
  readonly model: Model;
  readonly task: Task;
  readonly rule: Rule;
  readonly labelSmoothing?: number;
  /** Rate of the last residual branch. */
  readonly stochasticDepth?: number;
  /** Names of parameters that do not move. */
  readonly frozen?: ReadonlySet<string>;
  /** Whether normalizations whose scale is frozen go by their running statistics and leave them. */
  readonly freezeStatistics?: boolean;
  readonly device: Device;
  /** Least numbers of a chunk of the update; absent: by device and rule. */
  readonly chunkSize?: number;
}

/** A training graph and what has to be fed to it. */
export interface TrainGraph {
  /** The step, for tests and for reading. */
  readonly body: Graph;
  /** Bytes of the loop's ONNX model. */
  readonly model: Uint8Array;
  /** How the state is cut: `w`, slots and what settings add to them stand under a name for each chunk. */
  readonly chunks: readonly Chunk[];
  readonly calls: readonly DropoutCall[];
  readonly banks: readonly DropoutBank[];
  /** Rates of the residual branches that are left out at times, in order. */
  readonly paths: readonly number[];
}

/** The masks that a graph is fed. */
type Masks = Pick<TrainGraph, "calls" | "banks" | "paths">;

/** Builds the training step and lowers it to a loop. */
export function buildTrainGraph(spec: TrainGraphSpec): TrainGraph {
  const { dropout: calls, branches } = maskCallsOf(spec.model, spec.batchSize);
  const { stochasticDepth = 0 } = spec;
  const paths = branches.map((place) => branchRate(stochasticDepth, place)).filter((rate) => rate > 0);
  const masks = { calls, banks: banksOf(calls), paths };
  const partition = partitionOf(spec.model, spec.frozen ?? new Set());
  const { chunkSize = chunkSizeFor(spec.device, spec.rule) } = spec;
  const chunks = chunksOf(partition.trained, chunkSize);
  const body = buildTrainStep(spec, { ...masks, partition, chunks });
  const { averageStatistics, ...trees } = stateNames;
  const inEach = (name: string): readonly string[] => chunks.map(({ suffix }) => name + suffix);
  const carried = [
    ...["w", ...slotNames(spec.rule), ...Object.values(trees)].flatMap(inEach),
    "statistics",
    averageStatistics,
  ];
  const model = lowerLoop({
    name: "train",
    body,
    carried: carried.filter((name) => body.outputs[name] !== undefined),
    perStep: [
      "index",
      ...Object.values(mixupInputs),
      ...scalarInputs(spec.rule),
      applyInput,
      ...calls.map(({ input }) => input),
      dropPathInput,
    ],
    captured: ["images", "labels", "frozen", ...inEach(layerScaleInput), ...masks.banks.map(({ input }) => input)],
    free: spec.freeImages === true ? ["images", "labels"] : [],
    collected: ["loss", "correct", "health"],
    device: spec.device,
  });
  return { body, model, chunks, ...masks };
}

function buildTrainStep(
  spec: TrainGraphSpec,
  { calls, paths, partition, chunks }: Masks & { readonly partition: Partition; readonly chunks: readonly Chunk[] },
): Graph {
  const { model, task, batchSize, rule, stochasticDepth = 0, labelSmoothing = 0 } = spec;
  const b = createBuilder();
  const { w, views } = trainedInputs(b, model, { partition, chunks });
  const { parameters } = views;
  const { x, labels, mixup } = batchOf(b, model, spec);
  const statistics = new Map(views.statistics);
  const training = {
    dropout: dropoutByRows(b, calls, batchSize),
    dropPath: dropPathByRows(b, paths, { rate: stochasticDepth, batchSize }),
    observes: observing(spec),
    keep: (name: string, value: Value) => void statistics.set(name, value),
  };
  const logits = logitsOf(b, model, { x, views, training });
  const { losses: plain, hits } = task.examples(b, logits, labels);
  const mixed = mixup === null ? plain : blend(b, mixup.values, plain, task.examples(b, logits, mixup.labels).losses);
  const losses = labelSmoothing === 0 ? mixed : smoothLosses(b, mixed, { logits, smoothing: labelSmoothing });
  const loss = addPenalties(b, b.mean(losses, { axes: [0], keepDims: false }), { model, parameters });
  const g = gradientParts(b, loss, { parts: chunks.map(({ leaves }) => leaves), parameters });
  const next = flatStatistics(b, [...statistics.values()]);
  const { weights, state } = updateState(b, { w, g, statistics: next }, { rule, chunks, settings: spec });
  const correct = b.sum(hits, { axes: [0], keepDims: false });
  const sums = weights.map((part) => b.sum(part, { axes: [0], keepDims: false }));
  const health = b.mul(
    sums.reduce((sum, part) => b.add(sum, part)),
    b.scalar(0),
  );
  return b.build({ ...state, ...(next === null ? {} : { statistics: next }), loss, correct, health });
}

/** Which normalizations go by their batch. */
function observing({ frozen, freezeStatistics = false }: TrainGraphSpec): (norm: string) => boolean {
  return (norm) => !(freezeStatistics && frozen?.has(`${norm}.weight`) === true);
}

/** The statistics after the step, one after another in the order of their declaration; null where the model has none. */
function flatStatistics(b: Builder, values: readonly Value[]): Value | null {
  if (values.length === 0) return null;
  const flat = values.map((value) => b.reshape(value, { shape: [sizeOf(value.shape)] }));
  return flat.length === 1 ? flat[0]! : b.concat(flat, { axis: 0 });
}

/** loss + sum over tensors of l2 * sum(w^2) */
function addPenalties(
  b: Builder,
  loss: Value,
  { model, parameters }: { model: Model; parameters: ReadonlyMap<string, Value> },
): Value {
  return model.parameters.reduce((sum, { name, shape, l2 }) => {
    if (l2 === undefined || l2 === 0) return sum;
    const squares = b.sum(b.square(parameters.get(name)!), { axes: shape.map((_, axis) => axis), keepDims: false });
    return b.add(sum, b.mul(b.scalar(l2), squares));
  }, loss);
}
