/**
 * A model's parameters as one flat vector: where each tensor lies, how it starts, and where weight decay acts.
 */
import { createRng } from "../core/rng.ts";
import { floatTensor, sizeOf, type Tensor } from "../core/tensor.ts";
import type { Model, ParameterSpec } from "../models/model.ts";
import type { Leaf } from "../program/rule.ts";

/** What has parameters: a model, or a proxy task. */
export interface Parameterized {
  readonly parameters: readonly ParameterSpec[];
  readonly parameterCount: number;
}

type NamedShape = Pick<ParameterSpec, "name" | "shape">;

/** The leaf table: the model's tensors one after another, in the order of its declaration. */
export function leavesOf({ parameters }: { readonly parameters: readonly NamedShape[] }): readonly Leaf[] {
  let offset = 0;
  return parameters.map(({ name, shape }) => {
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

/** The table of a model's running statistics, as `leavesOf` for its parameters. */
export function statisticLeavesOf({ statistics }: Pick<Model, "statistics">): readonly Leaf[] {
  return leavesOf({ parameters: statistics });
}

/** Running statistics before the first step, `[S]`. */
export function initialStatistics(model: Pick<Model, "statistics">): Float32Array {
  const leaves = statisticLeavesOf(model);
  const values = new Float32Array(leaves.reduce((sum, { size }) => sum + size, 0));
  for (const [i, { offset, size }] of leaves.entries()) {
    values.fill(model.statistics[i]!.initial, offset, offset + size);
  }
  return values;
}

/** Where weight decay acts: everywhere, or not on biases and norms (tensors of rank below 2) and those of `noDecay`. */
export interface DecaySettings {
  readonly decaySkipsBiases: boolean;
  readonly noDecay?: readonly string[];
}

/** Whether weight decay acts on a tensor. Source: timm's `param_groups_weight_decay`. */
export function decays({ decaySkipsBiases, noDecay = [] }: DecaySettings, { name, shape }: NamedShape): boolean {
  return !decaySkipsBiases || (shape.length >= 2 && !noDecay.includes(name));
}

/** 1 where weight decay acts and 0 elsewhere, float `[P]`. */
export function decayMaskOf(leaves: readonly Leaf[], settings: DecaySettings): Tensor {
  const mask = leaves.flatMap((leaf) => new Array<number>(leaf.size).fill(decays(settings, leaf) ? 1 : 0));
  return floatTensor([mask.length], mask);
}

function initialTensor({ name, shape, initializer }: ParameterSpec, seed: number): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  switch (initializer.kind) {
    case "zeros":
      return values;
    case "ones":
      return values.fill(1);
    case "normal": {
      const rng = createRng(seed, "weights", name);
      return values.map(() => initializer.deviation * rng.normal());
    }
    case "uniform":
      return values.map(uniform(name, seed, initializer.limit));
    case "he-uniform":
      return values.map(uniform(name, seed, Math.sqrt(6 / initializer.fanIn)));
    case "glorot-uniform":
      return values.map(uniform(name, seed, Math.sqrt(6 / (initializer.fanIn + initializer.fanOut))));
  }
}

/** Draws from ±limit, a stream for each tensor. */
function uniform(name: string, seed: number, limit: number): () => number {
  const rng = createRng(seed, "weights", name);
  return () => limit * (2 * rng.uniform() - 1);
}
