/** Numbers in all parameters of a model. */
import { sizeOf } from "../core/tensor.ts";
import type { ParameterSpec } from "./model.ts";

/** The sum of the tensors' sizes. */
export function countParameters(parameters: readonly ParameterSpec[]): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
