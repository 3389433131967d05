/**
 * The tensors of a trial's checkpoint, which keeps parameters and statistics as flat vectors in the order of the model.
 *
 * The vectors say only how long they are. A model of other classes, or of grey images instead of colour, is found by its number
 * of parameters. Of the epoch that validation chose and the last state, the former is read where there is one.
 */
import { LabError } from "../core/errors.ts";
import { sizeOf, type Tensor } from "../core/tensor.ts";
import type { Model } from "../models/model.ts";

/** Whether these are the vectors of a checkpoint. */
export function isFlat(tensors: ReadonlyMap<string, Tensor>): boolean {
  return tensors.get("weights")?.shape.length === 1 && tensors.get("statistics")?.shape.length === 1;
}

/** The tensors by the model's names. Errors: `weights-do-not-fit` where no size of the model has as many numbers. */
export function namedTensors(model: Model, tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const weights = tensors.get("best") ?? tensors.get("weights")!;
  const statistics = (tensors.has("best") ? tensors.get("best-statistics") : undefined) ?? tensors.get("statistics")!;
  const found = candidates(model, weights.data.length).find(
    (candidate) =>
      candidate.parameterCount === weights.data.length && totalOf(candidate.statistics) === statistics.data.length,
  );
  if (found === undefined) {
    throw new LabError(
      "weights-do-not-fit",
      `The checkpoint holds ${weights.data.length} parameters and ${statistics.data.length} running statistics, which is no size of ` +
        `${model.name} (${model.parameterCount} and ${totalOf(model.statistics)}); name the model that was trained.`,
    );
  }
  return new Map([...cut(found.parameters, weights), ...cut(found.statistics, statistics)]);
}

/** The model itself and, for its images and those of the other number of channels, that of as many classes as fit. */
function candidates(model: Model, length: number): readonly Model[] {
  const { fit: resize, input } = model;
  if (resize === undefined) return [model];
  const others = [input[0], input[0] === 1 ? 3 : 1].flatMap((channels) => {
    const size: Model["input"] = [channels, input[1], input[2]];
    const one = resize(size, 1).parameterCount;
    const classes = 1 + (length - one) / (resize(size, 2).parameterCount - one);
    return Number.isInteger(classes) && classes >= 1 ? [resize(size, classes)] : [];
  });
  return [model, ...others];
}

type Named = { readonly name: string; readonly shape: readonly number[] };

function totalOf(specs: readonly Named[]): number {
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function cut(specs: readonly Named[], { data }: Tensor): [string, Tensor][] {
  let offset = 0;
  return specs.map(({ name, shape }) => {
    const begin = offset;
    offset += sizeOf(shape);
    return [name, { dtype: "float", shape, data: data.subarray(begin, offset) }];
  });
}
