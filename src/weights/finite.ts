/**
 * Whether the numbers of a tensor are all finite: weights of a run that diverged, or a damaged file, would give NaN for ever.
 */
import type { Tensor, TensorData } from "../core/tensor.ts";

const known = new WeakMap<TensorData, boolean>();

/** False where one is NaN or infinite. Looked at once for each array, which must not change afterwards. */
export function allFinite(data: TensorData): boolean {
  const earlier = known.get(data);
  if (earlier !== undefined) return earlier;
  const found = !(data instanceof Float32Array || data instanceof Float64Array) || data.every(Number.isFinite);
  known.set(data, found);
  return found;
}

/** Names of the tensors that hold NaN or infinite numbers. */
export function namesOfNotFinite(tensors: ReadonlyMap<string, Tensor>): readonly string[] {
  return [...tensors].flatMap(([name, { data }]) => (allFinite(data) ? [] : [name]));
}
