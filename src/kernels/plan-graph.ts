/** Prepares a graph: lowers it, binds its outputs, plans its memory, and writes its instructions. */
import { LabError } from "../core/errors.ts";
import { sizeOf, type TensorType } from "../core/tensor.ts";
import type { Graph } from "../graph/graph.ts";
import { bindOutputs, placesOf } from "./bind-outputs.ts";
import { lowerNodes } from "./lower.ts";
import { type Lowering, newLowering } from "./lowering.ts";
import { assignRegisters, elementBytes, mapWords } from "./map-step.ts";
import { assignAddresses, type Buffer, fixedBuffer, type MemoryPlace, touch } from "./memory.ts";
import type { Kernels, Memory } from "./module.ts";
import type { ArenaCell, Plan } from "./plan.ts";
import { writtenOut } from "./written-out.ts";

/** What planning needs of its arena. `take` hands out bytes. */
export interface PlanContext {
  readonly cells: { readonly [name: string]: ArenaCell };
  readonly allocate: (type: TensorType) => ArenaCell;
  readonly take: (bytes: number) => number;
  readonly kernels: Kernels;
  readonly memory: Memory;
}

/** A graph ready to run. Errors: `arena-full`; `gather-index` when it runs and an index is out of range. */
export function planGraph(given: Graph, context: PlanContext): Plan {
  const { kernels } = context;
  const graph = writtenOut(given);
  const inputs = cellsFor(graph.inputs, context);
  const outputs = cellsFor(graph.outputs, context);
  const buffers = cellBuffers([...Object.values(inputs), ...Object.values(outputs)]);
  const placeOfCell = (cell: ArenaCell): MemoryPlace => ({ buffer: buffers.get(cell.address)!, offset: 0 });

  const lowering = newLowering(kernels);
  lowerNodes(lowering, graph, mapValues(inputs, placeOfCell));
  const bound = Object.entries(graph.outputs).map(([name, value]) => ({ value, cell: placeOfCell(outputs[name]!) }));
  bindOutputs(lowering, bound);
  placeBuffers(lowering, context);
  writeResidents(lowering, context);
  const { start, end } = writeInstructions(lowering, context);
  return Object.freeze({ inputs, outputs, run: () => runInstructions(kernels, start, end) });
}

function cellsFor(
  values: { readonly [name: string]: TensorType },
  { cells, allocate }: PlanContext,
): { readonly [name: string]: ArenaCell } {
  return Object.fromEntries(Object.entries(values).map(([name, type]) => [name, cells[name] ?? allocate(type)]));
}

/** One buffer for each cell: an input and an output in one cell are one buffer. */
function cellBuffers(cells: readonly ArenaCell[]): ReadonlyMap<number, Buffer> {
  return new Map(
    cells.map(({ address, shape, dtype }) => [address, fixedBuffer(address, sizeOf(shape) * elementBytes(dtype))]),
  );
}

/** Gives every buffer without an address one. Residents keep theirs for ever, the others share memory over time. */
function placeBuffers({ steps, residents, kernels }: Lowering, { take }: PlanContext): void {
  for (const { place } of residents) place.buffer.address = take(place.buffer.bytes);
  const found = new Set<Buffer>();
  for (const [position, step] of steps.entries()) {
    const { reads, writes } = placesOf(step);
    const scratch: MemoryPlace[] = [];
    if (step.kind === "map") {
      step.scratch.bytes = assignRegisters(step, kernels).bytes;
      scratch.push({ buffer: step.scratch, offset: 0 });
    }
    for (const place of [...reads, ...writes, ...scratch]) {
      touch(place, position);
      if (place.buffer.address === undefined) found.add(place.buffer);
    }
  }
  const size = assignAddresses([...found], 0);
  const base = take(size);
  for (const buffer of found) buffer.address! += base;
}

function writeResidents({ residents }: Lowering, { memory }: PlanContext): void {
  for (const { place, data, dtype } of residents) {
    const address = place.buffer.address!;
    if (dtype === "float") new Float32Array(memory.buffer, address, data.length).set(data);
    else if (dtype === "int") new Int32Array(memory.buffer, address, data.length).set(data);
    else new Uint8Array(memory.buffer, address, data.length).set(data);
  }
}

function writeInstructions(
  { steps, kernels }: Lowering,
  { take, memory }: PlanContext,
): { readonly start: number; readonly end: number } {
  const address = ({ buffer, offset }: MemoryPlace): number => buffer.address! + offset;
  const words = steps.flatMap((step) => (step.kind === "map" ? mapWords(step, kernels) : step.words(address)));
  const start = take(4 * words.length);
  new Int32Array(memory.buffer, start, words.length).set(words);
  return { start, end: start + 4 * words.length };
}

function runInstructions({ execute }: Kernels, start: number, end: number): void {
  const fault = execute(start, end);
  if (fault === 0) return;
  throw new LabError("gather-index", "A gather in a kernel plan was given an index outside its operand's extent.");
}

function mapValues<A, B>(record: { readonly [name: string]: A }, of: (value: A) => B): { readonly [name: string]: B } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)]));
}
