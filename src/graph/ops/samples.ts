/** Sample tensors of the ops: fixed, without ties, spread evenly over a range. */
import { floatTensor, type Shape, sizeOf, type Tensor } from "../../core/tensor.ts";

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Float tensor whose elements are distinct and lie strictly between `low` and `high`, in scrambled order. */
export function spread(shape: Shape, low = -2, high = 2): Tensor {
  return floatTensor(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => low + (high - low) * (((i + 1.3) * GOLDEN) % 1)),
  );
}

/** Bool tensor from zeros and ones. */
export function boolTensor(shape: Shape, data: readonly number[]): Tensor {
  return { dtype: "bool", shape, data: Uint8Array.from(data) };
}
