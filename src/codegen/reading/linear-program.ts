/**
 * A step that was read as a program of the library's dialect: each value under its name, computed once.
 *
 * A value is written by a name that holds it where there is one, else written out, which costs nothing: equal values are one. Where the
 * weights, the gradient or a state as they were are needed after their name has got a new value, they get another name at the beginning.
 */
import type { BinaryOperator, Expression, Position, Program, Statement } from "../../program/ast.ts";
import { inOneOrder } from "./order.ts";
import { ReadMistake } from "./read-mistake.ts";
import type { ReadStatement, ReadStep } from "./read-program.ts";
import type { ReadValue } from "./read-values.ts";

/** The program of a step; `at` of its parts is where the text has them. */
export function programOfStep(step: ReadStep): Program {
  const statements = inOneOrder(step.lists).map((each) => renamed(each, step));
  const kept = new Map<string, string>();
  for (;;) {
    const found = write(step, statements, kept);
    if (!("missing" in found)) return { dialect: "library", helpers: [], parameters: [], statements: found };
    kept.set(found.missing, freshName(`raw_${found.missing}`, step, statements));
  }
}

/** `new_m`, which the state m takes over, is m from the start. */
function renamed(statement: ReadStatement, { carried, weights }: ReadStep): ReadStatement {
  const { name, value } = statement;
  const goals = [{ name: "w", after: weights }, ...carried];
  const goal = goals.find((each) => name === `new_${each.name}` && each.after === value);
  return goal === undefined ? statement : { ...statement, name: goal.name };
}

function freshName(
  wish: string,
  { carried, hyperparameters, lists }: ReadStep,
  statements: readonly ReadStatement[],
): string {
  const taken = new Set([...carried, ...hyperparameters, ...statements, ...lists.flat()].map(({ name }) => name));
  let name = wish;
  while (taken.has(name)) name += "_";
  return name;
}

/** An input whose name holds something else when it is needed. */
interface Missing {
  readonly missing: string;
}

/** What each name holds; `name`: which name a value has now. */
interface Holders {
  set(name: string, value: ReadValue): void;
  nameOf(value: ReadValue): string | undefined;
  holds(name: string, value: ReadValue): boolean;
}

function createHolders(): Holders {
  const held = new Map<string, ReadValue>();
  return {
    set: (name, value) => void held.set(name, value),
    nameOf: (value) => {
      if (value.name !== undefined && (held.get(value.name) ?? value) === value) return value.name;
      return [...held].find(([, each]) => each === value)?.[0];
    },
    holds: (name, value) => (held.get(name) ?? (value.name === name ? value : undefined)) === value,
  };
}

/** Statements with inputs in `kept` under a second name; or which input is missing there. */
function write(
  step: ReadStep,
  ordered: readonly ReadStatement[],
  kept: ReadonlyMap<string, string>,
): Statement[] | Missing {
  const start: Position = { line: 1, column: 1 };
  const holders = createHolders();
  const statements: Statement[] = [];
  const missing = new Set<string>();
  const expressionOf = createWriter(holders, missing);
  const declare = (kind: Statement["kind"] & ("hyper" | "state" | "scalar"), target: string, value: Expression): void =>
    void statements.push({ kind, target, value, at: start });
  for (const { name, default: value } of step.hyperparameters) {
    if (value === null || name === "peak_lr") continue;
    declare("hyper", name, typeof value === "boolean" ? { kind: "flag", value, at: start } : numberOf(value, start));
  }
  for (const { kind, name, start: value } of step.carried) {
    const zeros = kind === "state" && value.number === 0;
    declare(kind, name, zeros ? { kind: "name", name: "zeros", at: start } : expressionOf(value, start));
  }
  const inputs = inputsOf([
    step.weights,
    ...step.carried.flatMap(({ after, start: first }) => [after, first]),
    ...ordered.map(({ value }) => value),
  ]);
  for (const [input, name] of kept) {
    statements.push({ kind: "assign", target: name, value: { kind: "name", name: input, at: start }, at: start });
    holders.set(name, inputs.get(input)!);
  }
  const assign = (name: string, value: ReadValue, at: Position): void => {
    if (holders.holds(name, value)) return;
    statements.push({ kind: "assign", target: name, value: expressionOf(value, at), at });
    holders.set(name, value);
  };
  for (const { name, value, at } of ordered) assign(name, value, at);
  const last = ordered.at(-1)?.at ?? start;
  for (const { name, after } of step.carried) assign(name, after, last);
  if (holders.holds("w", step.weights) && step.weights.name === "w") statements.push(assignedItself(last));
  assign("w", step.weights, last);
  const [first] = missing;
  return first === undefined ? statements : { missing: first };
}

/** A program must assign to the weights, also one that leaves them as they are. */
function assignedItself(at: Position): Statement {
  return { kind: "assign", target: "w", value: { kind: "name", name: "w", at }, at };
}

/** Inputs that values need, by name. */
function inputsOf(values: readonly ReadValue[]): ReadonlyMap<string, ReadValue> {
  const found = new Map<string, ReadValue>();
  const seen = new Set<ReadValue>();
  const pending = [...values];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.name !== undefined) found.set(next.name, next);
    pending.push(...next.args);
  }
  return found;
}

/** Parts of expressions beyond which a program is refused: far above any sensible one. */
const maxParts = 100_000;

/** Writes values by the names that hold them; `missing` gets inputs that none does. */
function createWriter(holders: Holders, missing: Set<string>): (value: ReadValue, at: Position) => Expression {
  let written = 0;
  const write = (value: ReadValue, at: Position): Expression => {
    const { op, args, number, flag, name } = value;
    if (++written > maxParts) throw new ReadMistake("more to write out than a program should hold", at);
    if (number !== undefined) return numberOf(number, at);
    if (flag !== undefined) return { kind: "flag", value: flag, at };
    const held = holders.nameOf(value);
    if (held !== undefined) return { kind: "name", name: held, at };
    if (name !== undefined) {
      missing.add(name);
      return { kind: "name", name, at };
    }
    const operands = (): Expression[] => args.map((arg) => write(arg, at));
    switch (op) {
      case "fill":
        return write(args[0]!, at);
      case "total":
        return totalOf(args[0]!, (each) => write(each, at), at);
      case "choice": {
        const [condition, whenTrue, whenFalse] = operands() as [Expression, Expression, Expression];
        return { kind: "choice", condition, whenTrue, whenFalse, at };
      }
      case "-x":
        return { kind: "unary", operator: "-", operand: operands()[0]!, at };
      case "not":
        return { kind: "unary", operator: "not", operand: operands()[0]!, at };
    }
    if (/^\w+$/.test(op) && op !== "and" && op !== "or") return { kind: "call", name: op, args: operands(), at };
    const [left, right] = operands() as [Expression, Expression];
    return { kind: "binary", operator: op as BinaryOperator, left, right, at };
  };
  return write;
}

/** A sum over all tensors as the language has it: of a product, or of something times 1. */
function totalOf(value: ReadValue, write: (value: ReadValue) => Expression, at: Position): Expression {
  const args = value.op === "*" ? value.args.map(write) : [write(value), numberOf(1, at)];
  return { kind: "call", name: "dot", args, at };
}

/** Programs have no literal for what is not finite. */
function numberOf(value: number, at: Position): Expression {
  const plain = (each: number): Expression => ({ kind: "number", value: each, at });
  if (Number.isNaN(value)) return { kind: "binary", operator: "/", left: plain(0), right: plain(0), at };
  if (value < 0) return { kind: "unary", operator: "-", operand: numberOf(-value, at), at };
  return Number.isFinite(value) ? plain(value) : { kind: "binary", operator: "/", left: plain(1), right: plain(0), at };
}
