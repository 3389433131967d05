/**
 * One training step as a graph, and how it loops: forward, loss, backward, update.
 *
 * Inputs of the loop: state `w` and `slot-n` `[P]` (trained parameters alone, cut as `chunks.ts` says), `statistics` `[S]` where the
 * model has some, and what settings add (`step-update.ts`); data `images`, `labels`, dropout banks, frozen parameters and layer scales, the same
 * in each step; per step the batch `index`, the rule's scalars, the dropout rows and path masks. It returns the state and, per
 * step, `loss` (mean over the batch, penalties and smoothing included), `correct` and, where asked for, `top5` (counts) and `health` (the
 * sum of the new weights: finite as long as each of them is, so that one that is not is noticed in the step that made it).
 */

import { sizeOf } from "../core/tensor.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Graph, Value } from "../graph/graph.ts";
import type { LoopSpec } from "../graph/loop.ts";
import type { Model } from "../models/model.ts";
import type { Device } from "../onnx/device.ts";
import type { Rule } from "../program/rule.ts";
import type { Task } from "../tasks/task.ts";
import { topFiveHits } from "../tasks/top-five.ts";
import { type BatchPart, batchParts } from "./batch-parts.ts";
import { type Chunk, chunkReachFor, chunkSizeFor, chunksOf } from "./chunks.ts";
import { branchRate, dropPathInput } from "./drop-path.ts";
import { banksOf, type DropoutBank, type DropoutCall } from "./dropout.ts";
import { gradientParts } from "./flat-gradient.ts";
import {
  type BatchSizes,
  batchByParts,
  dropoutByRows,
  dropPathByRows,
  logitsOf,
  maskCallsOf,
  type TrainingPass,
  trainedInputs,
  type VariableViews,
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
  /** Whether `top5`, a count beside `correct`, is returned. */
  readonly topFive?: boolean;
  readonly device: Device;
  /** Most images of a part of the batch; absent: the model's own size. */
  readonly partSize?: number | undefined;
  /** Least numbers of a chunk of the update; absent: by device and rule. */
  readonly chunkSize?: number;
}

/** A training step and what has to be fed to it. */
export interface TrainStep {
  readonly body: Graph;
  /** How the state is cut: `w`, slots and what settings add to them stand under a name for each chunk. */
  readonly chunks: readonly Chunk[];
  readonly calls: readonly DropoutCall[];
  readonly banks: readonly DropoutBank[];
  /** Rates of the residual branches that are left out at times, in order. */
  readonly paths: readonly number[];
}

/** The masks that a graph is fed. */
type Masks = Pick<TrainStep, "calls" | "banks" | "paths">;

/** Builds the training step. */
export function buildTrainStep(spec: TrainGraphSpec): TrainStep {
  const { dropout: calls, branches } = maskCallsOf(spec.model, spec.batchSize);
  const { stochasticDepth = 0 } = spec;
  const paths = branches.map((place) => branchRate(stochasticDepth, place)).filter((rate) => rate > 0);
  const batch = batchParts(spec);
  const masks = { calls, banks: banksOf(calls, batch.length), paths };
  const partition = partitionOf(spec.model, spec.frozen ?? new Set());
  const { chunkSize = chunkSizeFor(spec.device, spec.rule) } = spec;
  const chunks = chunksOf(partition.trained, chunkSize, chunkReachFor(chunkSize, spec));
  return { body: stepBody(spec, { ...masks, batch, partition, chunks }), chunks, ...masks };
}

/** Names of the state that a step carries on, as far as its body has them. */
export function carriedNames({ body, chunks }: Pick<TrainStep, "body" | "chunks">, rule: Rule): readonly string[] {
  const { averageStatistics, ...trees } = stateNames;
  const inEach = (name: string): readonly string[] => chunks.map(({ suffix }) => name + suffix);
  const names = [
    ...["w", ...slotNames(rule), ...Object.values(trees)].flatMap(inEach),
    "statistics",
    averageStatistics,
  ];
  return names.filter((name) => body.outputs[name] !== undefined);
}

/** How the inputs and outputs of a step take part in its loop. */
export function trainingLoop(
  step: TrainStep,
  { rule, freeImages }: Pick<TrainGraphSpec, "rule" | "freeImages">,
): LoopSpec {
  const { body, chunks, calls, banks } = step;
  return {
    name: "train",
    body,
    carried: carriedNames(step, rule),
    perStep: [
      "index",
      ...Object.values(mixupInputs),
      ...scalarInputs(rule),
      applyInput,
      ...calls.map(({ input }) => input),
      dropPathInput,
    ],
    captured: [
      "images",
      "labels",
      "frozen",
      ...chunks.map(({ suffix }) => layerScaleInput + suffix),
      ...banks.flatMap(({ inputs }) => inputs),
    ],
    free: freeImages === true ? ["images", "labels"] : [],
    collected: ["loss", "correct", "top5", "health"].filter((name) => body.outputs[name] !== undefined),
  };
}

/** How a step is put together. */
interface StepParts extends Masks {
  readonly batch: readonly BatchPart[];
  readonly partition: Partition;
  readonly chunks: readonly Chunk[];
}

/** What the way through the network and back gives: shares of the mean loss and its gradient, a vector for each chunk, and counts of right answers. */
interface Pass {
  readonly loss: Value;
  readonly counts: { readonly correct: Value; readonly top5?: Value };
  readonly g: readonly Value[];
}

function addPasses(b: Builder, sum: Pass, pass: Pass): Pass {
  return {
    loss: b.add(sum.loss, pass.loss),
    counts: Object.fromEntries(
      Object.entries(sum.counts).map(([name, value]) => [
        name,
        b.add(value, pass.counts[name as keyof Pass["counts"]]!),
      ]),
    ) as Pass["counts"],
    g: sum.g.map((part, i) => b.add(part, pass.g[i]!)),
  };
}

function stepBody(spec: TrainGraphSpec, parts: StepParts): Graph {
  const { partition, chunks, batch } = parts;
  const b = createBuilder();
  const { w, views } = trainedInputs(b, spec.model, { partition, chunks });
  const statistics = new Map(views.statistics);
  const keep = (name: string, value: Value) => void statistics.set(name, value);
  const feeds = stepFeedsOf(b, spec, parts);
  // one part after another, forward and back, so that what one keeps for its way back is gone before the next
  const passOf = (part: BatchPart): Pass => {
    const { loss, counts } = lossOfPart(b, spec, { part, feeds, views, keep });
    const mean = part.of === 1 ? loss : b.mul(loss, b.scalar(1 / part.of));
    const penalized = part.index === 0 ? addPenalties(b, mean, { ...spec, ...views }) : mean;
    const g = gradientParts(b, penalized, { parts: chunks.map(({ leaves }) => leaves), ...views });
    return { loss: penalized, counts, g };
  };
  const [first, ...rest] = batch;
  const { loss, counts, g } = rest.reduce((sum, part) => addPasses(b, sum, passOf(part)), passOf(first!));
  const next = flatStatistics(b, [...statistics.values()]);
  const { weights, state } = updateState(b, { w, g, statistics: next }, { rule: spec.rule, chunks, settings: spec });
  const sums = weights.map((part) => b.sum(part, { axes: [0], keepDims: false }));
  const health = sums.reduce((sum, part) => b.add(sum, part));
  return b.build({ ...state, ...(next === null ? {} : { statistics: next }), loss, ...counts, health });
}

/** What each part is fed: images and masks. */
function stepFeedsOf(b: Builder, spec: TrainGraphSpec, { calls, banks, paths }: Masks) {
  const { batchSize, stochasticDepth = 0 } = spec;
  return {
    batchOf: batchByParts(b, spec.model, spec),
    dropoutOf: dropoutByRows(b, calls, { banks, batchSize }),
    dropPathOf: dropPathByRows(b, paths, { rate: stochasticDepth, batchSize }),
  };
}

/** What the pass of a part reads, and where it notes statistics. */
interface PartContext {
  readonly part: BatchPart;
  readonly feeds: ReturnType<typeof stepFeedsOf>;
  readonly views: VariableViews;
  readonly keep: TrainingPass["keep"];
}

/** Mean loss over a part of the batch, and how many of its images are told right. */
function lossOfPart(
  b: Builder,
  spec: TrainGraphSpec,
  { part, feeds, views, keep }: PartContext,
): Pick<Pass, "loss" | "counts"> {
  const { model, task, labelSmoothing = 0, topFive = false } = spec;
  const { x, labels, mixup } = feeds.batchOf(part);
  const [dropout, dropPath] = [feeds.dropoutOf(part), feeds.dropPathOf(part)];
  const logits = logitsOf(b, model, { x, views, training: { dropout, dropPath, observes: observing(spec), keep } });
  const { losses: plain, hits } = task.examples(b, logits, labels);
  const mixed = mixup === null ? plain : blend(b, mixup.values, plain, task.examples(b, logits, mixup.labels).losses);
  const losses = labelSmoothing === 0 ? mixed : smoothLosses(b, mixed, { logits, smoothing: labelSmoothing });
  const counted = (values: Value): Value => b.sum(values, { axes: [0], keepDims: false });
  return {
    loss: b.mean(losses, { axes: [0], keepDims: false }),
    counts: { correct: counted(hits), ...(topFive ? { top5: counted(topFiveHits(b, logits, labels)) } : {}) },
  };
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
