/**
 * The graph builder: appends nodes, shares equal ones, and applies the rewrite rules when a graph is built.
 *
 * Equality of nodes is equality of their text, so two calls that would print the same line are one node. A node stays
 * what the caller wrote for as long as the builder lives, because gradients are asked for by node: were `reshape(view)`
 * replaced at once, the loss would no longer depend on `view`.
 */
import { LabError } from "../core/errors.ts";
import { scalar, showShape, type Tensor, type TensorType } from "../core/tensor.ts";
import type { Builder } from "./builder.ts";
import { opNamed, resultOf } from "./call.ts";
import type { Attrs, Graph, Value } from "./graph.ts";
import { methodsOf } from "./methods.ts";
import type { Op } from "./ops/op.ts";
import { rules } from "./rules/index.ts";
import type { RewriteRule } from "./rules/rule.ts";
import { printAttrs } from "./text.ts";

/**
 * A new, empty builder. `rewrite: false` builds graphs as they were written; tests compare both.
 * Errors of its methods: `op-inputs`, `op-input-dtype`, `unknown-op`, `input-redefined`, `graph-outputs`, and each op's own.
 */
export function createBuilder({ rewrite = true }: { rewrite?: boolean } = {}): Builder {
  return makeBuilder([], (outputs) => (rewrite ? rewriteGraph(buildGraph(outputs)) : buildGraph(outputs)));
}

/** The graph with every rewrite rule applied, node by node from the inputs on. */
export function rewriteGraph(graph: Graph): Graph {
  const b = makeBuilder(rules, buildGraph);
  const renewed = new Map<Value, Value>();
  for (const value of graph.nodes) {
    const operands = value.inputs.map((input) => renewed.get(input)!);
    renewed.set(value, renew(b, value, operands));
  }
  return b.build(Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, renewed.get(value)!])));
}

function renew(b: Builder, { op, attrs, dtype, shape }: Value, operands: readonly Value[]): Value {
  if (op === "input") return b.input(attrs.name as string, { dtype, shape });
  if (op === "constant") return b.constant(attrs.value as Tensor);
  return b.apply(op, operands, attrs);
}

/** A builder that tries `rules` on each new node and hands its outputs to `finish`. */
function makeBuilder(
  rules: readonly RewriteRule[],
  finish: (outputs: { readonly [name: string]: Value }) => Graph,
): Builder {
  const values: Value[] = [];
  const known = new Map<string, Value>();
  const inputs = new Map<string, Value>();

  function node(op: string, operands: readonly Value[], { attrs, type }: { attrs: Attrs; type: TensorType }): Value {
    const key = `${op}(${operands.map(({ id }) => id).join(" ")})${printAttrs(attrs)}`;
    const existing = known.get(key);
    if (existing) return existing;
    const { dtype, shape } = type;
    const value = Object.freeze({ id: values.length, op, inputs: operands, attrs, dtype, shape });
    values.push(value);
    known.set(key, value);
    return value;
  }

  function apply(op: Op, operands: readonly Value[], attrs: Attrs): Value {
    for (const operand of operands) requireOwn(values, operand, op.name);
    const type = resultOf(op, operands, attrs);
    for (const rule of rules) {
      const better = rule.apply(builder, { op: op.name, inputs: operands, attrs, type });
      if (better) return better;
    }
    return node(op.name, operands, { attrs, type });
  }

  const builder: Builder = {
    ...methodsOf<Value>(apply),
    constant: (tensor) => node("constant", [], { attrs: { value: tensor }, type: tensor }),
    scalar: (value) => builder.constant(scalar(value)),
    apply: (op, operands, attrs = {}) => apply(opNamed(op), operands, attrs),
    build: finish,
    input(name, type) {
      const earlier = inputs.get(name);
      if (earlier) throw redefined(name, earlier);
      const value = node("input", [], { attrs: { name }, type });
      inputs.set(name, value);
      return value;
    },
  };
  return builder;
}

/** The graph of everything that `outputs` need, renumbered. Errors: `graph-outputs` when there are none. */
export function buildGraph(outputs: { readonly [name: string]: Value }): Graph {
  if (Object.keys(outputs).length === 0) {
    throw new LabError("graph-outputs", "A graph needs at least one output, but none was named.");
  }
  const renumbered = new Map<Value, Value>();
  for (const value of reachable(Object.values(outputs))) {
    const inputs = value.inputs.map((input) => renumbered.get(input)!);
    renumbered.set(value, Object.freeze({ ...value, id: renumbered.size, inputs }));
  }
  const nodes = [...renumbered.values()];
  const named = nodes.filter(({ op }) => op === "input").map((node) => [node.attrs.name as string, node] as const);
  return Object.freeze({
    nodes,
    inputs: Object.fromEntries(named),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, renumbered.get(value)!])),
  });
}

/** Everything that `roots` are computed from, in the order of creation. */
function reachable(roots: readonly Value[]): readonly Value[] {
  const found = new Set<Value>();
  const open = [...roots];
  for (let value = open.pop(); value; value = open.pop()) {
    if (found.has(value)) continue;
    found.add(value);
    open.push(...value.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

function requireOwn(values: readonly Value[], operand: Value, op: string): void {
  if (values[operand?.id] === operand) return;
  throw new LabError("foreign-value", `${op} was given a value that this builder did not make.`);
}

function redefined(name: string, earlier: Value): LabError {
  return new LabError(
    "input-redefined",
    `The graph already has an input "${name}", of ${earlier.dtype} ${showShape(earlier.shape)}. Give the new one another name.`,
  );
}
