/**
 * The training graph: a frozen list of nodes in topological order, each producing one value of known dtype and shape.
 *
 * Leaves are `input` nodes (fed at run time) and `constant` nodes (a tensor in the attributes); every other node names an
 * op of `ops/`. Laws: a node only reads nodes before it; shapes and dtypes are what the op's `result` says.
 */
import type { DType, Shape, Tensor, TensorType } from "../core/tensor.ts";

/** What a node's attributes may hold. `Tensor` occurs only in `constant`. */
export type AttrValue = number | string | boolean | readonly number[] | Tensor;

/** Attributes of a node by name; absent means the op's default. */
export type Attrs = { readonly [name: string]: AttrValue | undefined };

/** One value of the graph, and how it is computed. `id` is its index in `Graph.nodes`. */
export interface Value extends TensorType {
  readonly id: number;
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attrs: Attrs;
  readonly dtype: DType;
  readonly shape: Shape;
}

/** A whole graph. `inputs` and `outputs` name values of `nodes`. */
export interface Graph {
  readonly nodes: readonly Value[];
  readonly inputs: { readonly [name: string]: Value };
  readonly outputs: { readonly [name: string]: Value };
}
