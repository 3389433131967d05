/** Lowering of elementwise ops: each is one or two operations of a map. */
import { type DType, type Shape, sizeOf, stridesOf } from "../core/tensor.ts";
import type { Value } from "../graph/graph.ts";
import { broadcastStrides } from "../graph/ops/axes.ts";
import {
  addLaneOp,
  type LaneOperand,
  type LocatedValue,
  type Lowering,
  locationOf,
  stored,
  type Viewed,
} from "./lowering.ts";
import { elementBytes } from "./map-step.ts";
import { joinAxes } from "./strides.ts";

/** Puts a value's location, computed from those of its inputs. */
export type OpLowering = (lowering: Lowering, value: Value) => LocatedValue;

/** An op of one operand that is one operation. */
export function unary(name: string): OpLowering {
  return (lowering, value) => lanes(lowering, value, { name: `U_${name}` });
}

/** An op of two operands; whole numbers have an operation of their own. */
export function binary(name: string): OpLowering {
  return (lowering, value) => {
    const kind = value.inputs[0]!.dtype === "int" ? "B_INT_" : "B_";
    return lanes(lowering, value, { name: kind + name, numbers: true });
  };
}

/** min(max(x, min), max): the bounds are words of the operation. */
export const clip: OpLowering = (lowering, value) => {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = value.attrs as {
    min?: number;
    max?: number;
  };
  return lanes(lowering, value, { name: "U_CLIP", words: [floatBits(min), 0, floatBits(max), 0] });
};

/** Chooses element by element. */
export const where: OpLowering = (lowering, value) => lanes(lowering, value, { name: "T_WHERE" });

/** Changes of dtype; registers hold a bool as 0 or 1 and a byte as 0 to 255. */
export const cast: OpLowering = (lowering, value) => {
  const [x] = value.inputs;
  return castSteps[x!.dtype][value.dtype].reduce<LocatedValue>(
    (location, name, i) =>
      addLaneOp(lowering, {
        code: lowering.kernels.code(`U_${name}`),
        dtype: i === 0 && value.dtype === "byte" && x!.dtype === "float" ? "int" : value.dtype,
        count: sizeOf(value.shape),
        operands: [{ location, dtype: location.kind === "register" ? location.dtype : x!.dtype, as: "elements" }],
      }),
    locationOf(lowering, x!),
  );
};

const castSteps: { readonly [From in DType]: { readonly [To in DType]: readonly string[] } } = {
  float: { float: [], int: ["FLOAT_TO_INT"], bool: ["FLOAT_TO_BOOL"], byte: ["FLOAT_TO_INT", "INT_TO_BYTE"] },
  int: { float: ["INT_TO_FLOAT"], int: [], bool: ["INT_TO_BOOL"], byte: ["INT_TO_BYTE"] },
  bool: { float: ["INT_TO_FLOAT"], int: ["COPY"], bool: [], byte: ["COPY"] },
  byte: { float: ["INT_TO_FLOAT"], int: ["COPY"], bool: ["INT_TO_BOOL"], byte: [] },
};

/** A value repeated or cut: read as a view by maps, copied for others. Strides in bytes, from `offset` bytes on. */
export function viewOf(
  lowering: Lowering,
  x: Value,
  { shape, strides, offset = 0 }: { shape: Shape; strides: readonly number[]; offset?: number },
): Viewed {
  const { place, ready } = stored(lowering, locationOf(lowering, x));
  const source = { kind: "stored", place: { ...place, offset: place.offset + offset }, ready } as const;
  return {
    kind: "view",
    source,
    view: joinAxes(shape, strides),
    dtype: x.dtype,
    count: sizeOf(shape),
    copied: undefined,
  };
}

/** Strides in bytes that read a value as if it were broadcast. */
export function bytesOfBroadcast(x: Value, shape: Shape): readonly number[] {
  return broadcastStrides(x.shape, shape).map((stride) => stride * elementBytes(x.dtype));
}

/** Strides of a value in bytes. */
export function byteStrides({ shape, dtype }: Pick<Value, "shape" | "dtype">): readonly number[] {
  return stridesOf(shape).map((stride) => stride * elementBytes(dtype));
}

function lanes(
  lowering: Lowering,
  value: Value,
  { name, numbers = false, words }: { name: string; numbers?: boolean; words?: readonly number[] },
): LocatedValue {
  const operands = value.inputs.map((x) => laneOperand(lowering, x, { shape: value.shape, numbers }));
  const form = numbers ? operands.findIndex(({ as }) => as === "number") : -1;
  return addLaneOp(lowering, {
    code: lowering.kernels.code(name) + (form < 0 ? 0 : 2 - form),
    dtype: value.dtype,
    count: sizeOf(value.shape),
    operands,
    ...(words && { words }),
  });
}

function laneOperand(
  lowering: Lowering,
  x: Value,
  { shape, numbers }: { shape: Shape; numbers: boolean },
): LaneOperand {
  const count = sizeOf(shape);
  const location = locationOf(lowering, x);
  if (sizeOf(x.shape) === count) return { location, dtype: x.dtype, as: "elements" };
  if (numbers && sizeOf(x.shape) === 1) return { location, dtype: x.dtype, as: "number" };
  const view = viewOf(lowering, x, { shape, strides: bytesOfBroadcast(x, shape) });
  return { location: view, dtype: x.dtype, as: "elements" };
}

function floatBits(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0]!;
}
