/**
 * Element types of weight files, and what they become here: one table for every reader.
 *
 *   F16, BF16, F32 → float32 · F64 → float64 · I8, I16, U16, I32 → int32 · U8 → byte · BOOL → 0 or 1
 *   U32, I64, U64 → int32 where every value fits, else float64, which rounds beyond 2^53
 * Half precision is exact in float32. Source: IEEE 754-2019 binary16; bfloat16 is the upper half of a binary32.
 */
import type { DType, TensorData } from "./tensor.ts";

/** Element types that are read, by their safetensors names. */
export type ElementType = keyof typeof readers;

/** Elements that were read. */
export interface Elements {
  readonly dtype: DType;
  readonly data: TensorData;
}

type Reader = (view: DataView, little: boolean) => Elements;

const float = (data: Float32Array | Float64Array): Elements => ({ dtype: "float", data });
const int = (data: Int32Array): Elements => ({ dtype: "int", data });

const readers = {
  BOOL: (view) => ({ dtype: "bool", data: bytesOf(view).map((value) => Number(value !== 0)) }),
  U8: (view) => ({ dtype: "byte", data: Uint8Array.from(bytesOf(view)) }),
  I8: (view) => int(Int32Array.from({ length: view.byteLength }, (_, i) => view.getInt8(i))),
  I16: (view, little) => int(fill(new Int32Array(view.byteLength / 2), (i) => view.getInt16(2 * i, little))),
  U16: (view, little) => int(fill(new Int32Array(view.byteLength / 2), (i) => view.getUint16(2 * i, little))),
  I32: (view, little) => int(fill(new Int32Array(view.byteLength / 4), (i) => view.getInt32(4 * i, little))),
  U32: (view, little) => narrowed(fill(new Float64Array(view.byteLength / 4), (i) => view.getUint32(4 * i, little))),
  I64: (view, little) =>
    narrowed(fill(new Float64Array(view.byteLength / 8), (i) => Number(view.getBigInt64(8 * i, little)))),
  U64: (view, little) =>
    narrowed(fill(new Float64Array(view.byteLength / 8), (i) => Number(view.getBigUint64(8 * i, little)))),
  F16: (view, little) =>
    float(fill(new Float32Array(view.byteLength / 2), (i) => halfToNumber(view.getUint16(2 * i, little)))),
  BF16: (view, little) => float(fromUpperHalves(view, little)),
  F32: (view, little) => float(floats32(view, little)),
  F64: (view, little) => float(fill(new Float64Array(view.byteLength / 8), (i) => view.getFloat64(8 * i, little))),
} as const satisfies { readonly [name: string]: Reader };

const sizes: { readonly [T in ElementType]: number } = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

/** Names of the element types. */
export const elementTypes = Object.keys(sizes) as readonly ElementType[];

/** Whether a text names an element type. */
export function isElementType(name: unknown): name is ElementType {
  return typeof name === "string" && Object.hasOwn(sizes, name);
}

/** Bytes of one element. */
export function bytesPerElement(type: ElementType): number {
  return sizes[type];
}

/** Elements of `bytes`, whose length must be a multiple of the element's; the result owns its memory. */
export function readElements(bytes: Uint8Array, type: ElementType, { little = true } = {}): Elements {
  return readers[type](new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), little);
}

/**
 * Elements of a shape, or null where the product is beyond the integers that are counted exactly. A zero anywhere makes it
 * zero, whatever stands beside it.
 */
export function safeSizeOf(shape: readonly number[]): number | null {
  if (shape.includes(0)) return 0;
  let size = 1;
  for (const extent of shape) {
    size *= extent;
    if (size > Number.MAX_SAFE_INTEGER / 8) return null;
  }
  return size;
}

function bytesOf({ buffer, byteOffset, byteLength }: DataView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function fill<T extends Float32Array | Float64Array | Int32Array>(target: T, of: (index: number) => number): T {
  for (let i = 0; i < target.length; i++) target[i] = of(i);
  return target;
}

function floats32(view: DataView, little: boolean): Float32Array {
  if (little) return new Float32Array(Uint8Array.from(bytesOf(view)).buffer);
  return fill(new Float32Array(view.byteLength / 4), (i) => view.getFloat32(4 * i, little));
}

function fromUpperHalves(view: DataView, little: boolean): Float32Array {
  const bits = new Uint32Array(view.byteLength / 2);
  for (let i = 0; i < bits.length; i++) bits[i] = view.getUint16(2 * i, little) << 16;
  return new Float32Array(bits.buffer);
}

/** sign · 2^(exponent - 15) · (1 + fraction / 1024), or 2^-14 · fraction / 1024 below the smallest normal number. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
}

/** Whole numbers as int32 where all of them fit. */
function narrowed(values: Float64Array): Elements {
  return values.every((value) => value >= -(2 ** 31) && value < 2 ** 31) ? int(Int32Array.from(values)) : float(values);
}
