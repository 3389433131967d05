/** What listings have in common, whichever dialect they become: functions, numbers with names, and what they must return. */
import { type Expression, type Position, paperInputs, type Statement } from "../../program/ast.ts";
import type { PythonFunction, PythonStatement } from "../../program/parse-python.ts";
import { nameOf } from "./read-expression.ts";
import { ReadMistake } from "./read-mistake.ts";

/** What a text with a listing holds. */
export interface Parts {
  readonly main: PythonFunction;
  readonly helpers: readonly PythonFunction[];
  /** Values of names outside of functions. */
  readonly constants: ReadonlyMap<string, Expression>;
}

/** The functions and numbers of a module. Errors: `ReadMistake`. */
export function partsOf(module: readonly PythonStatement[]): Parts {
  const constants = new Map<string, Expression>();
  const functions: PythonFunction[] = [];
  for (const statement of module) {
    if (statement.kind === "function") functions.push(statement);
    else if (statement.kind === "assign") constants.set(constantName(statement), statement.value);
    else if (statement.kind !== "text") throw outside(statement.at);
  }
  const named = functions.find(({ name }) => name === "train");
  const main = functions.length === 1 ? functions[0]! : named;
  if (main === undefined) {
    const found = functions.length === 0 ? "no function" : `functions ${functions.map(({ name }) => name).join(", ")}`;
    throw new ReadMistake(
      `${found}; a listing is a function train(w, g, m, v, lr)`,
      functions[0]?.at ?? { line: 1, column: 1 },
    );
  }
  return { main, helpers: functions.filter((each) => each !== main), constants };
}

function constantName({ targets, operator, at }: PythonStatement & { readonly kind: "assign" }): string {
  const name = nameOf(targets[0]!);
  if (operator !== null || targets.length > 1 || !/^\w+$/.test(name)) throw outside(at);
  return name;
}

function outside(at: Position): ReadMistake {
  return new ReadMistake(
    "a statement outside of functions that gives no name a number; there may be imports, name = number and functions",
    at,
  );
}

/** A parameter's default or a line before `def`, for each name that has one. */
export function numbersOf(
  { parameters }: PythonFunction,
  constants: ReadonlyMap<string, Expression>,
): Map<string, Expression> {
  return new Map([
    ...constants,
    ...parameters.flatMap(({ name, value }): [string, Expression][] => (value === null ? [] : [[name, value]])),
  ]);
}

/** Refuses parameters that no listing has. Errors: `ReadMistake`. */
export function requireInputs(parameters: readonly string[], at: Position): void {
  if (paperInputs(parameters) !== null) return;
  throw new ReadMistake(
    `a function of (${parameters.join(", ")}); a listing takes weights, gradient, states and rate, as in train(w, g, m, v, lr), and step where it is needed`,
    at,
  );
}

/** What is returned first is subtracted from the weights; weights that were computed already would be subtracted from themselves. */
export function requireUpdate(statements: readonly Statement[], weights: string): void {
  const last = statements.at(-1);
  const [first] = last?.kind === "return" ? last.values : [];
  const moved = statements.some((each) => {
    if (each.kind !== "assign" || each.target !== weights || each.value.kind !== "binary") return false;
    return /^[-+]$/.test(each.value.operator) && nameOf(each.value.left) === weights;
  });
  if (first === undefined || nameOf(first) !== weights || !moved) return;
  throw new ReadMistake(
    `new weights are returned; a listing returns the update that is subtracted from ${weights}, then the states`,
    last!.at,
  );
}

/** What an assignment gives its name, `x += y` written out. */
export function valueIn({ targets, operator, value, at }: PythonStatement & { readonly kind: "assign" }): Expression {
  return operator === null ? value : { kind: "binary", operator, left: targets[0]!, right: value, at };
}

/** The mistake of a statement that no listing has. */
export function unfit(at: Position): ReadMistake {
  return new ReadMistake("a statement that gives no name a value; a listing has assignments and return alone", at);
}
