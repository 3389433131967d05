/** The body of `apply`: statements in order, once a step and for each tensor, and what is stored. */
import type { Expression, Position } from "../../program/ast.ts";
import type { PythonStatement } from "../../program/parse-python.ts";
import { nameOf, type ReadScope, readExpression } from "./read-expression.ts";
import { ReadMistake } from "./read-mistake.ts";
import type { ReadStatement } from "./read-program.ts";
import type { ReadValue, ReadValues } from "./read-values.ts";

/** What a body is read with. `lists`: names of weights, gradients and the state; `wordOf`: what programs call an identifier. */
export interface BodyOf {
  readonly values: ReadValues;
  /** Parameters. */
  readonly names: Map<string, ReadValue>;
  readonly lists: readonly [weights: string, gradients: string, state: string];
  /** Keys of the state: all, and those that are one number. */
  readonly carried: readonly string[];
  readonly scalars: readonly string[];
  readonly body: readonly PythonStatement[];
  readonly wordOf: (identifier: string) => string;
}

/** What a body does. `after`: what is under a key of the state after it, of the weights for null. */
export interface ReadBody {
  readonly lists: readonly (readonly ReadStatement[])[];
  after(key: string | null): ReadValue;
}

interface Run extends ReadScope {
  readonly of: BodyOf;
  /** What weights (null) and states are now. */
  readonly now: Map<string | null, ReadValue>;
  readonly statements: ReadStatement[][];
  readonly named: Set<ReadValue>;
}

/** Reads a body. Errors: `ReadMistake`. */
export function readBody(of: BodyOf): ReadBody {
  const { values, lists, carried, scalars, body, wordOf } = of;
  const now = new Map<string | null, ReadValue>([[null, values.input("w", true)]]);
  for (const key of carried) now.set(key, values.input(wordOf(key), !scalars.includes(key)));
  const [weights, gradients, state] = lists;
  const run: Run = {
    of,
    now,
    values,
    names: of.names,
    statements: [[]],
    named: new Set(),
    item: (list, key) => {
      if (list === state && key === "step") return values.input("step", false);
      if (list === state && key !== null) return now.get(key);
      return key !== null
        ? undefined
        : list === weights
          ? now.get(null)
          : list === gradients
            ? values.input("g", true)
            : undefined;
    },
    summed: (element, variable, list) => {
      const each = run.item(list, null);
      if (each === undefined) return undefined;
      return totalOf(run, element, new Map([...run.names, [variable, each]]));
    },
  };
  const statements = body.filter(({ kind }, i) => !(kind === "text" && i === 0));
  statements.forEach((statement, i) => {
    if (statement.kind === "for") readLoop(run, statement);
    else if (statement.kind !== "assign") throw unfit(statement.at);
    else if (!isTotalStart(statement, statements.slice(i + 1)) && !isMaskStart(statement))
      readAssignment(run, statement);
  });
  return { lists: run.statements, after: (key) => now.get(key)! };
}

type Assignment = PythonStatement & { readonly kind: "assign" };
type Loop = PythonStatement & { readonly kind: "for" };

/** `total = 0`, where the next loop adds to it. */
function isTotalStart({ targets: [target], operator, value }: Assignment, later: readonly PythonStatement[]): boolean {
  const loop = later.find(({ kind }) => kind === "for");
  if (operator !== null || value.kind !== "number" || value.value !== 0 || loop?.kind !== "for") return false;
  return loop.body.some(
    (each) => each.kind === "assign" && each.operator === "+" && nameOf(each.targets[0]!) === nameOf(target!),
  );
}

/** `decays = [True] * len(params) if decays is None else decays`, which the parser has kept as a choice. */
function isMaskStart({ targets: [target], value }: Assignment): boolean {
  return nameOf(target!) === "decays" && value.kind === "choice";
}

function readLoop(run: Run, { variable, over, body, at }: Loop): void {
  const [weights, gradients] = run.of.lists;
  const call = (expression: Expression | undefined, name: string): readonly Expression[] =>
    expression?.kind === "call" && expression.name === name ? expression.args : [];
  const [index, pair] = call(variable, "tuple");
  const [w, g] = call(pair, "tuple").map(nameOf);
  const [zipped] = call(over, "enumerate");
  const lists = call(zipped, "zip").map(nameOf);
  if (index === undefined || !w || !g || lists.join() !== `${weights},${gradients}`) {
    throw new ReadMistake(`a loop other than "for i, (w, g) in enumerate(zip(${weights}, ${gradients})):"`, at);
  }
  run.names.set(w, run.now.get(null)!);
  run.names.set(g, run.values.input("g", true));
  run.names.delete(nameOf(index));
  run.statements.push([]);
  const totals = new Map<string, ReadValue>();
  for (const statement of body) {
    if (statement.kind !== "assign") throw unfit(statement.at);
    const name = nameOf(statement.targets[0]!);
    const isTotal = statement.operator === "+" && !run.names.has(name) && name !== "";
    if (isTotal) totals.set(name, totalOf(run, statement.value, run.names));
    else readAssignment(run, statement);
  }
  for (const [name, value] of totals) run.names.set(name, value);
  run.statements.push([]);
}

/** The sum of an element over all tensors: of `np.sum(x)`, or of one number for each tensor. */
function totalOf(run: Run, element: Expression, names: Map<string, ReadValue>): ReadValue {
  const value = readExpression({ ...run, names }, element);
  return run.values.call("total", value.op === "tensor_sum" ? value.args : [value]);
}

function readAssignment(run: Run, statement: Assignment): void {
  const { targets, operator, at } = statement;
  const left = targets[0]!;
  const value: Expression =
    operator === null ? statement.value : { kind: "binary", operator, left, right: statement.value, at };
  if (targets.some(isStepCount)) readStepCount(run, statement, value);
  else {
    const found = readExpression(run, value);
    for (const target of targets) assign(run, target, found);
    if (found.op === "total") run.statements.push([]);
  }
}

const isStepCount = (target: Expression): boolean =>
  target.kind === "call" && target.name === "[]" && nameOf(target.args[1]!) === '"step"';

/** `step = state["step"] = state["step"] + 1` */
function readStepCount(run: Run, { targets, at }: Assignment, value: Expression): void {
  const counts =
    value.kind === "binary" &&
    value.operator === "+" &&
    isStepCount(value.left) &&
    value.right.kind === "number" &&
    value.right.value === 1;
  if (!counts) throw new ReadMistake('a count of steps other than state["step"] + 1', at);
  for (const name of targets.map(nameOf)) if (name !== "") run.names.set(name, run.values.input("step", false));
}

function assign(run: Run, target: Expression, value: ReadValue): void {
  const { at } = target;
  const name = nameOf(target);
  if (name !== "" && !/[."]/.test(name)) {
    run.names.set(name, value);
    record(run, { name: run.of.wordOf(name), value, at });
    return;
  }
  const key = storedKey(run, target);
  if (key === undefined)
    throw new ReadMistake("a value stored elsewhere than under a name, in params or in the state", at);
  run.now.set(key, value);
  if (key === null || !run.named.has(value)) record(run, { name: key === null ? "w" : run.of.wordOf(key), value, at });
}

/** What `params[i]`, `state["m"][i]` or `state["m"]` stores. */
function storedKey({ of: { lists, carried } }: Run, target: Expression): string | null | undefined {
  if (target.kind !== "call" || target.name !== "[]") return undefined;
  const [list, index] = target.args as [Expression, Expression];
  if (nameOf(list) === lists[0]) return null;
  const [state, key] = list.kind === "call" && list.name === "[]" ? list.args : [list, index];
  const text = /^"(.*)"$/.exec(nameOf(key!))?.[1];
  return nameOf(state!) === lists[2] && text !== undefined && carried.includes(text) ? text : undefined;
}

/** Notes a value that a statement makes; names for what is there already are none. */
function record({ statements, named }: Run, statement: ReadStatement): void {
  const { op } = statement.value;
  if (["input", "number", "flag", "total"].includes(op)) return;
  named.add(statement.value);
  statements.at(-1)!.push(statement);
}

function unfit(at: Position): ReadMistake {
  return new ReadMistake("a statement that is neither an assignment nor the loop over all tensors", at);
}
