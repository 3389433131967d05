/**
 * Two ways to apply ops with the same methods: `Builder` appends nodes to a graph, `Eager` computes tensors at once.
 *
 * Both are derived from the list of ops, so a function written against `Ops<V>` has one text and two meanings: the graph
 * that trains and the float64 oracle.
 */
import type { Tensor } from "../core/tensor.ts";
import type { Attrs, Graph, Value } from "./graph.ts";
import type { ops } from "./ops/index.ts";
import type { Op } from "./ops/op.ts";

export { createBuilder } from "./create-builder.ts";
export { eager } from "./eager.ts";

type OpTable = typeof ops;

/** Method of one op over values of kind V: inputs by position, then the attributes. */
export type OpMethod<O, V> =
  O extends Op<infer I, infer A>
    ? number extends I["length"]
      ? (inputs: readonly V[], attrs: A) => V
      : Record<never, never> extends A
        ? (...args: [...{ [K in keyof I]: V }, attrs?: A]) => V
        : (...args: [...{ [K in keyof I]: V }, attrs: A]) => V
    : never;

/** All ops as methods over values of kind V, and how to bring constants in. */
export type Ops<V> = { readonly [K in keyof OpTable]: OpMethod<OpTable[K], V> } & {
  /** A constant tensor. */
  constant(tensor: Tensor): V;
  /** A constant float scalar. */
  scalar(value: number): V;
};

/** Ops that compute at once in float64. */
export type Eager = Ops<Tensor>;

/** Ops that append nodes; equal nodes are shared. */
export type Builder = Ops<Value> & {
  input(name: string, type: { dtype: Value["dtype"]; shape: Value["shape"] }): Value;
  /** Applies an op by name. Errors: the op's own, and `unknown-op`. */
  apply(op: string, inputs: readonly Value[], attrs?: Attrs): Value;
  /** The graph of everything that the outputs need; the builder stays usable. */
  build(outputs: { readonly [name: string]: Value }): Graph;
};
