/** A listing that calls functions of modules (`np.sqrt`): it means what they compute, and becomes a program of the library's dialect. */
import { type Position, type Program, paperInputs, type Statement } from "../../program/ast.ts";
import { findFunction } from "../../program/functions.ts";
import type { PythonFunction } from "../../program/parse-python.ts";
import { programOfStep } from "./linear-program.ts";
import { numbersOf, type Parts, requireInputs, requireUpdate, unfit, valueIn } from "./listing-parts.ts";
import { nameOf, type ReadScope, readExpression } from "./read-expression.ts";
import { ReadMistake } from "./read-mistake.ts";
import type { ReadStatement } from "./read-program.ts";
import { createReadValues, type ReadValue } from "./read-values.ts";

/** The program of a listing, whose arithmetic is exact. Errors: `ReadMistake`. */
export function moduleListing({ main, helpers, constants }: Parts): Program {
  const open = main.parameters.filter(({ value }) => value === null).map(({ name }) => name);
  requireInputs(open, main.at);
  const { weights, gradient, states, rate, step } = paperInputs(open)!;
  const values = createReadValues({ by: [], of: "weights" });
  const calls = { count: 0, depth: 0 };
  const names = new Map<string, ReadValue>([
    [weights, values.input("w", true)],
    [gradient, values.input("g", true)],
    ...states.map((name): [string, ReadValue] => [name, values.input(name, true)]),
    [rate, values.input("lr", false)],
    ...(step === null ? [] : [[step, values.input("step", false)] as [string, ReadValue]]),
  ]);
  const scope: ReadScope = {
    values,
    names,
    item: () => undefined,
    summed: () => undefined,
    functionOf: (name) => findFunction("library", name)?.name,
    call: (name, args, at) => callHelper({ scope, helpers, constants, calls }, { name, args, at }),
  };
  const hyperparameters = [...numbersOf(main, constants)].map(([name, value]) => {
    const found = readExpression(scope, value);
    const number = found.number ?? found.flag;
    if (number === undefined)
      throw new ReadMistake(`${name} is no number; numbers, True and False have names here`, value.at);
    return { name, default: number, about: "" };
  });
  for (const { name } of hyperparameters) names.set(name, values.input(name, false));
  const statements: ReadStatement[] = [];
  const assigned: Statement[] = [];
  let returned: readonly ReadValue[] | null = null;
  for (const each of main.body) {
    if (each.kind === "text") continue;
    if (each.kind === "return") {
      requireUpdate([...assigned, each], weights);
      returned = each.values.map((value) => readExpression(scope, value));
      continue;
    }
    if (each.kind !== "assign") throw unfit(each.at);
    const value = readExpression(scope, valueIn(each));
    assigned.push({ kind: "assign", target: nameOf(each.targets[0]!), value: valueIn(each), at: each.at });
    for (const target of each.targets) {
      const name = nameOf(target);
      if (!/^\w+$/.test(name)) throw unfit(each.at);
      names.set(name, value);
      if (!["input", "number", "flag", "total"].includes(value.op)) statements.push({ name, value, at: each.at });
    }
  }
  if (returned?.length !== 1 + states.length) {
    throw new ReadMistake(
      `a listing ends with return ${["update", ...states].join(", ")}`,
      main.body.at(-1)?.at ?? main.at,
    );
  }
  const [update, ...after] = returned;
  return programOfStep({
    hyperparameters,
    lr: null,
    carried: states.map((name, i) => ({ kind: "state", name, start: values.number(0), after: after[i]! })),
    weights: values.operator("-", values.input("w", true), update!),
    lists: [statements],
    maskedBy: [],
  });
}

/** What helpers are called with: `calls` counts, since a few lines can come to millions of calls. */
interface Helpers extends Omit<Parts, "main"> {
  readonly scope: ReadScope;
  readonly calls: { count: number; depth: number };
}

interface HelperCall {
  readonly name: string;
  readonly args: readonly ReadValue[];
  readonly at: Position;
}

const maxCalls = 1000;
const maxDepth = 30;

/** What a function beside the listing gives; undefined where there is none of that name. */
function callHelper(given: Helpers, call: HelperCall): ReadValue | undefined {
  const { helpers, calls } = given;
  const helper = helpers.find(({ name }) => name === call.name);
  if (helper === undefined) return undefined;
  calls.count += 1;
  calls.depth += 1;
  if (calls.count > maxCalls || calls.depth > maxDepth) {
    throw new ReadMistake(
      `more than ${maxCalls} calls of functions, or ${maxDepth} within each other, as of one that calls itself`,
      call.at,
    );
  }
  const value = returnedBy(helper, argumentsOf(helper, call, given));
  calls.depth -= 1;
  return value;
}

/** What names stand for at the beginning of a function: numbers from outside, and its arguments. */
function argumentsOf(
  { name, parameters }: PythonFunction,
  { args, at }: HelperCall,
  { scope, constants }: Helpers,
): ReadScope {
  const inside: ReadScope = { ...scope, names: new Map<string, ReadValue>() };
  for (const [key, value] of constants) inside.names.set(key, readExpression(inside, value));
  parameters.forEach((parameter, i) => {
    const value = args[i] ?? (parameter.value === null ? undefined : readExpression(inside, parameter.value));
    if (value !== undefined) inside.names.set(parameter.name, value);
  });
  const wanted = parameters.filter(({ value }) => value === null).length;
  if (args.length >= wanted && args.length <= parameters.length) return inside;
  throw new ReadMistake(`${name} is called with ${args.length} arguments and has ${parameters.length}`, at);
}

function returnedBy({ name, body, at }: PythonFunction, scope: ReadScope): ReadValue {
  for (const each of body) {
    if (each.kind === "return" && each.values.length === 1) return readExpression(scope, each.values[0]!);
    if (each.kind === "text") continue;
    if (each.kind !== "assign") throw unfit(each.at);
    const value = readExpression(scope, valueIn(each));
    for (const target of each.targets) scope.names.set(nameOf(target), value);
  }
  throw new ReadMistake(`the function ${name} returns no one value`, at);
}
