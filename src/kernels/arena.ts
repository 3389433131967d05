/**
 * The arena: one WebAssembly memory with the kernel machine on it, handed out as a stack.
 *
 * The whole address range is reserved when the arena is made and memory pages are used when first touched, so an unused
 * range costs nothing, views never move, and a cell's `data` stays valid until the arena is rewound below it.
 */
import { InternalError, LabError } from "../core/errors.ts";
import { type DType, type Shape, sameShape, showShape, sizeOf, type TensorType } from "../core/tensor.ts";
import type { Graph } from "../graph/graph.ts";
import { elementBytes } from "./map-step.ts";
import { padded } from "./memory.ts";
import { openKernels, openMemory } from "./module.ts";
import type { Arena, ArenaCell } from "./plan.ts";
import { planGraph } from "./plan-graph.ts";

/** Options of `createArena`. */
export interface ArenaOptions {
  /** Largest use of memory, MiB; 512 when absent, at most 4095. */
  readonly maximumMiB?: number;
}

/** An empty arena. Errors: internal when the kernels were not built; `arena-full` later, when its memory does not suffice. */
export function createArena({ maximumMiB = 512 }: ArenaOptions = {}): Arena {
  const pages = maximumMiB * 16;
  const memory = openMemory(pages);
  const kernels = openKernels(memory);
  const limit = pages * 65_536;
  let used = padded(kernels.base);

  function take(bytes: number): number {
    const address = used;
    if (address + padded(bytes) > limit) {
      throw new LabError(
        "arena-full",
        `A kernel arena of ${maximumMiB} MiB has ${limit - used} bytes left, but ${bytes} more are needed. ` +
          "Make smaller tasks or batches, or a larger arena (maximumMiB).",
      );
    }
    used += padded(bytes);
    return address;
  }

  function allocate({ dtype, shape }: TensorType): ArenaCell {
    const size = sizeOf(shape);
    const address = take(size * elementBytes(dtype));
    new Uint8Array(memory.buffer, address, padded(size * elementBytes(dtype))).fill(0);
    return Object.freeze({ dtype, shape, address, data: dataView(memory.buffer, { dtype, shape, address }) });
  }

  return {
    get used() {
      return used;
    },
    allocate,
    plan: (graph, cells = {}) => {
      checkCells(graph, cells);
      return planGraph(graph, { cells, allocate, take, kernels, memory });
    },
    mark: () => used,
    rewind(mark) {
      if (mark > used) throw new InternalError("an arena was rewound to a mark above what is in use");
      used = mark;
    },
  };
}

function dataView(
  buffer: ArrayBuffer,
  { dtype, shape, address }: { dtype: DType; shape: Shape; address: number },
): ArenaCell["data"] {
  const size = sizeOf(shape);
  if (dtype === "float") return new Float32Array(buffer, address, size);
  return dtype === "int" ? new Int32Array(buffer, address, size) : new Uint8Array(buffer, address, size);
}

function checkCells(graph: Graph, cells: { readonly [name: string]: ArenaCell }): void {
  for (const [name, value] of [...Object.entries(graph.inputs), ...Object.entries(graph.outputs)]) {
    const cell = cells[name];
    if (cell === undefined || (cell.dtype === value.dtype && sameShape(cell.shape, value.shape))) continue;
    throw new InternalError(
      `"${name}" of a kernel plan is ${value.dtype} ${showShape(value.shape)}, ` +
        `but its cell is ${cell.dtype} ${showShape(cell.shape)}`,
    );
  }
}
