/**
 * A model's parameters as one flat vector: where each tensor lies, how it starts, and where weight decay acts.
 */
import { createRng } from "../core/rng.ts";
import { floatTensor, sizeOf, type Tensor } from "../core/tensor.ts";
import type { ParameterSpec } from "../models/model.ts";
import type { Leaf } from "../program/rule.ts";

/** What has parameters: a model, or a proxy task. */
export interface Parameterized {
  readonly parameters: readonly ParameterSpec[];
  readonly parameterCount: number;
}

/** The leaf table: the model's tensors one after another, in the order of its declaration. */
export function leavesOf(model: Pick<Parameterized, "parameters">): readonly Leaf[] {
  let offset = 0;
  return model.parameters.map(({ name, shape }) => {
    const leaf = { name, shape, offset, size: sizeOf(shape) };
    offset += leaf.size;
    return leaf;
  });
}

/** Starting weights `[P]`, a function of the model and the seed alone (law 3). */
export function initialWeights(model: Parameterized, seed: number): Float32Array {
  const weights = new Float32Array(model.parameterCount);
  for (const [index, leaf] of leavesOf(model).entries()) {
    weights.set(initialTensor(model.parameters[index]!, seed), leaf.offset);
  }
  return weights;
}

/** 1 where weight decay acts and 0 on biases and norms, the tensors of rank below 2; float `[P]`. */
export function decayMaskOf(leaves: readonly Leaf[]): Tensor {
  const mask = leaves.flatMap(({ shape, size }) => new Array<number>(size).fill(shape.length < 2 ? 0 : 1));
  return floatTensor([mask.length], mask);
}

function initialTensor({ name, shape, initializer }: ParameterSpec, seed: number): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  switch (initializer.kind) {
    case "zeros":
      return values;
    case "ones":
      return values.fill(1);
    case "glorot-uniform": {
      const limit = Math.sqrt(6 / (initializer.fanIn + initializer.fanOut));
      const rng = createRng(seed, "weights", name);
      return values.map(() => limit * (2 * rng.uniform() - 1));
    }
  }
}
