/**
 * Parameter tensors that several proxies declare. Every tensor takes part in weight decay: the programs of the search see
 * weights only.
 */
import type { ParameterSpec } from "../../models/model.ts";

/** Glorot weights `[from, to]`, for rows times weights. */
export function matrix(name: string, { from, to }: { readonly from: number; readonly to: number }): ParameterSpec {
  return { name, shape: [from, to], initializer: { kind: "glorot-uniform", fanIn: from, fanOut: to } };
}

/** Glorot weights `[to, from]`, for weights times columns. */
export function columnMatrix(
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
): ParameterSpec {
  return { name, shape: [to, from], initializer: { kind: "glorot-uniform", fanIn: from, fanOut: to } };
}

/** Zeros `[size]`. */
export function bias(name: string, size: number): ParameterSpec {
  return { name, shape: [size], initializer: { kind: "zeros" } };
}

/** Ones `[size]`. */
export function gain(name: string, size: number): ParameterSpec {
  return { name, shape: [size], initializer: { kind: "ones" } };
}
