/**
 * Objectives as formulas: one expression of the optimizer language, lowered to a graph and differentiated by the reverse pass.
 *
 * A run evaluates it at each of many thousand steps, so both graphs are compiled once to a list of closures over one array of numbers.
 * `expression.test.ts` compares them with the graph's reference evaluator.
 */
import { gradients } from "../autodiff/gradients.ts";
import { LabError, unknownName } from "../core/errors.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { type Expression, keywords } from "../program/ast.ts";
import { findFunction, functionNames, isArithmetic } from "../program/functions.ts";
import { hostFunction } from "../program/host.ts";
import { parseProgram } from "../program/parse.ts";
import type { ProgramOps } from "../program/program-ops.ts";
import { sourceError } from "../program/source-error.ts";
import type { Vector } from "./k-function.ts";
import type { Objective } from "./objective.ts";

/** A formula, its unknowns in order, and what its author says of it: nothing is known of a formula's shape otherwise. */
export interface ExpressionObjective {
  readonly f: string;
  readonly variables: readonly string[];
  readonly convex?: boolean | undefined;
  readonly curvature?: number | undefined;
}

/** What is about the tensors of a model and means nothing for a number. */
const ofModels: ReadonlySet<string> = new Set(["masked", "tensor_sum"]);

/** Functions of the language that a formula may use: those that are about numbers, and not about the tensors of a model. */
export const formulaFunctions: readonly string[] = functionNames("library").filter(
  (name) => !ofModels.has(name) && findFunction("library", name)?.body !== undefined,
);

/** The graph of a formula: an input for each variable, outputs `f` and `d0`, `d1`, … Errors: those of `expression`. */
export function expressionGraph({ f, variables }: ExpressionObjective): Graph {
  const wrong = variables.find((name, i) => !isName(name) || variables.indexOf(name) !== i);
  if (wrong !== undefined) {
    const sentence = `Variables must be different names, letters first and no words of the language, but one is "${wrong}".`;
    throw new LabError("expression-variables", sentence, { wrong });
  }
  const b = createBuilder();
  const inputs = variables.map((name) => b.input(name, { dtype: "float", shape: [] }));
  const lowering = { b, text: assignment(f), names: new Map(variables.map((name, i) => [name, inputs[i]!])) };
  const value = lower(lowering, parsed(lowering.text));
  const slopes = gradients(b, value, inputs);
  return b.build({ f: value, ...Object.fromEntries(slopes.map((slope, i) => [`d${i}`, slope])) });
}

/**
 * A formula in some variables.
 * Errors: `expression-variables`, `program-syntax`, `expression-form`, `expression-name`, `not-differentiable`.
 */
export function expression(given: ExpressionObjective): Objective {
  const { variables, convex = false, curvature = null } = given;
  const graph = expressionGraph(given);
  const value = compile(graph, { variables, outputs: ["f"] });
  const gradient = compile(graph, { variables, outputs: variables.map((_, i) => `d${i}`) });
  return { size: variables.length, value: (x) => value(x)[0]!, gradient, convex, curvature };
}

/** The formula as the statement that the language's parser reads, and that excerpts in messages show. */
function assignment(f: string): string {
  return `f = ${f.trim()}`;
}

function parsed(text: string): Expression {
  const { statements } = parseProgram(text);
  const [first, second] = statements;
  if (first?.kind === "assign" && second === undefined) return first.value;
  throw sourceError("expression-form", "A formula is one expression; here another begins.", text, second!.at);
}

function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text) && !keywords.includes(text);
}

interface Lowering {
  readonly b: Builder;
  readonly text: string;
  readonly names: ReadonlyMap<string, Value>;
}

function lower(at: Lowering, expression: Expression): Value {
  switch (expression.kind) {
    case "number":
      return at.b.scalar(expression.value);
    case "name":
      return at.names.get(expression.name) ?? unknownVariable(at, expression);
    case "call":
      return call(at, expression, { name: expression.name, args: expression.args });
    case "unary":
      if (expression.operator === "not") throw condition(at, expression);
      return at.b.neg(lower(at, expression.operand));
    case "binary":
      if (!isArithmetic(expression.operator)) throw condition(at, expression);
      return call(at, expression, { name: expression.operator, args: [expression.left, expression.right] });
    case "flag":
    case "choice":
      throw condition(at, expression);
  }
}

function call(
  lowering: Lowering,
  { at }: Expression,
  { name, args }: { readonly name: string; readonly args: readonly Expression[] },
): Value {
  const found = findFunction("library", name);
  if (found?.body === undefined || ofModels.has(name)) {
    throw sourceError("expression-name", unknownName("function", name, formulaFunctions).message, lowering.text, at);
  }
  if (found.parameters.length !== args.length) {
    const sentence = `${name} takes ${found.parameters.length} values (${found.parameters.join(", ")}), but ${args.length} are given.`;
    throw sourceError("expression-form", sentence, lowering.text, at);
  }
  return found.body(
    operations(lowering.b),
    args.map((arg) => lower(lowering, arg)),
  );
}

/** The ops of the language on single numbers, whose sums over parameters are themselves. */
function operations(b: Builder): ProgramOps<Value> {
  const itself = (x: Value): Value => x;
  return { ...b, total: itself, leafTotals: itself, masked: itself };
}

function unknownVariable({ text, names }: Lowering, { name, at }: Expression & { readonly kind: "name" }): never {
  const sentence = `There is no variable "${name}"; this formula has ${[...names.keys()].join(", ")}.`;
  throw sourceError("expression-name", sentence, text, at);
}

function condition({ text }: Lowering, { at }: Expression): LabError {
  const sentence = "A formula has no conditions; max, min, abs and sign say the same of numbers.";
  return sourceError("expression-form", sentence, text, at);
}

/** Some outputs of a graph of single numbers as a function of its inputs, in the order of `variables`. */
function compile(
  graph: Graph,
  { variables, outputs }: { readonly variables: readonly string[]; readonly outputs: readonly string[] },
): (x: Vector) => Vector {
  const needed = ancestors(outputs.map((name) => graph.outputs[name]!));
  const values = new Float64Array(graph.nodes.length);
  const moves = needed.flatMap((node) => moveOf(node, { values, variables }));
  const places = outputs.map((name) => graph.outputs[name]!.id);
  return (x) => {
    for (let i = 0; i < moves.length; i++) moves[i]!(x);
    return Float64Array.from(places, (place) => values[place]!);
  };
}

type Move = (x: Vector) => void;

/** What computes a node; nothing for a constant, which stands in its place from the start. */
function moveOf(
  { op, id, attrs, inputs }: Value,
  { values, variables }: { readonly values: Float64Array; readonly variables: readonly string[] },
): readonly Move[] {
  const [a = 0, b = 0, c = 0] = inputs.map((input) => input.id);
  if (op === "constant") {
    values[id] = (attrs.value as { readonly data: ArrayLike<number> }).data[0]!;
    return [];
  }
  if (op === "input") {
    const at = variables.indexOf(attrs.name as string);
    const read: Move = (x) => {
      values[id] = x[at]!;
    };
    return [read];
  }
  const compute = copies.has(op) ? (value: number) => value : (comparisons[op] ?? hostFunction(op));
  const move: Move = () => {
    values[id] = compute(values[a]!, values[b]!, values[c]!);
  };
  return [move];
}

/** Ops that leave a single number as it is. */
const copies: ReadonlySet<string> = new Set(["cast", "broadcastTo", "reshape", "sum"]);

/** Ops of gradients that the language itself does not have. */
const comparisons: { readonly [op: string]: (a: number, b: number, c: number) => number } = {
  greater: (a, b) => Number(a > b),
  less: (a, b) => Number(a < b),
  equal: (a, b) => Number(a === b),
  where: (a, b, c) => (a === 0 ? c : b),
};

/** The nodes that some nodes are computed from, themselves included, in the order of evaluation. */
function ancestors(roots: readonly Value[]): readonly Value[] {
  const found = new Set<Value>();
  const open = [...roots];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (found.has(value)) continue;
    found.add(value);
    open.push(...value.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
