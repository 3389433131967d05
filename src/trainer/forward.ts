/**
 * What training and evaluation share of the graph: images from bytes, parameters from the flat vector, the model's logits.
 */
import { InternalError } from "../core/errors.ts";
import { sizeOf } from "../core/tensor.ts";
import type { Normalization } from "../data/normalize.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Value } from "../graph/graph.ts";
import type { BranchPlace, Model } from "../models/model.ts";
import { modelInput } from "../models/model-input.ts";
import type { Leaf } from "../program/rule.ts";
import { type BatchPart, wholeBatch } from "./batch-parts.ts";
import type { Chunk } from "./chunks.ts";
import { branchRate, dropPathInput } from "./drop-path.ts";
import type { DropoutBank, DropoutCall } from "./dropout.ts";
import type { Partition } from "./frozen.ts";
import { blend, type MixupValues, mixupValues } from "./mixup.ts";
import { leavesOf, statisticLeavesOf } from "./parameters.ts";

/** Sizes that the graphs of a trial are built for. `images`: how many the data inputs hold. */
export interface BatchSizes {
  readonly images: number;
  readonly batchSize: number;
  /** Mean and deviation of each channel; null or absent: images stay in 0 … 1. */
  readonly normalization?: Normalization | null;
  /** Whether the number of images differs from run to run; `images` is then only a form. */
  readonly freeImages?: boolean;
  /** Whether images are blended, by the inputs of `mixupInputs`. */
  readonly mixes?: boolean;
}

/** Inputs of every graph: `images` byte `[images, pixels]`, `labels` int `[images]`, `index` int `[batch]`. */
export interface BatchValues {
  /** float `[pixels, batch]`, in 0 … 1 or normalized */
  readonly x: Value;
  /** int `[batch]` */
  readonly labels: Value;
  /** What each image is blended with, where images are. */
  readonly mixup: { readonly values: MixupValues; readonly labels: Value } | null;
}

/** The batch that `index` names, part by part, scaled or normalized and turned batch last. A batch that mixes has one part. */
export function batchByParts(b: Builder, model: Model, sizes: BatchSizes): (part: BatchPart) => BatchValues {
  const { images, batchSize, normalization = null, mixes = false } = sizes;
  const bytes = b.input("images", { dtype: "byte", shape: [images, sizeOf(model.input)] });
  const classes = b.input("labels", { dtype: "int", shape: [images] });
  const all = b.input("index", { dtype: "int", shape: [batchSize] });
  const values = mixes ? mixupValues(b, batchSize) : null;
  return ({ of, start, size }) => {
    const index = of === 1 ? all : b.slice(all, { axis: 0, start, end: start + size });
    const rows = b.cast(b.gather(bytes, index, { axis: 0 }), { to: "float" });
    const labels = b.gather(classes, index, { axis: 0 });
    const blended = values === null ? rows : blend(b, values, rows, b.gather(rows, values.partner, { axis: 0 }));
    const turned = b.transpose(blended, { perm: [1, 0] });
    const x = modelInput(b, turned, { input: model.input, unit: 255, normalization });
    const mixup = values === null ? null : { values, labels: b.gather(labels, values.partner, { axis: 0 }) };
    return { x, labels, mixup };
  };
}

/** The whole batch that `index` names. */
export function batchOf(b: Builder, model: Model, sizes: BatchSizes): BatchValues {
  return batchByParts(b, model, sizes)(wholeBatch(sizes.batchSize));
}

/** Each tensor as a view of the flat vector that holds them, by name. */
export function viewsOf(b: Builder, flat: Value, leaves: readonly Leaf[]): ReadonlyMap<string, Value> {
  return new Map(
    leaves.map(({ name, shape, offset, size }) => {
      const part = b.slice(flat, { axis: 0, start: offset, end: offset + size });
      return [name, b.reshape(part, { shape })];
    }),
  );
}

/** Parameters and running statistics of a model in a graph, by name. */
export interface VariableViews {
  readonly parameters: ReadonlyMap<string, Value>;
  readonly statistics: ReadonlyMap<string, Value>;
}

/** The model's variables as inputs of a graph: `w` `[P]`, and `statistics` `[S]` where the model has some. */
export function variableInputs(b: Builder, model: Model): { readonly w: Value; readonly views: VariableViews } {
  const w = b.input("w", { dtype: "float", shape: [model.parameterCount] });
  return { w, views: { parameters: viewsOf(b, w, leavesOf(model)), statistics: statisticViews(b, model) } };
}

/**
 * The same for training, with the trained parameters in `w`, an input for each chunk, and the others, where there are some, in
 * `frozen`. `statistics` is null where the model has none.
 */
export function trainedInputs(
  b: Builder,
  model: Model,
  { partition: { frozen, frozenCount }, chunks }: { readonly partition: Partition; readonly chunks: readonly Chunk[] },
) {
  const w = chunks.map(({ suffix, size }) => b.input(`w${suffix}`, { dtype: "float", shape: [size] }));
  const fixed = frozen.length === 0 ? null : b.input("frozen", { dtype: "float", shape: [frozenCount] });
  const parameters = new Map([
    ...chunks.flatMap(({ leaves }, i) => [...viewsOf(b, w[i]!, leaves)]),
    ...(fixed === null ? [] : viewsOf(b, fixed, frozen)),
  ]);
  return { w, views: { parameters, statistics: statisticViews(b, model) } };
}

function statisticViews(b: Builder, model: Model): ReadonlyMap<string, Value> {
  const leaves = statisticLeavesOf(model);
  if (leaves.length === 0) return new Map();
  const shape = [leaves.reduce((sum, { size }) => sum + size, 0)];
  return viewsOf(b, b.input("statistics", { dtype: "float", shape }), leaves);
}

/** What training adds to a forward pass. */
export interface TrainingPass {
  readonly dropout: DropoutApplication;
  readonly dropPath: PathApplication;
  /** Whether a normalization goes by its batch. */
  readonly observes: (norm: string) => boolean;
  /** Takes note of a statistic's next value. */
  readonly keep: (name: string, next: Value) => void;
}

/** Logits `[classes, batch]`. Without `training`, dropout does nothing and statistics stand still. */
export function logitsOf(
  b: Builder,
  model: Model,
  { x, views, training }: { x: Value; views: VariableViews; training?: TrainingPass },
): Value {
  const known = (kind: keyof VariableViews, name: string): Value => {
    const found = views[kind].get(name);
    if (found !== undefined) return found;
    throw new InternalError(`model ${model.name} asks for "${name}", which is none of its ${kind}`);
  };
  return model.forward(b, x, {
    batchSize: x.shape[1]!,
    training: training !== undefined,
    observes: (norm) => training?.observes(norm) ?? false,
    parameter: (name) => known("parameters", name),
    statistic: (name) => known("statistics", name),
    track: (name, observed, momentum) => {
      const before = b.mul(b.scalar(1 - momentum), known("statistics", name));
      training?.keep(name, b.add(before, b.mul(b.scalar(momentum), observed)));
    },
    dropout: (activation, rate) =>
      training === undefined || rate === 0 ? activation : training.dropout(activation, rate),
    dropPath: (branch, place) => (training === undefined ? branch : training.dropPath(branch, place)),
  });
}

/** Applies dropout at a rate to an activation with the batch innermost. */
export type DropoutApplication = (activation: Value, rate: number) => Value;

/** Applies stochastic depth to a residual branch. */
export type PathApplication = (branch: Value, place: BranchPlace) => Value;

/** What masks a model's forward pass asks for, in order. */
export interface MaskCalls {
  readonly dropout: readonly DropoutCall[];
  /** Places of residual branches. */
  readonly branches: readonly BranchPlace[];
}

/** The masks that a model asks for, found by a forward pass on a graph that is thrown away. */
export function maskCallsOf(model: Model, batchSize: number): MaskCalls {
  const b = createBuilder();
  const calls: DropoutCall[] = [];
  const branches: BranchPlace[] = [];
  const { x } = batchOf(b, model, { images: 1, batchSize });
  const { views } = variableInputs(b, model);
  const note: DropoutApplication = (activation, rate) => {
    calls.push({ input: `dropout-rows-${calls.length}`, rate, rows: sizeOf(activation.shape) / batchSize });
    return activation;
  };
  const dropPath: PathApplication = (branch, place) => {
    branches.push(place);
    return branch;
  };
  logitsOf(b, model, { x, views, training: { dropout: note, dropPath, observes: () => true, keep: () => {} } });
  return { dropout: calls, branches };
}

/** Dropout by rows of banks, for each part: the n-th use gathers the rows that input n names, and multiplies by them. */
export function dropoutByRows(
  b: Builder,
  calls: readonly DropoutCall[],
  { banks, batchSize }: { readonly banks: readonly DropoutBank[]; readonly batchSize: number },
): (part: BatchPart) => DropoutApplication {
  const masks = new Map(
    banks.map(({ inputs, rate, rows }) => {
      const shape = [rows, batchSize / inputs.length];
      return [rate, inputs.map((input) => b.input(input, { dtype: "float", shape }))];
    }),
  );
  const named = calls.map(({ input, rows, rate }) => ({ rate, rows: b.input(input, { dtype: "int", shape: [rows] }) }));
  return ({ index }) => {
    const waiting = [...named];
    return (activation, rate) => {
      const call = waiting.shift();
      const bank = masks.get(rate)?.[index];
      if (call?.rate !== rate || bank === undefined)
        throw new InternalError("a model's calls of dropout changed between passes");
      const rows = b.gather(bank, call.rows, { axis: 0 }); // [rows, part]
      return b.mul(activation, b.reshape(rows, { shape: activation.shape }));
    };
  };
}

/** Stochastic depth by masks that are fed, for each part: the n-th branch with a rate above 0 is multiplied by row n. */
export function dropPathByRows(
  b: Builder,
  rates: readonly number[],
  { rate, batchSize }: { readonly rate: number; readonly batchSize: number },
): (part: BatchPart) => PathApplication {
  if (rates.length === 0) return () => (branch) => branch;
  const masks = b.input(dropPathInput, { dtype: "float", shape: [rates.length, batchSize] });
  return ({ of, start, size }) =>
    pathsByMasks(b, of === 1 ? masks : b.slice(masks, { axis: 1, start, end: start + size }), rate);
}

function pathsByMasks(b: Builder, masks: Value, rate: number): PathApplication {
  const batchSize = masks.shape[1]!;
  let row = 0;
  return (branch, place) => {
    if (branchRate(rate, place) === 0) return branch;
    const mask = b.slice(masks, { axis: 0, start: row, end: row + 1 }); // [1, batch]
    row++;
    if (place.batch === "last") return b.mul(branch, b.reshape(mask, { shape: [batchSize] }));
    if (place.batch === "middle") return b.mul(branch, b.reshape(mask, { shape: [batchSize, 1] }));
    const rows = b.reshape(branch, { shape: [batchSize, sizeOf(branch.shape) / batchSize] });
    return b.reshape(b.mul(rows, b.reshape(mask, { shape: [batchSize, 1] })), { shape: branch.shape });
  };
}
