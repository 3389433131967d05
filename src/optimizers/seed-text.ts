/**
 * Values of a seed as a program's text. A value read once stands where it is read; one that the optimizer's text names, or
 * that is read more often, gets a line of its own. Names are given again as soon as what they stood for is read no more, so
 * that `m = interp(g, m, 0.9)` reads as in the paper.
 */
import type { BinaryOperator, Expression, Program, Statement } from "../program/ast.ts";
import { parseProgram } from "../program/parse.ts";
import { printProgram } from "../program/print.ts";
import { divideHelper, type SeedValue } from "./seed-values.ts";

type Call = SeedValue & { readonly kind: "call" };

/** Calls inside one another on one line. */
const maxNesting = 12;

/** Canonical text of a program with these states, whose outputs are the update and the new states. */
export function seedText({ states, outputs }: { states: readonly string[]; outputs: readonly SeedValue[] }): string {
  const calls = inOrder(outputs);
  const lines = linesOf(calls, outputs);
  const counts = calls.some((each) => each.args.some((arg) => arg.kind === "input" && arg.name === "step"));
  const parameters = ["w", "g", ...states, "lr", ...(counts ? ["step"] : [])];
  const names = chooseNames(parameters, lines, outputs);
  const statements = lines.map((line): Statement => {
    return { kind: "assign", target: names.get(line)!, value: spelled(line, names), at };
  });
  const values = outputs.map((output) => expressionOf(output, names));
  const divides = calls.some((each) => each.fn === "divide");
  const program: Program = {
    dialect: "paper",
    helpers: [],
    parameters,
    statements: [...statements, { kind: "return", values, at }],
  };
  return printProgram(parseProgram(`${divides ? divideHelper : ""}${printProgram(program)}`));
}

const at = { line: 1, column: 1 };

/** All calls that the outputs need, operands first. Its own stack: a chain of calls may be thousands long. */
function inOrder(outputs: readonly SeedValue[]): readonly Call[] {
  const found = new Set<Call>();
  const pending = [...outputs].reverse();
  for (let next = pending.at(-1); next !== undefined; next = pending.at(-1)) {
    const missing = next.kind === "call" ? next.args.filter((arg) => arg.kind === "call" && !found.has(arg)) : [];
    if (missing.length > 0 && next.kind === "call" && !found.has(next)) pending.push(...missing.reverse());
    else {
      if (next.kind === "call") found.add(next);
      pending.pop();
    }
  }
  return [...found];
}

/** The calls that stand on lines of their own. */
function linesOf(calls: readonly Call[], outputs: readonly SeedValue[]): readonly Call[] {
  const reads = new Map<SeedValue, number>();
  for (const value of [...calls.flatMap((each) => each.args), ...outputs])
    reads.set(value, (reads.get(value) ?? 0) + 1);
  const nesting = new Map<SeedValue, number>();
  return calls.filter((each) => {
    const depth = 1 + Math.max(0, ...each.args.map((arg) => nesting.get(arg) ?? 0));
    const own = each.wish !== null || reads.get(each)! > 1 || depth > maxNesting;
    nesting.set(each, own ? 0 : depth);
    return own;
  });
}

/** A name for every line. */
function chooseNames(
  parameters: readonly string[],
  lines: readonly Call[],
  outputs: readonly SeedValue[],
): ReadonlyMap<SeedValue, string> {
  const lastReads = lastReadsOf(lines, outputs);
  const names = new Map<SeedValue, string>();
  const lastReadOf = new Map<string, number>(); // of the value that holds a name now
  for (const name of parameters) lastReadOf.set(name, lastReads.get(name) ?? -1);
  lines.forEach((line, position) => {
    const free = (name: string): boolean => (lastReadOf.get(name) ?? -1) <= position;
    const wanted = line.wish ?? "x";
    let name = wanted;
    for (let i = 2; !free(name); i++) name = `${wanted}${i}`;
    names.set(line, name);
    lastReadOf.set(name, lastReads.get(line) ?? -1);
  });
  return names;
}

/** The last line that reads each line, and each input by name; the number of lines where an output does. */
function lastReadsOf(lines: readonly Call[], outputs: readonly SeedValue[]): ReadonlyMap<SeedValue | string, number> {
  const own = new Set<SeedValue>(lines);
  const last = new Map<SeedValue | string, number>();
  const read = (value: SeedValue, position: number): void => {
    if (value.kind === "input") last.set(value.name, position);
    else if (own.has(value)) last.set(value, position);
    else if (value.kind === "call") for (const arg of value.args) read(arg, position);
  };
  lines.forEach((line, position) => {
    for (const arg of line.args) read(arg, position);
  });
  for (const output of outputs) read(output, lines.length);
  return last;
}

function expressionOf(value: SeedValue, names: ReadonlyMap<SeedValue, string>): Expression {
  const name = names.get(value);
  if (name !== undefined) return { kind: "name", name, at };
  switch (value.kind) {
    case "input":
      return { kind: "name", name: value.name, at };
    case "call":
      return spelled(value, names);
    case "number": {
      const magnitude: Expression = { kind: "number", value: Math.abs(value.value), at };
      return value.value < 0 ? { kind: "unary", operator: "-", operand: magnitude, at } : magnitude;
    }
  }
}

const operators: ReadonlySet<string> = new Set<BinaryOperator>(["+", "-", "*", "/", "**"]);

function spelled({ fn, args }: Call, names: ReadonlyMap<SeedValue, string>): Expression {
  const values = args.map((arg) => expressionOf(arg, names));
  const [left, right] = values;
  if (operators.has(fn)) return { kind: "binary", operator: fn as BinaryOperator, left: left!, right: right!, at };
  if (fn === "negative") return { kind: "unary", operator: "-", operand: left!, at };
  return { kind: "call", name: fn, args: values, at };
}
