/**
 * The contract of the kernel engine: graphs that run inside WebAssembly, for work so small that a runtime's call for each
 * node would cost more than the node.
 *
 * Laws: the same feeds give the same bits on every machine and in every version of Node (float32 without fused
 * multiply-add, transcendental functions of our own); a plan allocates nothing while it runs; its results agree with the
 * graph evaluator to float32 rounding, for every op, with the same NaN and infinities. Two things are left open: the payload of
 * a NaN, and floats beyond int32 that are cast to int, which are bounded here.
 */
import type { DType, TensorType } from "../core/tensor.ts";
import type { Graph } from "../graph/graph.ts";

/** A tensor inside the arena. `data` is a view that stays valid until the arena is rewound below it. */
export interface ArenaCell extends TensorType {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Address in bytes, a multiple of 64; what follows up to the next multiple belongs to the cell, too. */
  readonly address: number;
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** A graph ready to run. */
export interface Plan {
  /** Every input that the graph reads, by name: fill `data` before `run`. */
  readonly inputs: { readonly [name: string]: ArenaCell };
  readonly outputs: { readonly [name: string]: ArenaCell };
  /** Computes the outputs. Errors: `gather-index` where an index is out of range; the outputs are then undefined. */
  run(): void;
}

/** One block of WebAssembly memory with its kernels. Memory is used as needed and is given back as a stack. */
export interface Arena {
  /** Bytes in use. */
  readonly used: number;
  /** A cell of zeros. Errors: `arena-full`, as of `plan`. */
  allocate(type: { readonly dtype: DType; readonly shape: readonly number[] }): ArenaCell;
  /**
   * Prepares a graph. Inputs and outputs named in `cells` live in those cells (an input and an output may share one: the
   * output is written after the input was last read); all others get cells of their own.
   */
  plan(graph: Graph, cells?: { readonly [name: string]: ArenaCell }): Plan;
  /** A mark to rewind to: everything allocated or planned after it becomes invalid. */
  mark(): number;
  rewind(mark: number): void;
}
