/**
 * Runs a program once on terms: the single pass behind checking and binding.
 *
 * Mistakes become diagnostics and the run goes on with a stand-in value, so that all of them are found at once. Without
 * mistakes the result says what the new weights and states are, as terms over w, g, the states and the step's facts.
 */
import { nearest } from "../core/errors.ts";
import type { Expression, Position, Program, Statement } from "./ast.ts";
import { findFunction, functionNames, isArithmetic } from "./functions.ts";
import { createTermMaker, isHost, reachable, type Term, type TermMaker } from "./term.ts";

/** A mistake in a program, at a place. */
export interface ProgramDiagnostic {
  readonly code:
    | "unknown-name"
    | "unknown-function"
    | "used-before-assignment"
    | "wrong-arguments"
    | "wrong-type"
    | "wrong-declaration"
    | "wrong-return"
    | "missing-return"
    | "missing-update"
    | "wrong-parameters";
  readonly message: string;
  readonly at: Position;
}

/** A value carried from step to step. `initial` is known before the first step. */
export interface Carried {
  readonly name: string;
  readonly initial: number;
  readonly before: Term;
  readonly after: Term;
}

/** What a program does in one step. */
export interface SymbolicStep {
  readonly diagnostics: readonly ProgramDiagnostic[];
  readonly weights: Term;
  readonly states: readonly Carried[];
  readonly scalars: readonly Carried[];
  /** Names without a value of their own that were looked up: the hyperparameters that the program uses. */
  readonly hyperparameters: readonly string[];
}

/** Values of hyperparameters by name. */
export type HyperparameterValues = { readonly [name: string]: number | boolean };

/** Names of a library program that always have a value. */
export const libraryFacts: readonly string[] = ["w", "g", "lr", "peak_lr", "step"];

interface Run {
  readonly program: Program;
  readonly given: HyperparameterValues;
  readonly maker: TermMaker;
  readonly names: Map<string, Term>;
  readonly diagnostics: ProgramDiagnostic[];
  readonly declared: { kind: "state" | "scalar"; name: string; initial: number; before: Term }[];
  readonly used: Set<string>;
  assigned: boolean;
}

/** Runs `program` on terms, with hyperparameters as constants. */
export function runOnTerms(program: Program, hyperparameters: HyperparameterValues): SymbolicStep {
  const run: Run = {
    program,
    given: hyperparameters,
    maker: createTermMaker(),
    names: new Map(),
    diagnostics: [],
    declared: [],
    used: new Set(),
    assigned: false,
  };
  for (const [name, value] of Object.entries(hyperparameters)) run.names.set(name, constant(run, value));
  for (const name of Object.keys(hyperparameters)) run.used.delete(name);
  const returned = program.dialect === "paper" ? runPaper(run) : runLibrary(run);
  return { diagnostics: run.diagnostics, hyperparameters: [...run.used], ...returned };
}

function runLibrary(run: Run): Pick<SymbolicStep, "weights" | "states" | "scalars"> {
  const { maker, names } = run;
  for (const name of libraryFacts) names.set(name, maker.leaf(name, name === "w" || name === "g" ? "tree" : "host"));
  for (const statement of run.program.statements) runStatement(run, statement);
  if (!run.assigned) {
    report(run, "missing-update", 'The program never assigns to w; end it with "w = w - …".', endOf(run.program));
  }
  const carried = (kind: "state" | "scalar"): Carried[] =>
    run.declared
      .filter((entry) => entry.kind === kind)
      .map(({ name, initial, before }) => ({ name, initial, before, after: names.get(name)! }));
  const states = carried("state").map((state) => ({ ...state, after: maker.asTree(state.after) }));
  const scalars = carried("scalar");
  for (const entry of scalars) checkScalar(run, entry);
  return { weights: maker.asTree(names.get("w")!), states, scalars };
}

function runPaper(run: Run): Pick<SymbolicStep, "weights" | "states" | "scalars"> {
  const { maker, names, program } = run;
  const { parameters, statements } = program;
  const start = { line: 1, column: 1 };
  if (parameters.length < 3 || new Set(parameters).size !== parameters.length) {
    const wanted = "weights, gradient, states and learning rate, as in (w, g, m, v, lr)";
    report(run, "wrong-parameters", `A program's parameters are ${wanted}, each with its own name.`, start);
  }
  const [weightName = "w", gradientName = "g", ...others] = parameters;
  const stateNames = others.slice(0, -1);
  const w = maker.leaf("w", "tree");
  names.set(weightName, w);
  names.set(gradientName, maker.leaf("g", "tree"));
  names.set(others.at(-1) ?? "lr", maker.leaf("lr", "host"));
  const befores = stateNames.map((name) => maker.leaf(`state ${name}`, "tree"));
  stateNames.forEach((name, i) => {
    names.set(name, befores[i]!);
  });
  statements.slice(0, -1).forEach((statement) => {
    runStatement(run, statement);
  });
  const values = runReturn(run, statements.at(-1)!, stateNames);
  const states = stateNames.map((name, i) => {
    return { name, initial: 0, before: befores[i]!, after: maker.asTree(values[i + 1] ?? befores[i]!) };
  });
  const update = values[0] ?? maker.scalar(0);
  return { weights: maker.asTree(maker.sub(w, update)), states, scalars: [] };
}

function runReturn(run: Run, last: Statement, stateNames: readonly string[]): Term[] {
  const wanted = `"return ${["update", ...stateNames].join(", ")}"`;
  if (last.kind !== "return") {
    runStatement(run, last);
    report(run, "missing-return", `A program of this form ends with ${wanted}.`, last.at);
    return [];
  }
  if (last.values.length !== 1 + stateNames.length) {
    const found = `${last.values.length} value${last.values.length === 1 ? "" : "s"}`;
    report(
      run,
      "wrong-return",
      `The program must end with ${wanted}, one value for each; it returns ${found}.`,
      last.at,
    );
  }
  return last.values.map((value) => number(run, value));
}

function runStatement(run: Run, statement: Statement): void {
  switch (statement.kind) {
    case "assign": {
      const value = evaluate(run, statement.value);
      const carried = run.declared.find((entry) => entry.name === statement.target);
      if ((carried !== undefined || statement.target === "w") && value.type === "flag") {
        report(
          run,
          "wrong-type",
          `${statement.target} holds numbers; a condition cannot be assigned to it.`,
          statement.at,
        );
      } else run.names.set(statement.target, value);
      if (statement.target === "w") run.assigned = true;
      return;
    }
    case "state":
    case "scalar":
      declare(run, statement);
      return;
    case "hyper":
      declareHyperparameter(run, statement);
      return;
    case "return": {
      const message =
        run.program.dialect === "paper"
          ? '"return" must be the last statement, and there must be one only.'
          : '"return" belongs to programs that begin with "def train(w, g, m, v, lr):"; here, assign to w.';
      report(run, "wrong-return", message, statement.at);
      return;
    }
  }
}

function declare(run: Run, statement: Statement & { readonly kind: "state" | "scalar" }): void {
  const { kind, target, at } = statement;
  if (run.program.dialect === "paper") {
    report(
      run,
      "wrong-declaration",
      `States of a "def" program are its parameters; "${kind} ${target}" has no place here.`,
      at,
    );
    return;
  }
  if (libraryFacts.includes(target) || run.declared.some((entry) => entry.name === target)) {
    report(run, "wrong-declaration", `"${target}" is taken already and cannot be declared as a ${kind}.`, at);
    return;
  }
  const initial = initialValue(run, statement.value);
  const before = run.maker.leaf(`${kind} ${target}`, kind === "state" ? "tree" : "host");
  run.declared.push({ kind, name: target, initial, before });
  run.names.set(target, before);
}

function initialValue(run: Run, expression: Expression): number {
  if (expression.kind === "name" && expression.name === "zeros") return 0;
  if (expression.kind === "name" && expression.name === "ones") return 1;
  const term = number(run, expression);
  if (term.value === undefined) {
    const message = "A start value is zeros, ones, or computed from numbers and hyperparameters.";
    report(run, "wrong-declaration", message, expression.at);
  }
  return term.value ?? 0;
}

function declareHyperparameter(run: Run, statement: Statement & { readonly kind: "hyper" }): void {
  const { target, at } = statement;
  if (libraryFacts.includes(target) || run.program.parameters.includes(target)) {
    report(run, "wrong-declaration", `"${target}" is taken already and cannot be a hyperparameter.`, at);
    return;
  }
  const value = evaluate(run, statement.value);
  if (value.value === undefined) {
    report(run, "wrong-declaration", `The default of ${target} must be a number or a flag.`, statement.value.at);
  }
  run.used.add(target);
  const given = Object.hasOwn(run.given, target) ? run.given[target] : undefined;
  run.names.set(target, given === undefined ? value : constant(run, given));
}

function checkScalar(run: Run, entry: Carried): void {
  const at = run.program.statements.find(
    (statement) => statement.kind === "scalar" && statement.target === entry.name,
  )!.at;
  const rates = reachable([entry.after]).some((term) => term.op === "leaf lr" || term.op === "leaf peak_lr");
  if (isHost(entry.after.type) && !rates) return;
  const message = `The scalar ${entry.name} may depend on the step, other scalars and hyperparameters alone; declare it as a state to use more.`;
  report(run, "wrong-type", message, at);
}

function evaluate(run: Run, expression: Expression): Term {
  switch (expression.kind) {
    case "number":
      return run.maker.scalar(expression.value);
    case "flag":
      return run.maker.flag(expression.value);
    case "name":
      return lookUp(run, expression.name, expression.at);
    case "call":
      return call(run, expression.name, expression.args, expression.at);
    case "unary":
      if (expression.operator === "not") return run.maker.logic("not", [condition(run, expression.operand)]);
      return run.maker.neg(number(run, expression.operand));
    case "binary":
      return evaluateBinary(run, expression);
    case "choice":
      return evaluateChoice(run, expression);
  }
}

function evaluateBinary(run: Run, expression: Expression & { readonly kind: "binary" }): Term {
  const { operator, left, right } = expression;
  if (isArithmetic(operator)) return call(run, operator, [left, right], expression.at);
  if (operator === "and" || operator === "or") {
    return run.maker.logic(operator, [condition(run, left), condition(run, right)]);
  }
  return run.maker.logic(operator, [hostNumber(run, left), hostNumber(run, right)]);
}

function evaluateChoice(run: Run, expression: Expression & { readonly kind: "choice" }): Term {
  const chosen = condition(run, expression.condition);
  const then = evaluate(run, expression.then);
  const otherwise = evaluate(run, expression.otherwise);
  if ((then.type === "flag") !== (otherwise.type === "flag")) {
    report(run, "wrong-type", "Both sides of a choice must be numbers, or both conditions.", expression.at);
    return run.maker.scalar(1);
  }
  return run.maker.choose(chosen, then, otherwise);
}

function call(run: Run, name: string, args: readonly Expression[], at: Position): Term {
  const values = args.map((arg) => number(run, arg));
  const found = findFunction(run.program.dialect, name);
  if (found === undefined) {
    report(
      run,
      "unknown-function",
      `There is no function "${name}".${hint(name, functionNames(run.program.dialect))}`,
      at,
    );
    return values[0] ?? run.maker.scalar(1);
  }
  const { parameters, body } = found;
  if (parameters.length !== values.length) {
    const takes = parameters.length === 0 ? "no arguments" : `${parameters.length} (${parameters.join(", ")})`;
    report(run, "wrong-arguments", `${name} takes ${takes}, but ${values.length} were given.`, at);
    return values[0] ?? run.maker.scalar(1);
  }
  if (body === undefined) {
    report(run, "wrong-type", `${name} cannot be used: ${found.about}.`, at);
    return values[0] ?? run.maker.scalar(1);
  }
  return body(run.maker, values);
}

function lookUp(run: Run, name: string, at: Position): Term {
  const known = run.names.get(name);
  if (known !== undefined) {
    if (Object.hasOwn(run.given, name)) run.used.add(name);
    return known;
  }
  const later = run.program.statements.some((statement) => statement.kind !== "return" && statement.target === name);
  if (later) report(run, "used-before-assignment", `"${name}" is used before it is assigned.`, at);
  else report(run, "unknown-name", `"${name}" has no value here.${hint(name, [...run.names.keys()])}`, at);
  run.names.set(name, run.maker.scalar(1));
  return run.maker.scalar(1);
}

function number(run: Run, expression: Expression): Term {
  const term = evaluate(run, expression);
  if (term.type !== "flag") return term;
  report(run, "wrong-type", "A number is needed here, but this is a condition.", expression.at);
  return run.maker.scalar(1);
}

function hostNumber(run: Run, expression: Expression): Term {
  const term = number(run, expression);
  if (isHost(term.type)) return term;
  const message =
    "Conditions compare numbers known before the step (step, lr, hyperparameters), not values of tensors.";
  report(run, "wrong-type", message, expression.at);
  return run.maker.scalar(1);
}

function condition(run: Run, expression: Expression): Term {
  const term = evaluate(run, expression);
  if (term.type === "flag") return term;
  report(
    run,
    "wrong-type",
    'A condition is needed here, such as "step == 1" or a flag, but this is a number.',
    expression.at,
  );
  return run.maker.flag(true);
}

function constant(run: Run, value: number | boolean): Term {
  return typeof value === "boolean" ? run.maker.flag(value) : run.maker.scalar(value);
}

function report(run: Run, code: ProgramDiagnostic["code"], message: string, at: Position): void {
  run.diagnostics.push({ code, message, at });
}

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near.length > 0 ? ` Did you mean ${near.join(", ")}?` : "";
}

function endOf(program: Program): Position {
  return program.statements.at(-1)!.at;
}
