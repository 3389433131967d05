/**
 * An export for NumPy, read back: `init` and `apply` as a step. It may have been edited by hand, within the same form.
 *
 * Names are those of the text without the underscore that reserved words got. Helpers must be as they were written.
 */
import { type Expression, keywords, type Position } from "../../program/ast.ts";
import { tokenize } from "../../program/lexer.ts";
import {
  type PythonFunction,
  type PythonParameter,
  type PythonStatement,
  parsePython,
} from "../../program/parse-python.ts";
import { numpyHelpers } from "../numpy/helpers.ts";
import { readMaskLines } from "../numpy/mask-lines.ts";
import { numpy } from "../targets/numpy.ts";
import { aboutsOf } from "./docstring.ts";
import { readBody } from "./read-body.ts";
import { nameOf, readExpression } from "./read-expression.ts";
import { ReadMistake } from "./read-mistake.ts";
import type { ReadCarried, ReadHyperparameter, ReadStep } from "./read-program.ts";
import { createReadValues, type MaskRule, type ReadValue } from "./read-values.ts";

/** Whether a text is a module like those that `--to numpy` writes. */
export function isNumpyExport(text: string): boolean {
  return /^def apply\(/m.test(text) && /^def init\(/m.test(text);
}

/** Reads a module. Errors: `ReadMistake`, `SyntaxMistake`, `program-syntax` for a text that is too long. */
export function readNumpy(text: string, mask: Pick<MaskRule, "of">): ReadStep {
  const functions = functionsOf(parsePython(text, isHelper));
  const [init, apply] = ["init", "apply"].map((name) => functions.get(name) ?? lacks(name, functions)) as [
    PythonFunction,
    PythonFunction,
  ];
  const docstring = docstringOf(apply);
  const abouts = new Map([...aboutsOf(docstringOf(init)), ...aboutsOf(docstring)]);
  const maskedBy = readMaskLines(docstring).map(wordOf);
  const values = createReadValues({ by: maskedBy, of: mask.of });
  const [first, step] = [optionsOf(init, 1), optionsOf(apply, 3)];
  const declared = merged(first.options, step.options).map(
    ({ name, value, at }): ReadHyperparameter => ({
      name: wordOf(name),
      default: value === null ? null : defaultOf(value, at),
      about: abouts.get(name) ?? "",
    }),
  );
  const input = ({ name }: PythonParameter): [string, ReadValue] => [name, values.input(wordOf(name), false)];
  const carried = carriedOf(init, new Map(first.options.map(input)), values);
  const read = readBody({
    values,
    names: new Map(step.options.filter(({ name }) => name !== "decays").map(input)),
    lists: step.lists as [string, string, string],
    carried: carried.map(({ name }) => name),
    scalars: carried.filter(({ kind }) => kind === "scalar").map(({ name }) => name),
    body: apply.body,
    wordOf,
  });
  return {
    hyperparameters: declared.filter(({ name }) => name !== "lr" && name !== "decays"),
    lr: declared.find(({ name }) => name === "lr") ?? null,
    carried: carried.map((each) => ({ ...each, name: wordOf(each.name), after: read.after(each.name) })),
    weights: read.after(null),
    lists: read.lists,
    maskedBy,
  };
}

/** The name that a program has for an identifier: without the underscore of a reserved word, with one where programs have that word. */
export function wordOf(identifier: string): string {
  const bare = identifier.replace(/_+$/, "");
  if (bare !== identifier && numpy.reserved.has(bare) && !keywords.includes(identifier.slice(0, -1)))
    return identifier.slice(0, -1);
  return keywords.includes(identifier) ? `${identifier}_` : identifier;
}

function isHelper(name: string, words: readonly string[]): boolean {
  const helper = numpyHelpers[name];
  if (!Object.hasOwn(numpyHelpers, name) || helper === undefined) return false;
  const own = tokenize(helper.text, { syntax: "python" }).filter(({ kind }) => kind !== "end" && kind !== "eof");
  return own.length === words.length && own.every(({ text }, i) => text === words[i]);
}

function functionsOf(module: readonly PythonStatement[]): Map<string, PythonFunction> {
  const found = new Map<string, PythonFunction>();
  for (const statement of module) {
    if (statement.kind === "text") continue;
    if (statement.kind !== "function") {
      throw new ReadMistake(
        "a statement outside of functions; an export has init, apply and functions of whole tensors alone",
        statement.at,
      );
    }
    const { name, at } = statement;
    if (found.has(name)) throw new ReadMistake(`a second function ${name}; there may be one`, at);
    if (Object.hasOwn(numpyHelpers, name) && statement.body.length > 0) {
      throw new ReadMistake(`the function ${name} is not as Lionlab writes it; take it as it was exported`, at);
    }
    if (name !== "init" && name !== "apply" && !Object.hasOwn(numpyHelpers, name)) {
      throw new ReadMistake(
        `a function ${name}; an export has init, apply and ${Object.keys(numpyHelpers).join(", ")}`,
        at,
      );
    }
    found.set(name, statement);
  }
  return found;
}

function lacks(name: string, functions: ReadonlyMap<string, PythonFunction>): never {
  const at = [...functions.values()][0]?.at ?? { line: 1, column: 1 };
  throw new ReadMistake(
    `no function ${name}; an export for NumPy has init(params) and apply(params, grads, state)`,
    at,
  );
}

function docstringOf({ body: [first] }: PythonFunction): string {
  return first?.kind === "text" ? first.text : "";
}

/** Parameters without defaults that come first, and the others. */
function optionsOf(
  { name, parameters, at }: PythonFunction,
  count: number,
): { lists: string[]; options: PythonParameter[] } {
  const lists = parameters.slice(0, count);
  const wanted = ["params", "grads", "state"].slice(0, count).join(", ");
  if (lists.length < count || lists.some(({ value }) => value !== null)) {
    throw new ReadMistake(`${name} begins with other parameters than (${wanted})`, at);
  }
  return { lists: lists.map((each) => each.name), options: parameters.slice(count) };
}

/** Both in one order: those of `apply`, and each that `init` alone has before the next that both have. */
function merged(first: readonly PythonParameter[], step: readonly PythonParameter[]): PythonParameter[] {
  const all = [...step];
  first.forEach((parameter, i) => {
    const same = step.find(({ name }) => name === parameter.name);
    if (same !== undefined) return;
    const next = first.slice(i + 1).find(({ name }) => step.some((each) => each.name === name));
    all.splice(next === undefined ? all.length : all.findIndex(({ name }) => name === next.name), 0, parameter);
  });
  return all;
}

function defaultOf(value: Expression, at: Position): number | boolean | null {
  if (value.kind === "name" && value.name === "None") return null;
  if (value.kind === "flag") return value.value;
  const scope = { values: createReadValues({ by: [], of: "weights" }), names: new Map<string, ReadValue>() };
  const { number } = readExpression({ ...scope, item: () => undefined, summed: () => undefined }, value);
  if (number !== undefined) return number;
  throw new ReadMistake("a default that is no number; defaults are numbers, True or False", at);
}

/** What a state or scalar begins with. */
type Start = Omit<ReadCarried, "after">;

/** What `init` says of states and scalars. */
function carriedOf(
  { body, at }: PythonFunction,
  names: Map<string, ReadValue>,
  values: ReturnType<typeof createReadValues>,
): Start[] {
  const last = body.at(-1);
  const [dict] = last?.kind === "return" ? last.values : [];
  const others = body.slice(0, -1).filter(({ kind }) => kind !== "text");
  if (dict?.kind !== "call" || dict.name !== "dict" || others.length > 0) {
    throw new ReadMistake(
      'init does more than "return {…}" with a start for each state',
      others[0]?.at ?? last?.at ?? at,
    );
  }
  const scope = { values, names, item: () => undefined, summed: () => undefined };
  const entries = Array.from(
    { length: dict.args.length / 2 },
    (_, i) => dict.args.slice(2 * i, 2 * i + 2) as [Expression, Expression],
  );
  return entries.flatMap(([key, value]): Start[] => {
    const name = /^"(.*)"$/.exec(nameOf(key))?.[1];
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name))
      throw new ReadMistake("a state without a name in quotes", key.at);
    if (name === "step") return requireZero(readExpression(scope, value), value.at);
    const [each] = value.kind === "call" && value.name === "list" ? value.args : [];
    if (each === undefined) return [{ kind: "scalar", name, start: readExpression(scope, value) }];
    if (each.kind !== "call" || each.name !== "each") {
      throw new ReadMistake(`a list for ${name} other than "[np.zeros_like(w) for w in params]"`, each.at);
    }
    const start = readExpression(scope, each.args[0]!);
    return [{ kind: "state", name, start: start.op === "fill" ? start.args[0]! : start }];
  });
}

function requireZero({ number }: ReadValue, at: Position): [] {
  if (number === 0) return [];
  throw new ReadMistake("a count of steps that does not begin with 0", at);
}
