/**
 * Helper functions of a program, made into functions like those of the table.
 *
 * A helper is straight-line: assignments and one returned value. It becomes a flat list of calls, run over `ProgramOps`, so
 * types, rewrites, lowering and identities follow from the functions that it calls; nothing is said twice. A helper may
 * call helpers defined before or after it, but not itself, directly or through others.
 */
import type { Expression, Helper, Position, Program } from "./ast.ts";
import { findFunction, functionNames, isArithmetic, otherDialectHint, type ProgramFunction } from "./functions.ts";
import { orderHelpers } from "./helper-order.ts";
import type { ProgramOps } from "./program-ops.ts";
import { hint, type ProgramDiagnostic } from "./symbolic-run.ts";

/** Helpers that a program may define. */
const maxHelpers = 100;

/** Calls of the table's functions that a helper may come to, and all calls of helpers in a program together. */
export const maxHelperCalls = 5_000;

/** The helpers of a program: as functions by name, without those that have mistakes; and the mistakes. */
export interface CompiledHelpers {
  readonly functions: ReadonlyMap<string, ProgramFunction>;
  readonly diagnostics: readonly ProgramDiagnostic[];
}

/**
 * Helpers of a program without mistakes, in an order in which each calls earlier ones only.
 * Law: the same program object gives the same function objects.
 */
export function programFunctions(program: Program): readonly ProgramFunction[] {
  return [...compileHelpers(program).functions.values()];
}

/** The definitions of all helpers that `functions` come from or call, each after those that it calls. */
export function helperDefinitions(functions: Iterable<ProgramFunction>): readonly Helper[] {
  const found = new Set<Helper>();
  const visit = ({ helper }: ProgramFunction): void => {
    if (helper === undefined || found.has(helper.definition)) return;
    for (const called of helper.calls) visit(called);
    found.add(helper.definition);
  };
  for (const each of functions) visit(each);
  return [...found];
}

/** Compiles the helpers of a program, once for each program object. */
export function compileHelpers(program: Program): CompiledHelpers {
  const known = compiled.get(program);
  if (known !== undefined) return known;
  const result = program.helpers.length === 0 ? none : compile(program.helpers);
  compiled.set(program, result);
  return result;
}

const compiled = new WeakMap<Program, CompiledHelpers>();
const none: CompiledHelpers = { functions: new Map(), diagnostics: [] };

function compile(helpers: readonly Helper[]): CompiledHelpers {
  const diagnostics: ProgramDiagnostic[] = [];
  const functions = new Map<string, ProgramFunction>();
  const report = (code: ProgramDiagnostic["code"], message: string, at: Position): void => {
    diagnostics.push({ code, message, at });
  };
  const extra = helpers[maxHelpers];
  if (extra !== undefined) {
    report("too-large", `A program may define ${maxHelpers} helpers; this one defines ${helpers.length}.`, extra.at);
    return { functions, diagnostics };
  }
  checkNames(helpers, report);
  for (const definition of orderHelpers(helpers, report)) {
    const before = diagnostics.length;
    const made = translate({ definition, helpers, functions, report, mistakes: diagnostics });
    if (diagnostics.length === before && !functions.has(definition.name)) functions.set(definition.name, made);
  }
  return { functions, diagnostics };
}

type Report = (code: ProgramDiagnostic["code"], message: string, at: Position) => void;

function checkNames(helpers: readonly Helper[], report: Report): void {
  const taken = new Set<string>();
  for (const { name, parameters, at } of helpers) {
    if (findFunction("paper", name) !== undefined) {
      report("wrong-definition", `"${name}" is a function of the language; give the helper another name.`, at);
    }
    if (taken.has(name)) report("wrong-definition", `There are two helpers "${name}"; rename one.`, at);
    taken.add(name);
    if (new Set(parameters).size !== parameters.length) {
      report("wrong-parameters", `Each parameter of ${name} needs a name of its own.`, at);
    }
  }
}

interface Translation {
  readonly definition: Helper;
  readonly helpers: readonly Helper[];
  readonly functions: ReadonlyMap<string, ProgramFunction>;
  readonly report: Report;
  /** Found so far. */
  readonly mistakes: readonly ProgramDiagnostic[];
}

/** One call; `args` are places among the parameters and the results of earlier calls. */
interface Step {
  readonly body: NonNullable<ProgramFunction["body"]>;
  readonly args: readonly number[];
}

/** Turns the text of a helper into a function. Mistakes are noted, and a stand-in takes their place. */
function translate({ definition, helpers, functions, report, mistakes }: Translation): ProgramFunction {
  const { name, parameters, statements } = definition;
  const steps: Step[] = [];
  const calls = new Set<ProgramFunction>();
  const places = new Map(parameters.map((parameter, i) => [parameter, i]));
  let size = 0;
  const add = (body: Step["body"], args: readonly number[]): number => {
    steps.push({ body, args });
    return parameters.length + steps.length - 1;
  };
  const standIn = (): number => add((o) => o.scalar(1), []);

  const evaluate = (expression: Expression): number => {
    switch (expression.kind) {
      case "number":
        return add((o) => o.scalar(expression.value), []);
      case "name":
        return lookUp(expression.name, expression.at);
      case "call":
        return call(expression.name, expression.args.map(evaluate), expression.at);
      case "unary":
        if (expression.operator === "not") return refuse(expression);
        return add((o, [x]) => o.neg(x!), [evaluate(expression.operand)]);
      case "binary":
        if (!isArithmetic(expression.operator)) return refuse(expression);
        return call(expression.operator, [evaluate(expression.left), evaluate(expression.right)], expression.at);
      case "flag":
      case "choice":
        return refuse(expression);
    }
  };
  const refuse = ({ at }: Expression): number => {
    report("wrong-type", "A helper computes with numbers alone: comparisons and choices belong in train.", at);
    return standIn();
  };
  const lookUp = (wanted: string, at: Position): number => {
    const place = places.get(wanted);
    if (place !== undefined) return place;
    if (statements.some((statement) => statement.kind === "assign" && statement.target === wanted)) {
      report("used-before-assignment", `"${wanted}" is used before it is assigned.`, at);
    } else {
      const near = hint(wanted, [...places.keys()], mistakes);
      report("unknown-name", `"${wanted}" has no value in ${name}; a helper knows its parameters alone.${near}`, at);
    }
    places.set(wanted, standIn());
    return places.get(wanted)!;
  };
  const call = (called: string, args: readonly number[], at: Position): number => {
    const found = functions.get(called) ?? findFunction("paper", called);
    if (found === undefined) {
      if (called === "train") {
        report("circular-definition", '"train" is the program itself; a helper cannot call it.', at);
      } else if (!helpers.some((helper) => helper.name === called)) {
        const names = [...functionNames("paper"), ...helpers.map((helper) => helper.name)];
        report(
          "unknown-function",
          `There is no function "${called}".${otherDialectHint("paper", called) || hint(called, names, mistakes)}`,
          at,
        );
      }
      return standIn();
    }
    const mistake = callMistake(found, args.length);
    if (mistake !== null) {
      report(mistake.code, mistake.message, at);
      return standIn();
    }
    if (found.helper !== undefined) calls.add(found);
    size += Math.max(1, found.helper?.size ?? 1);
    return add(found.body!, args);
  };

  for (const statement of statements.slice(0, -1)) {
    if (statement.kind === "assign") places.set(statement.target, evaluate(statement.value));
    else report("wrong-return", `A helper is assignments and one "return" at its end.`, statement.at);
  }
  const last = statements.at(-1)!;
  if (last.kind !== "return")
    report("missing-return", `The helper ${name} must end with "return" and one value.`, last.at);
  else if (last.values.length !== 1) {
    report("wrong-return", `A helper returns one value; ${name} returns ${last.values.length}.`, last.at);
  }
  const result = last.kind === "return" ? evaluate(last.values[0]!) : standIn();
  if (size > maxHelperCalls) {
    report(
      "too-large",
      `The helper ${name} comes to ${size} calls in all; ${maxHelperCalls} are allowed.`,
      definition.at,
    );
  }
  return {
    name,
    parameters,
    dialects: ["paper"],
    about: "a helper of the program",
    body: (o, args) => run({ steps, result, o, args }),
    helper: { definition, calls: [...calls], size },
  };
}

function run<V>(of: { steps: readonly Step[]; result: number; o: ProgramOps<V>; args: readonly V[] }): V {
  const values = [...of.args];
  for (const { body, args } of of.steps) {
    values.push(
      body(
        of.o,
        args.map((place) => values[place]!),
      ),
    );
  }
  return values[of.result]!;
}

/** What is wrong with a call of `found` with so many arguments, or null. */
export function callMistake(
  { name, parameters, body, ofTensors, chooses, about }: ProgramFunction,
  given: number,
): { readonly code: ProgramDiagnostic["code"]; readonly message: string } | null {
  if (parameters.length !== given) {
    const takes = parameters.length === 0 ? "no arguments" : `${parameters.length} (${parameters.join(", ")})`;
    return { code: "wrong-arguments", message: `${name} takes ${takes}, but ${given} were given.` };
  }
  return body === undefined && ofTensors === undefined && chooses === undefined
    ? { code: "wrong-type", message: `${name} cannot be used: ${about}.` }
    : null;
}
