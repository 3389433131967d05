/**
 * Tensors on the host: a dtype, a shape and a flat row-major array.
 *
 * `float` is float64 in the reference evaluator and float32 in sessions; `int` is int32; `byte` is uint8 (image pixels);
 * `bool` is 0 or 1 in a Uint8Array.
 */
import { LabError } from "./errors.ts";

/** Element kinds of the training graph. */
export type DType = "float" | "int" | "bool" | "byte";

/** Sizes along each axis; `[]` is a scalar. */
export type Shape = readonly number[];

/** What is known of a value before it is computed. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** Storage of a host tensor. */
export type TensorData = Float64Array | Float32Array | Int32Array | Uint8Array;

/** A host tensor; `data.length` equals the product of `shape`. */
export interface Tensor extends TensorType {
  readonly data: TensorData;
}

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

/** Row-major strides of a shape, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** True when two shapes are equal. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** `[2, 3]` as text. */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Float tensor of float64 storage from nested-free data. Errors: `tensor-size` when the length does not fit the shape. */
export function floatTensor(shape: Shape, data: ArrayLike<number>): Tensor {
  return checked({ dtype: "float", shape, data: Float64Array.from(data) });
}

/** Int tensor. Errors: `tensor-size`. */
export function intTensor(shape: Shape, data: ArrayLike<number>): Tensor {
  return checked({ dtype: "int", shape, data: Int32Array.from(data) });
}

/** Scalar float tensor. */
export function scalar(value: number): Tensor {
  return { dtype: "float", shape: [], data: Float64Array.of(value) };
}

function checked(tensor: Tensor): Tensor {
  const size = sizeOf(tensor.shape);
  if (tensor.data.length !== size) {
    throw new LabError(
      "tensor-size",
      `A tensor of shape ${showShape(tensor.shape)} holds ${size} elements, but ${tensor.data.length} were given.`,
    );
  }
  return tensor;
}

/**
 * Shape of two operands broadcast together as in NumPy and ONNX.
 * Errors: `shapes-do-not-broadcast`.
 */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new LabError("shapes-do-not-broadcast", `Shapes ${showShape(a)} and ${showShape(b)} do not broadcast.`);
    }
    return x === 1 ? y : x;
  });
}

/** Tensor of zeros in the reference storage of its dtype: float64, int32 or bytes. */
export function zeros(dtype: DType, shape: Shape): Tensor {
  const size = sizeOf(shape);
  if (dtype === "float") return { dtype, shape, data: new Float64Array(size) };
  if (dtype === "int") return { dtype, shape, data: new Int32Array(size) };
  return { dtype, shape, data: new Uint8Array(size) };
}
