/** A listing that calls functions of modules (`np.sqrt`): it means what they compute, and becomes a program of the library's dialect. */
import { type Expression, type Program, paperInputs, type Statement } from "../../program/ast.ts";
import { findFunction } from "../../program/functions.ts";
import type { PythonFunction } from "../../program/parse-python.ts";
import { programOfStep } from "./linear-program.ts";
import { numbersOf, requireInputs, requireUpdate, unfit, valueIn } from "./listing-parts.ts";
import { nameOf, readExpression } from "./read-expression.ts";
import { ReadMistake } from "./read-mistake.ts";
import type { ReadStatement } from "./read-program.ts";
import { createReadValues, type ReadValue } from "./read-values.ts";

/** The program of a listing, whose arithmetic is exact. `constants`: names with numbers outside of it. Errors: `ReadMistake`. */
export function moduleListing(main: PythonFunction, constants: ReadonlyMap<string, Expression>): Program {
  const open = main.parameters.filter(({ value }) => value === null).map(({ name }) => name);
  requireInputs(open, main.at);
  const { weights, gradient, states, rate, step } = paperInputs(open)!;
  const values = createReadValues({ by: [], of: "weights" });
  const names = new Map<string, ReadValue>([
    [weights, values.input("w", true)],
    [gradient, values.input("g", true)],
    ...states.map((name): [string, ReadValue] => [name, values.input(name, true)]),
    [rate, values.input("lr", false)],
    ...(step === null ? [] : [[step, values.input("step", false)] as [string, ReadValue]]),
  ]);
  const scope = {
    values,
    names,
    item: () => undefined,
    summed: () => undefined,
    functionOf: (name: string) => findFunction("library", name)?.name,
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
