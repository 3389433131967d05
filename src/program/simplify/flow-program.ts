/**
 * A flow back to a program: which values stand on lines of their own, and what they are called.
 *
 * A value gets the name it asks for where the value that holds that name is no longer needed; else the name with a number
 * behind it. So a program that no rule touched prints as it was written.
 */
import type { BinaryOperator, Expression, Program, Statement } from "../ast.ts";
import { functions } from "../functions.ts";
import { printProgram } from "../print.ts";
import { type CallValue, type Flow, type FlowValue, outputsOf } from "./flow.ts";

const at = { line: 1, column: 1 } as const;

const operators: ReadonlySet<string> = new Set([
  ...["+", "-", "*", "/", "**"],
  ...["or", "and", "<", "<=", ">", ">=", "==", "!="],
]);

/** The program of a flow. */
export function programOfFlow(flow: Flow): Program {
  const parameters = [flow.weights, flow.gradient, ...flow.states.map((state) => state.before), ...flow.others];
  const lines = linesOf(flow);
  const names = chooseNames(flow, lines, parameters);
  const show = (value: FlowValue): Expression => expressionOf(value, (inner) => names.get(inner));
  const statements = lines.map((line): Statement => {
    return { kind: "assign", target: names.get(line)!, value: callExpression(line, show), at };
  });
  const values = outputsOf(flow).map(show);
  return {
    dialect: "paper",
    helpers: [],
    parameters: parameters.map((parameter) => parameter.name),
    statements: [...statements, { kind: "return", values, at }],
  };
}

/** Canonical text of a flow's program. */
export function textOfFlow(flow: Flow): string {
  return printProgram(programOfFlow(flow));
}

/** Expression of a value; `nameOf` gives the names of those that are not spelled out. */
export function expressionOf(value: FlowValue, nameOf: (value: FlowValue) => string | undefined): Expression {
  const show = (inner: FlowValue): Expression => expressionOf(inner, nameOf);
  const name = nameOf(value);
  if (name !== undefined) return { kind: "name", name, at };
  switch (value.kind) {
    case "number": {
      const magnitude: Expression = { kind: "number", value: Math.abs(value.value), at };
      const negative = value.value < 0 || Object.is(value.value, -0);
      return negative ? { kind: "unary", operator: "-", operand: magnitude, at } : magnitude;
    }
    case "input":
      return { kind: "name", name: value.name, at };
    case "call":
      return callExpression(value, show);
  }
}

function callExpression({ fn, args }: CallValue, show: (value: FlowValue) => Expression): Expression {
  const [first, second, third] = args.map(show);
  if (fn === "True" || fn === "False") return { kind: "flag", value: fn === "True", at };
  if (fn === "if") return { kind: "choice", condition: first!, whenTrue: second!, whenFalse: third!, at };
  if (fn === "not") return { kind: "unary", operator: "not", operand: first!, at };
  if (operators.has(fn)) {
    return { kind: "binary", operator: fn as BinaryOperator, left: first!, right: second!, at };
  }
  return { kind: "call", name: fn, args: args.map(show), at };
}

/** Calls that stand on a line of their own: those with a name, and those that are read more than once. */
function linesOf(flow: Flow): CallValue[] {
  const reads = new Map<FlowValue, number>();
  for (const value of [...flow.order.flatMap((call) => call.args), ...outputsOf(flow)]) {
    reads.set(value, (reads.get(value) ?? 0) + 1);
  }
  return flow.order.filter((call) => call.name !== null || (reads.get(call) ?? 0) !== 1);
}

/** A name for every line and parameter. */
function chooseNames(
  flow: Flow,
  lines: readonly CallValue[],
  parameters: readonly FlowValue[],
): Map<FlowValue, string> {
  const lastRead = lastReads(flow, lines);
  const names = new Map<FlowValue, string>();
  const holders = new Map<string, FlowValue>();
  const give = (value: FlowValue, name: string): void => {
    names.set(value, name);
    holders.set(name, value);
  };
  for (const parameter of parameters) if (parameter.kind === "input") give(parameter, parameter.name);
  lines.forEach((line, position) => {
    const free = (name: string): boolean => {
      const holder = holders.get(name);
      return (
        (holder === undefined && !functionNames.has(name)) ||
        (holder !== undefined && (lastRead.get(holder) ?? -1) <= position)
      );
    };
    const wanted = line.name ?? "x";
    let name = wanted;
    for (let i = 2; !free(name); i++) name = `${wanted}${i}`;
    give(line, name);
  });
  return names;
}

const functionNames: ReadonlySet<string> = new Set(functions.map(({ name }) => name));

/** Position of the last line that reads each value; the number of lines where an output does. */
function lastReads(flow: Flow, lines: readonly CallValue[]): Map<FlowValue, number> {
  const own = new Set<FlowValue>(lines);
  const lastRead = new Map<FlowValue, number>();
  const read = (value: FlowValue, position: number): void => {
    if (value.kind === "call" && !own.has(value)) for (const arg of value.args) read(arg, position);
    else lastRead.set(value, position);
  };
  lines.forEach((line, position) => {
    for (const arg of line.args) read(arg, position);
  });
  for (const output of outputsOf(flow)) read(output, lines.length);
  return lastRead;
}
