/** What members of the family share when they train networks, and the shape of a parameter tensor as theirs. */
import type { Leaf } from "../program/rule.ts";
import { matrixOf } from "../program/tensor-functions.ts";
import { type BoundK, bindK, type KFunction, type KParameter, type KShape } from "./k-function.ts";

/** Momenta of networks are small: the default rounds what lies below a thousandth. */
export const momentumScale: { readonly e: KParameter } = {
  e: { kind: "number", about: "scale of the momentum", default: 1e-3, min: 0, minOpen: true },
};

/** Where K counts coordinates, training counts a share of each tensor. */
export const shareOfTensor: KParameter = {
  kind: "number",
  about: "share of each tensor's elements",
  default: 0.1,
  min: 0,
  minOpen: true,
  max: 1,
};

/** A parameter tensor as what a K is bound to: a matrix [first axis, all others]; a vector is a column. */
export function shapeOf(leaf: Pick<Leaf, "shape" | "size">): Required<KShape> {
  return { size: leaf.size, ...matrixOf(leaf) };
}

/** Hyperparameters of a K that trains: those of its form, or its own. */
export function trainingHyperparameters(k: KFunction): { readonly [name: string]: KParameter } {
  return k.training?.hyperparameters ?? k.parameters;
}

/** The K that acts on one parameter tensor. */
export function kOfTensor(
  k: KFunction,
  hyperparameters: { readonly [name: string]: number },
  leaf: Pick<Leaf, "shape" | "size">,
): BoundK {
  const shape = shapeOf(leaf);
  return bindK(k, k.training?.values?.(hyperparameters, shape) ?? hyperparameters, shape);
}
