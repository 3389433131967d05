/**
 * A listing as papers print it and people paste it: `def train(w, g, m, v, lr): … return update, m, v`.
 *
 * Without names of modules it is a program of the paper's form, whose arithmetic is protected; where it calls `np.sqrt` and the like, it means
 * what those compute, and becomes a program of the library's dialect. Numbers may have names: parameters with defaults, or lines before `def`.
 */
import type { Expression, Helper, Program, Statement } from "../../program/ast.ts";
import { checkProgram } from "../../program/check.ts";
import { readProgramText } from "../../program/parse.ts";
import { type PythonFunction, parsePython } from "../../program/parse-python.ts";
import { replaceNames } from "../../program/replace-names.ts";
import { numbersOf, type Parts, partsOf, requireInputs, requireUpdate, unfit, valueIn } from "./listing-parts.ts";
import { moduleListing } from "./module-listing.ts";
import { nameOf } from "./read-expression.ts";
import { ReadMistake } from "./read-mistake.ts";
import { restates } from "./restates.ts";

/** Reads a listing, or a program of either dialect as it is. Errors: `ReadMistake`, `SyntaxMistake`, `program-syntax`. */
export function readListing(text: string): Program {
  const known = programIn(text);
  if (known !== null) return known;
  const parts = partsOf(parsePython(text));
  const program = [parts.main, ...parts.helpers].some(usesModules) ? moduleListing(parts) : paperProgram(parts);
  const [mistake] = checkProgram(program);
  if (mistake === undefined) return program;
  const { code, message, at } = mistake;
  const name = code === "unknown-name" ? /"(.+?)"/.exec(message)?.[1] : undefined;
  throw new ReadMistake(
    name === undefined
      ? message
      : `${name} has no value; give it one as a parameter, ${name}=0.9, or on a line ${name} = 0.9 before def`,
    at,
  );
}

/** A text that is a program already. */
function programIn(text: string): Program | null {
  const { program, mistakes } = readProgramText(text, 1);
  if (program === null || mistakes.length > 0 || checkProgram(program).length > 0) return null;
  if (program.dialect === "paper") requireUpdate(program.statements, program.parameters[0]!);
  return program;
}

/** Whether a function's statements name something of a module; the types of its parameters do not count. */
function usesModules({ body }: PythonFunction): boolean {
  const names = (expression: Expression): boolean => {
    switch (expression.kind) {
      case "name":
        return expression.name.includes(".");
      case "call":
        return expression.name.includes(".") || expression.args.some(names);
      case "unary":
        return names(expression.operand);
      case "binary":
        return [expression.left, expression.right].some(names);
      case "choice":
        return [expression.condition, expression.whenTrue, expression.whenFalse].some(names);
      default:
        return false;
    }
  };
  return body.some((each) =>
    each.kind === "assign" ? names(each.value) : each.kind === "return" && each.values.some(names),
  );
}

function paperProgram({ main, helpers, constants }: Parts): Program {
  const numbers = numbersOf(main, constants);
  const parameters = main.parameters.filter(({ value }) => value === null).map(({ name }) => name);
  requireInputs(parameters, main.at);
  const statements = statementsOf(main, numbers);
  requireUpdate(statements, parameters[0]!);
  const helperOf = (each: PythonFunction): Helper => ({
    name: each.name,
    parameters: each.parameters.map(({ name }) => name),
    statements: statementsOf(each, constants),
    at: each.at,
  });
  return {
    dialect: "paper",
    parameters,
    statements,
    helpers: helpers.map(helperOf).filter((each) => !restates(each)),
  };
}

function statementsOf({ body, parameters, at }: PythonFunction, numbers: ReadonlyMap<string, Expression>): Statement[] {
  const hidden = new Set(parameters.filter(({ value }) => value === null).map(({ name }) => name));
  const inside = (expression: Expression): Expression =>
    replaceNames(expression, (name) => (hidden.has(name) ? null : (numbers.get(name) ?? null)));
  const statements = body.flatMap((each): Statement[] => {
    if (each.kind === "text") return [];
    if (each.kind === "return") return [{ ...each, values: each.values.map(inside) }];
    if (each.kind !== "assign") throw unfit(each.at);
    const value = inside(valueIn(each));
    return each.targets.map((target): Statement => {
      const name = nameOf(target);
      if (!/^\w+$/.test(name)) throw unfit(each.at);
      hidden.add(name);
      return { kind: "assign", target: name, value, at: each.at };
    });
  });
  if (statements.length > 0) return statements;
  throw new ReadMistake("a function that does nothing; a listing ends with return update, m, v", at);
}
