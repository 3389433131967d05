/**
 * One training step as a graph, and a stretch of steps as one model: forward, loss, backward, update.
 *
 * Inputs of the loop: state `w` and `slot-n` `[P]`, and `statistics` `[S]` where the model has some; data `images`, `labels` and dropout banks, the same in each step; per
 * step the batch `index`, the rule's scalars and the dropout rows. It returns the state and, per step, `loss` (mean over
 * the batch, penalties included), `correct` (a count) and `health` (0 while the sum of the new weights is finite, else NaN,
 * so that one weight that is not finite is noticed in the step that made it).
 */

import { sizeOf } from "../core/tensor.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Graph, Value } from "../graph/graph.ts";
import type { Model } from "../models/model.ts";
import type { Device } from "../onnx/device.ts";
import { lowerLoop } from "../onnx/lower.ts";
import { clipByGlobalNorm } from "../program/program-ops.ts";
import type { Leaf, Rule } from "../program/rule.ts";
import type { Task } from "../tasks/task.ts";
import { banksOf, type DropoutBank, type DropoutCall } from "./dropout.ts";
import { flatGradient } from "./flat-gradient.ts";
import { type BatchSizes, batchOf, dropoutByRows, dropoutCallsOf, logitsOf, variableInputs } from "./forward.ts";
import { blend, mixupInputs } from "./mixup.ts";
import { decayMaskOf, leavesOf } from "./parameters.ts";

/** What a training graph is built from. */
export interface TrainGraphSpec extends BatchSizes {
  readonly model: Model;
  readonly task: Task;
  readonly rule: Rule;
  /** Largest global norm of the gradient, or null for no clipping. */
  readonly clipGlobalNorm: number | null;
  readonly decaySkipsBiases: boolean;
  readonly device: Device;
}

/** A training graph and what has to be fed to it. */
export interface TrainGraph {
  /** The step, for tests and for reading. */
  readonly body: Graph;
  /** Bytes of the loop's ONNX model. */
  readonly model: Uint8Array;
  readonly calls: readonly DropoutCall[];
  readonly banks: readonly DropoutBank[];
}

/** Builds the training step and lowers it to a loop. */
export function buildTrainGraph(spec: TrainGraphSpec): TrainGraph {
  const calls = dropoutCallsOf(spec.model, spec.batchSize);
  const banks = banksOf(calls);
  const body = buildTrainStep(spec, calls);
  const model = lowerLoop({
    name: "train",
    body,
    carried: ["w", ...(spec.model.statistics.length > 0 ? ["statistics"] : []), ...slotNames(spec.rule)],
    perStep: ["index", ...Object.values(mixupInputs), ...scalarInputs(spec.rule), ...calls.map(({ input }) => input)],
    captured: ["images", "labels", ...banks.map(({ input }) => input)],
    free: spec.freeImages === true ? ["images", "labels"] : [],
    collected: ["loss", "correct", "health"],
    device: spec.device,
  });
  return { body, model, calls, banks };
}

/** Names of the state inputs that hold the rule's slots, in order. */
export function slotNames(rule: Rule): readonly string[] {
  return rule.slots.map((_, index) => `slot-${index}`);
}

/** Names of the inputs that hold the rule's scalars, in order. */
export function scalarInputs(rule: Rule): readonly string[] {
  return rule.scalarNames.map((_, index) => `scalar-${index}`);
}

function buildTrainStep(spec: TrainGraphSpec, calls: readonly DropoutCall[]): Graph {
  const { model, task, batchSize } = spec;
  const b = createBuilder();
  const leaves = leavesOf(model);
  const { w, views } = variableInputs(b, model);
  const { parameters } = views;
  const { x, labels, mixup } = batchOf(b, model, spec);
  const statistics = new Map(views.statistics);
  const training = {
    dropout: dropoutByRows(b, calls, batchSize),
    keep: (name: string, value: Value) => void statistics.set(name, value),
  };
  const logits = logitsOf(b, model, { x, views, training });
  const { losses, hits } = task.examples(b, logits, labels);
  const mixed = mixup === null ? losses : blend(b, mixup.values, losses, task.examples(b, logits, mixup.labels).losses);
  const loss = addPenalties(b, b.mean(mixed, { axes: [0], keepDims: false }), { model, parameters });
  const g = flatGradient(b, loss, { leaves, parameters });
  const next = update(b, { w, g, leaves, spec });
  const correct = b.sum(hits, { axes: [0], keepDims: false });
  const health = b.mul(b.sum(next.w, { axes: [0], keepDims: false }), b.scalar(0));
  return b.build({ ...next, ...flatStatistics(b, [...statistics.values()]), loss, correct, health });
}

/** The statistics after the step, one after another in the order of their declaration; none where the model has none. */
function flatStatistics(b: Builder, values: readonly Value[]): { readonly statistics?: Value } {
  if (values.length === 0) return {};
  const flat = values.map((value) => b.reshape(value, { shape: [sizeOf(value.shape)] }));
  return { statistics: flat.length === 1 ? flat[0]! : b.concat(flat, { axis: 0 }) };
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

/** New weights and slots by the rule, under the names of the state. */
function update(
  b: Builder,
  { w, g, leaves, spec }: { w: Value; g: Value; leaves: readonly Leaf[]; spec: TrainGraphSpec },
): { readonly [name: string]: Value; readonly w: Value } {
  const { rule, clipGlobalNorm, decaySkipsBiases, model } = spec;
  const slots = slotNames(rule).map((name) => b.input(name, { dtype: "float", shape: [model.parameterCount] }));
  const scalars = scalarInputs(rule).map((name) => b.input(name, { dtype: "float", shape: [] }));
  const clipped = clipGlobalNorm === null ? g : clipByGlobalNorm(b, g, clipGlobalNorm);
  const mask = decaySkipsBiases ? b.constant(decayMaskOf(leaves)) : undefined;
  const next = rule.apply(b, { w, g: clipped, slots, scalars }, leaves, mask);
  const named = slotNames(rule).map((name, index) => [name, next.slots[index]!] as const);
  return { ...Object.fromEntries(named), w: next.w };
}
