/**
 * The shape of a model's logits for two images, by its forward pass on zeros.
 */
import { floatTensor, sizeOf } from "../../src/core/tensor.ts";
import { eager } from "../../src/graph/eager.ts";
import type { Model } from "../../src/models/model.ts";

/** Shape of the logits of a batch of two; for models without running statistics. */
export function forwardShape(model: Model): readonly number[] {
  const zeros = (shape: readonly number[]) => floatTensor(shape, new Float64Array(sizeOf(shape)));
  const parameters = new Map(model.parameters.map(({ name, shape }) => [name, zeros(shape)]));
  const none = () => {
    throw new Error(`${model.name} has running statistics`);
  };
  const logits = model.forward(eager, zeros([model.input.reduce((product, extent) => product * extent), 2]), {
    batchSize: 2,
    training: false,
    observes: () => false,
    parameter: (name) => parameters.get(name)!,
    statistic: none,
    track: none,
    dropout: (x) => x,
    dropPath: (x) => x,
  });
  return logits.shape;
}
