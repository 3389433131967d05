/**
 * One graph for several of one form: what they compute stands side by side along a new first axis, so that a device launches each
 * operator once for all of them. What is the same for all of them is computed once.
 *
 * Law: slice i of an output holds the bits that graph i gives, on a GPU (`ops/op.ts`, `stack`).
 */
import { InternalError } from "../../core/errors.ts";
import { sameShape, sizeOf, type Tensor } from "../../core/tensor.ts";
import type { Builder } from "../builder.ts";
import { opNamed } from "../call.ts";
import { createBuilder } from "../create-builder.ts";
import type { Graph, Value } from "../graph.ts";
import { printAttrs } from "../text.ts";

/**
 * Whether graphs are of one form: the same nodes in the same order, which differ in constants alone. Trials of one study are where
 * their settings are all numbers that do not fold away.
 */
export function haveOneForm(graphs: readonly Graph[]): boolean {
  const [first, ...others] = graphs;
  return others.every(({ nodes }) => {
    return nodes.length === first!.nodes.length && nodes.every((node, i) => isAlike(node, first!.nodes[i]!));
  });
}

function isAlike(a: Value, b: Value): boolean {
  if (a.op !== b.op || a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) return false;
  if (a.inputs.length !== b.inputs.length || a.inputs.some(({ id }, i) => id !== b.inputs[i]!.id)) return false;
  return a.op === "constant" || printAttrs(a.attrs) === printAttrs(b.attrs);
}

/**
 * The stacked graph. Inputs named in `shared` are those of one graph; every other input, and every output, is `[graphs, …]`.
 * Errors: internal where the graphs are not of one form.
 */
export function stackGraphs(graphs: readonly Graph[], { shared }: { readonly shared: ReadonlySet<string> }): Graph {
  if (graphs.length === 0 || !haveOneForm(graphs)) throw new InternalError("graphs of several forms cannot be stacked");
  const count = graphs.length;
  const b = createBuilder();
  const made = new Map<number, Stacked>();
  for (const [id, node] of graphs[0]!.nodes.entries()) {
    const operands = node.inputs.map((input) => made.get(input.id)!);
    made.set(id, stackNode(b, { node, operands, slices: graphs.map(({ nodes }) => nodes[id]!), shared }));
  }
  const outputs = Object.entries(graphs[0]!.outputs).map(([name, { id, shape }]) => {
    const { value, stacked } = made.get(id)!;
    return [name, stacked ? value : b.broadcastTo(value, { shape: [count, ...shape] })] as const;
  });
  return b.build(Object.fromEntries(outputs));
}

/** A value of the stacked graph: with a slice for each graph, or the same for all. */
interface Stacked {
  readonly value: Value;
  readonly stacked: boolean;
}

interface Node {
  readonly node: Value;
  readonly operands: readonly Stacked[];
  /** The node of every graph. */
  readonly slices: readonly Value[];
  readonly shared: ReadonlySet<string>;
}

function stackNode(b: Builder, { node, operands, slices, shared }: Node): Stacked {
  const { op, attrs, dtype, shape } = node;
  const count = slices.length;
  if (op === "input") {
    const name = attrs.name as string;
    const stacked = !shared.has(name);
    return { value: b.input(name, { dtype, shape: stacked ? [count, ...shape] : shape }), stacked };
  }
  if (op === "constant") return stackConstants(b, slices);
  const inputs = operands.map(({ value }) => value);
  if (operands.every(({ stacked }) => !stacked)) return { value: b.apply(op, inputs, attrs), stacked: false };
  const stacked = operands.map((operand) => operand.stacked);
  const call = { inputs, stacked, count, attrs, types: node.inputs, result: node };
  return { value: opNamed(op).stack?.(b, call) ?? bySlice(b, node, { operands, count }), stacked: true };
}

function stackConstants(b: Builder, slices: readonly Value[]): Stacked {
  const [first, ...others] = slices.map(({ attrs }) => attrs.value as Tensor);
  const { dtype, shape, data } = first!;
  if (others.every((other) => data.every((value, i) => Object.is(value, other.data[i]))))
    return { value: b.constant(first!), stacked: false };
  const size = sizeOf(shape);
  const all = dtype === "float" ? new Float64Array(slices.length * size) : new Int32Array(slices.length * size);
  for (const [i, tensor] of [first!, ...others].entries()) all.set(tensor.data, i * size);
  return { value: b.constant({ dtype, shape: [slices.length, ...shape], data: all }), stacked: true };
}

/** The op on one slice after the other. */
function bySlice(
  b: Builder,
  { op, attrs, inputs, shape }: Value,
  { operands, count }: { readonly operands: readonly Stacked[]; readonly count: number },
): Value {
  const slice = (i: number): Value => {
    const parts = operands.map(({ value, stacked }, k) =>
      stacked ? b.reshape(b.slice(value, { axis: 0, start: i, end: i + 1 }), { shape: inputs[k]!.shape }) : value,
    );
    return b.reshape(b.apply(op, parts, attrs), { shape: [1, ...shape] });
  };
  return b.concat(
    Array.from({ length: count }, (_, i) => slice(i)),
    { axis: 0 },
  );
}
