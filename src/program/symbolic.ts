/**
 * Runs a program once on terms: the single pass behind checking and binding.
 *
 * Mistakes become diagnostics and the run goes on with a stand-in value, so that all of them are found at once. Without
 * mistakes the result says what the new weights and states are, as terms over w, g, the states and the step's facts.
 */
import { isUnkeepable } from "../core/plain-keys.ts";
import { type Expression, type PaperInputs, type Position, type Program, paperInputs, type Statement } from "./ast.ts";
import { compileHelpers } from "./helpers.ts";
import { evaluate, number } from "./symbolic-expression.ts";
import {
  constant,
  type HyperparameterValues,
  type ProgramDiagnostic,
  report,
  type SymbolicRun,
} from "./symbolic-run.ts";
import { createTermMaker, isCondition, isHost, reachable, type Term } from "./term.ts";

export type { HyperparameterValues, ProgramDiagnostic } from "./symbolic-run.ts";

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
  /** Defaults that `hyper` statements declare. */
  readonly defaults: HyperparameterValues;
  /** What every name stands for in the end. */
  readonly names: ReadonlyMap<string, Term>;
}

/** Names of a library program that always have a value. */
export const libraryFacts: readonly string[] = ["w", "g", "lr", "peak_lr", "step", "total_steps"];

/** Runs `program` on terms, with hyperparameters as constants. */
export function runOnTerms(program: Program, hyperparameters: HyperparameterValues): SymbolicStep {
  const helpers = compileHelpers(program);
  const run: SymbolicRun = {
    program,
    helpers: helpers.functions,
    given: hyperparameters,
    maker: createTermMaker(),
    names: new Map(),
    diagnostics: [...helpers.diagnostics],
    declared: [],
    used: new Set(),
    defaults: {},
    assigned: false,
    helperCalls: 0,
  };
  for (const [name, value] of Object.entries(hyperparameters)) {
    if (!isUnkeepable(name)) run.names.set(name, constant(run, value));
  }
  const returned = program.dialect === "paper" ? runPaper(run) : runLibrary(run);
  const { diagnostics, used, defaults, names } = run;
  return { diagnostics, hyperparameters: [...used], defaults, names, ...returned };
}

function runLibrary(run: SymbolicRun): Pick<SymbolicStep, "weights" | "states" | "scalars"> {
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

function runPaper(run: SymbolicRun): Pick<SymbolicStep, "weights" | "states" | "scalars"> {
  const { maker, names, program } = run;
  const { parameters, statements } = program;
  const inputs = paperInputs(parameters);
  if (inputs === null) {
    const wanted = "weights, gradient, states and learning rate, as in (w, g, m, v, lr), and step where it is needed";
    report(run, "wrong-parameters", `A program's parameters are ${wanted}, each with its own name.`, start);
  }
  const { weights, gradient, states: stateNames, rate, step } = inputs ?? standardInputs;
  const w = maker.leaf("w", "tree");
  names.set(weights, w);
  names.set(gradient, maker.leaf("g", "tree"));
  names.set(rate, maker.leaf("lr", "host"));
  if (step !== null) names.set(step, maker.leaf("step", "host"));
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

const start: Position = { line: 1, column: 1 };

/** What stands in for wrong parameters, so that the rest of the program can be looked at. */
const standardInputs: PaperInputs = { weights: "w", gradient: "g", states: [], rate: "lr", step: null };

function runReturn(run: SymbolicRun, last: Statement, stateNames: readonly string[]): Term[] {
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

function runStatement(run: SymbolicRun, statement: Statement): void {
  switch (statement.kind) {
    case "assign": {
      const value = evaluate(run, statement.value);
      const carried = run.declared.find((entry) => entry.name === statement.target);
      if ((carried !== undefined || statement.target === "w") && isCondition(value)) {
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

function declare(run: SymbolicRun, statement: Statement & { readonly kind: "state" | "scalar" }): void {
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

function initialValue(run: SymbolicRun, expression: Expression): number {
  if (expression.kind === "name" && expression.name === "zeros") return 0;
  if (expression.kind === "name" && expression.name === "ones") return 1;
  const term = number(run, expression);
  if (term.value === undefined) {
    const message = "A start value is zeros, ones, or computed from numbers and hyperparameters.";
    report(run, "wrong-declaration", message, expression.at);
  }
  return term.value ?? 0;
}

function declareHyperparameter(run: SymbolicRun, statement: Statement & { readonly kind: "hyper" }): void {
  const { target, at } = statement;
  const taken = [...libraryFacts, ...run.program.parameters];
  if (taken.includes(target) || isUnkeepable(target)) {
    report(run, "wrong-declaration", `"${target}" is taken already and cannot be a hyperparameter.`, at);
    return;
  }
  const value = evaluate(run, statement.value);
  if (value.value === undefined) {
    report(run, "wrong-declaration", `The default of ${target} must be a number or a flag.`, statement.value.at);
  }
  run.used.add(target);
  run.defaults[target] = value.type === "flag" ? value.value !== 0 : (value.value ?? 0);
  const given = Object.hasOwn(run.given, target) ? run.given[target] : undefined;
  run.names.set(target, given === undefined ? value : constant(run, given));
}

function checkScalar(run: SymbolicRun, entry: Carried): void {
  const at = run.program.statements.find(
    (statement) => statement.kind === "scalar" && statement.target === entry.name,
  )!.at;
  const others = reachable([entry.after]).some(({ op }) => factsOfTheRun.includes(op));
  if (isHost(entry.after.type) && !others) return;
  const message = `The scalar ${entry.name} may depend on the step, other scalars and hyperparameters alone; declare it as a state to use more.`;
  report(run, "wrong-type", message, at);
}

/** What a number that is carried over steps may not depend on: it is computed anew from the step alone when a trial is resumed. */
const factsOfTheRun: readonly string[] = ["leaf lr", "leaf peak_lr", "leaf total_steps"];

function endOf(program: Program): Position {
  return program.statements.at(-1)!.at;
}
