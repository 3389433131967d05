/**
 * Maps: elementwise operations over one number of elements, run together block by block (assembly/map.ts).
 *
 * A result of a map is a register, a block of scratch memory, until someone outside the map wants it; then it is stored.
 * Registers hold 32 bits an element: float, int, or 0 and 1 for a bool. An operation may overwrite memory that the map
 * also reads, as long as every read is of the same elements and comes before or with the write.
 */
import type { DType } from "../core/tensor.ts";
import { type Buffer, type MemoryPlace, newBuffer, padded } from "./memory.ts";
import type { Kernels } from "./module.ts";
import type { View } from "./strides.ts";

/** A result of a map. `place`: where it is stored, once anyone asked. `late`: it is stored after all operations. */
export interface Register {
  readonly kind: "register";
  readonly map: MapStep;
  readonly dtype: DType;
  readonly id: number;
  place: MemoryPlace | undefined;
  late: boolean;
}

/** What an operation reads: a register of its map, all elements of a place, the one number at a place, or a view of memory. */
export type MapOperand =
  | Register
  | { readonly kind: "elements"; readonly place: MemoryPlace; readonly bytes: number }
  | { readonly kind: "number" | "memory"; readonly place: MemoryPlace };

/** One operation. `code` is of the module; `words`: constants in place of the second and third operand. */
export interface LaneOp {
  readonly code: number;
  readonly result: Register;
  readonly operands: readonly MapOperand[];
  readonly words?: readonly number[];
  readonly view?: View;
}

/** A step that is a map over `count` elements. */
export interface MapStep {
  readonly kind: "map";
  readonly position: number;
  readonly count: number;
  readonly ops: LaneOp[];
  /** Registers that hold a view already. */
  readonly views: Map<View, Register>;
  readonly scratch: Buffer;
}

/** A map without operations. The size of its scratch memory is known when they are. */
export function newMap(position: number, count: number): MapStep {
  return { kind: "map", position, count, ops: [], views: new Map(), scratch: newBuffer(0) };
}

/** Appends an operation and returns its register. */
export function appendOp(
  map: MapStep,
  op: { readonly code: number; readonly operands: readonly MapOperand[]; readonly dtype: DType } & Pick<
    LaneOp,
    "words" | "view"
  >,
): Register {
  const { dtype, ...rest } = op;
  const result: Register = { kind: "register", map, dtype, id: map.ops.length, place: undefined, late: false };
  map.ops.push({ ...rest, result });
  return result;
}

/** Bytes of an element in memory. */
export function elementBytes(dtype: DType): number {
  return dtype === "float" || dtype === "int" ? 4 : 1;
}

/** Places that a map reads and writes. */
export function mapPlaces({ ops }: MapStep): {
  readonly reads: readonly MemoryPlace[];
  readonly writes: readonly MemoryPlace[];
} {
  return {
    reads: ops.flatMap(({ operands }) => operands.flatMap((o) => (o.kind === "register" ? [] : [o.place]))),
    writes: ops.flatMap(({ result }) => result.place ?? []),
  };
}

/**
 * Whether a register may be stored over `buffer`, which the map reads: "now" with its operation, "late" after all of
 * them, or not at all, because a read is not element by element.
 */
export function overwriting({ ops }: MapStep, result: Register, buffer: Buffer): "now" | "late" | "never" {
  let found: "now" | "late" = "now";
  for (const [i, { operands }] of ops.entries()) {
    for (const operand of operands) {
      if (operand.kind === "register" || operand.place.buffer !== buffer) continue;
      if (operand.kind !== "elements" || operand.place.offset !== 0) return "never";
      if (i > result.id) found = "late";
    }
  }
  return elementBytes(result.dtype) === 4 ? found : "never";
}

/**
 * Gives registers blocks of scratch memory, reusing those that are dead: an offset in bytes for each, and how many bytes
 * that takes. Asked again it answers the same.
 */
export function assignRegisters(
  map: MapStep,
  kernels: Kernels,
): { readonly slots: ReadonlyMap<Register, number>; readonly bytes: number } {
  const blockBytes = padded(Math.min(kernels.block, map.count) * 4);
  const lastUse = new Map<Register, number>();
  for (const [i, { operands }] of map.ops.entries()) {
    for (const operand of operands) if (operand.kind === "register") lastUse.set(operand, i);
  }
  const slots = new Map<Register, number>();
  const free: number[] = [];
  let used = 0;
  const release = (register: Register): void => {
    if (!register.late && slots.has(register)) free.push(slots.get(register)!);
  };
  for (const [i, { result, operands }] of map.ops.entries()) {
    const read = new Set(operands.flatMap((operand) => (operand.kind === "register" ? [operand] : [])));
    for (const register of read) if (lastUse.get(register) === i) release(register);
    if (storedDirectly(result)) continue;
    slots.set(result, free.pop() ?? blockBytes * used++);
    if (!lastUse.has(result)) release(result);
  }
  return { slots, bytes: blockBytes * used };
}

/** A map as words of its instruction: head, operations, then the tables of views, at offsets from the instruction. */
export function mapWords(map: MapStep, kernels: Kernels): readonly number[] {
  const lines = opLines(map, kernels);
  const tables: number[] = [];
  const head = 4;
  const tablesFrom = head + lines.length * opWords;
  const body = lines.flatMap(({ words, view }) => {
    const line = [...words, ...new Array<number>(opWords - words.length).fill(0)];
    if (view === undefined) return line;
    line[5] = 4 * (tablesFrom + tables.length);
    tables.push(view.extents.length, ...view.extents, ...view.strides);
    return line;
  });
  return [kernels.code("I_MAP"), tablesFrom + tables.length, map.count, lines.length, ...body, ...tables];
}

/** Words of one operation: its code, then address and step in bytes of the result and of three operands. */
const opWords = 9;

interface Line {
  readonly words: readonly number[];
  readonly view?: View | undefined;
}

/** Operations with addresses; stores of bytes follow their operation, late stores come last. */
function opLines(map: MapStep, kernels: Kernels): readonly Line[] {
  const scratch = map.scratch.address!;
  const registers = assignRegisters(map, kernels).slots;
  const inScratch = (register: Register): readonly number[] => [scratch + registers.get(register)!, 0];
  const locate = (operand: MapOperand): readonly number[] => {
    if (operand.kind !== "register") return [addressOf(operand.place), operand.kind === "elements" ? operand.bytes : 0];
    return storedDirectly(operand) ? [addressOf(operand.place!), 4] : inScratch(operand);
  };
  const lines: Line[] = [];
  const late: Line[] = [];
  for (const { code, result, operands, words = [], view } of map.ops) {
    lines.push({ words: [code, ...locate(result), ...operands.flatMap(locate), ...words], view });
    if (result.place === undefined || storedDirectly(result)) continue;
    const bytes = elementBytes(result.dtype);
    const store = kernels.code(bytes === 4 ? "U_COPY" : "U_STORE_BYTES");
    const line = { words: [store, addressOf(result.place), bytes, ...inScratch(result)] };
    (result.late ? late : lines).push(line);
  }
  return [...lines, ...late];
}

function storedDirectly({ place, dtype, late }: Register): boolean {
  return place !== undefined && elementBytes(dtype) === 4 && !late;
}

function addressOf({ buffer, offset }: MemoryPlace): number {
  return buffer.address! + offset;
}
