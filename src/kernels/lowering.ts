/**
 * Lowering: a graph becomes steps in order, each step an instruction of the kernel machine.
 *
 * Elementwise nodes join a map that already stands at or after everything they read, if there is one over as many elements;
 * so a chain becomes one pass. Reshapes and contiguous slices are places in memory that exists, and cost nothing.
 */
import { InternalError } from "../core/errors.ts";
import { type DType, sizeOf, type TensorType } from "../core/tensor.ts";
import type { Value } from "../graph/graph.ts";
import {
  appendOp,
  elementBytes,
  type LaneOp,
  type MapOperand,
  type MapStep,
  newMap,
  type Register,
} from "./map-step.ts";
import { type MemoryPlace, newBuffer } from "./memory.ts";
import type { Kernels } from "./module.ts";
import type { View } from "./strides.ts";

/** A step that is one instruction. `words` get the addresses of the places when all have one. */
export interface CallStep {
  readonly kind: "call";
  readonly reads: readonly MemoryPlace[];
  readonly writes: readonly MemoryPlace[];
  readonly words: (address: (place: MemoryPlace) => number) => readonly number[];
}

/** One step of a plan. */
export type PlanStep = MapStep | CallStep;

/** In memory after the step at position `ready`; -1: from the start. */
export interface Stored {
  readonly kind: "stored";
  readonly place: MemoryPlace;
  readonly ready: number;
}

/** Elements of a source in another order or repeated; maps read them as they are, others have them copied once. */
export interface Viewed {
  readonly kind: "view";
  readonly source: Register | Stored;
  readonly view: View;
  readonly dtype: DType;
  readonly count: number;
  copied: Register | undefined;
}

/** Where a value is. */
export type LocatedValue = Register | Stored | Viewed;

/** What a plan keeps from the start: tables and constants, as words. */
export interface Resident {
  readonly place: MemoryPlace;
  readonly data: ArrayLike<number>;
  readonly dtype: DType;
}

/** A graph on its way to a plan. */
export interface Lowering {
  readonly kernels: Kernels;
  readonly steps: PlanStep[];
  readonly residents: Resident[];
  /** Location of each value lowered so far. */
  readonly located: Map<Value, LocatedValue>;
  readonly constants: Map<ArrayLike<number>, MemoryPlace>;
}

/** An empty lowering. */
export function newLowering(kernels: Kernels): Lowering {
  return { kernels, steps: [], residents: [], located: new Map(), constants: new Map() };
}

/** Where a value is. */
export function locationOf({ located }: Lowering, value: Value): LocatedValue {
  const found = located.get(value);
  if (found === undefined) throw new InternalError(`a kernel plan reads ${value.op} before it is computed`);
  return found;
}

/** A value in memory: a register is stored from now on, a view is copied. */
export function placeOf(lowering: Lowering, value: Value): MemoryPlace {
  return stored(lowering, locationOf(lowering, value)).place;
}

/** A location in memory. */
export function stored(lowering: Lowering, location: LocatedValue): Stored {
  if (location.kind === "stored") return location;
  if (location.kind === "view") {
    location.copied ??= addLaneOp(lowering, {
      code: lowering.kernels.code("U_COPY"),
      dtype: location.dtype,
      count: location.count,
      operands: [{ location, dtype: location.dtype, as: "elements" }],
    });
    return stored(lowering, location.copied);
  }
  const { map, dtype } = location;
  location.place ??= { buffer: newBuffer(map.count * elementBytes(dtype)), offset: 0 };
  return { kind: "stored", place: location.place, ready: map.position };
}

/** Memory for a result of this type. */
export function newPlace({ dtype, shape }: TensorType): MemoryPlace {
  return { buffer: newBuffer(sizeOf(shape) * elementBytes(dtype)), offset: 0 };
}

/** Appends a call and returns its position. */
export function addCall(lowering: Lowering, call: Omit<CallStep, "kind">): number {
  return lowering.steps.push({ kind: "call", ...call }) - 1;
}

/** A constant of the plan, stored once for each array. Int and float take 32 bits, bytes and bools 8. */
export function addConstant(lowering: Lowering, data: ArrayLike<number>, dtype: DType): MemoryPlace {
  const known = lowering.constants.get(data);
  if (known !== undefined) return known;
  const place = { buffer: newBuffer(data.length * elementBytes(dtype)), offset: 0 };
  lowering.residents.push({ place, data, dtype });
  lowering.constants.set(data, place);
  return place;
}

/** An elementwise operation to be added. `words` as in `LaneOp`. */
export interface LaneRequest extends Pick<LaneOp, "words"> {
  readonly code: number;
  readonly dtype: DType;
  readonly count: number;
  readonly operands: readonly LaneOperand[];
}

/** An operand before a map is chosen: all elements in order, or one number for all. */
export interface LaneOperand {
  readonly location: LocatedValue;
  readonly dtype: DType;
  readonly as: "elements" | "number";
}

/** Appends an elementwise operation to the first map that may hold it, or to a new one. */
export function addLaneOp(lowering: Lowering, request: LaneRequest): Register {
  const { count, operands, ...op } = request;
  const earliest = Math.max(0, ...operands.map((operand) => readyFor(lowering, operand)));
  const map = openMap(lowering, count, earliest);
  return appendOp(map, { ...op, operands: operands.map((operand) => operandIn(lowering, map, operand)) });
}

/** The first position at which an operand can be read: in its own map, or after the step that stores it. */
function readyFor(lowering: Lowering, { location, as }: LaneOperand): number {
  if (location.kind === "register" && as === "elements") return location.map.position;
  if (location.kind === "view" && as === "elements") return stored(lowering, location.source).ready + 1;
  return stored(lowering, location).ready + 1;
}

function openMap({ steps }: Lowering, count: number, earliest: number): MapStep {
  for (let position = earliest; position < steps.length; position++) {
    const step = steps[position]!;
    if (step.kind === "map" && step.count === count) return step;
  }
  const map = newMap(steps.length, count);
  steps.push(map);
  return map;
}

function operandIn(lowering: Lowering, map: MapStep, { location, as, dtype }: LaneOperand): MapOperand {
  if (as === "number") return { kind: "number", place: stored(lowering, location).place };
  if (location.kind === "view") return viewIn(lowering, map, location);
  if (location.kind === "register" && location.map === map) return location;
  const elements = { kind: "elements", place: stored(lowering, location).place, bytes: elementBytes(dtype) } as const;
  if (elements.bytes === 4) return elements;
  return appendOp(map, { code: lowering.kernels.code("U_LOAD_BYTES"), dtype, operands: [elements] });
}

function viewIn(lowering: Lowering, map: MapStep, { source, view, dtype }: Viewed): Register {
  const known = map.views.get(view);
  if (known !== undefined) return known;
  const code = lowering.kernels.code(elementBytes(dtype) === 4 ? "U_READ" : "U_READ_BYTES");
  const operands = [{ kind: "memory", place: stored(lowering, source).place }] as const;
  const read = appendOp(map, { code, dtype, operands, view });
  map.views.set(view, read);
  return read;
}
