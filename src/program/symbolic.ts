/**
 * Runs a program once on terms: the single pass behind checking and binding.
 *
 * Mistakes become diagnostics and the run goes on with a stand-in value, so that all of them are found at once. Without
 * mistakes the result says what the new weights and states are, as terms over w, g, the states and the step's facts.
 */
import { isUnkeepable } from "../core/plain-keys.ts";
import { type PaperInputs, type Position, type Program, paperInputs, type Statement } from "./ast.ts";
import { compileHelpers } from "./helpers.ts";
import { declareCarried, declareHyperparameter, libraryFacts } from "./symbolic-declarations.ts";
import { evaluate, number } from "./symbolic-expression.ts";
import {
  type Assignment,
  constant,
  type HyperparameterValues,
  type OpenHyperparameters,
  openLeaf,
  type ProgramDiagnostic,
  report,
  type SymbolicRun,
} from "./symbolic-run.ts";
import { createTermMaker, isCondition, isHost, reachable, type Term } from "./term.ts";

export type { HyperparameterValues, ProgramDiagnostic } from "./symbolic-run.ts";

/** A value carried from step to step. `start` is known before the first step; `initial` is its number, NaN where an open hyperparameter decides. */
export interface Carried {
  readonly name: string;
  readonly start: Term;
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
  /** Defaults that `hyper` statements declare, but for those that open hyperparameters decide. */
  readonly defaults: HyperparameterValues;
  /** What every name stands for in the end. */
  readonly names: ReadonlyMap<string, Term>;
  /** Assignments in their order, without those of helpers. */
  readonly assignments: readonly Assignment[];
}

/**
 * Runs `program` on terms. Hyperparameters with a value are constants, so that conditions on them fold away. `open`: the others stay terms
 * (`leaf hyper beta1`), those that the program declares itself included; null: a declared one without a value has its default.
 */
export function runOnTerms(
  program: Program,
  hyperparameters: HyperparameterValues,
  open: OpenHyperparameters | null = null,
): SymbolicStep {
  const helpers = compileHelpers(program);
  const run: SymbolicRun = {
    program,
    helpers: helpers.functions,
    given: hyperparameters,
    open,
    maker: createTermMaker(),
    names: new Map(),
    diagnostics: [...helpers.diagnostics],
    declared: [],
    assignments: [],
    used: new Set(),
    defaults: {},
    assigned: false,
    helperCalls: 0,
  };
  for (const [name, kind] of Object.entries(open ?? {})) run.names.set(name, openLeaf(run, name, kind));
  for (const [name, value] of Object.entries(hyperparameters)) {
    if (!isUnkeepable(name)) run.names.set(name, constant(run, value));
  }
  const returned = program.dialect === "paper" ? runPaper(run) : runLibrary(run);
  const { diagnostics, used, defaults, names, assignments } = run;
  return { diagnostics, hyperparameters: [...used], defaults, names, assignments, ...returned };
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
      .map(({ name, start, before }) => ({ ...startOf(name, start), before, after: names.get(name)! }));
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
    const after = maker.asTree(values[i + 1] ?? befores[i]!);
    return { ...startOf(name, maker.scalar(0)), before: befores[i]!, after };
  });
  const update = values[0] ?? maker.scalar(0);
  return { weights: maker.asTree(maker.sub(w, update)), states, scalars: [] };
}

function startOf(name: string, start: Term): Pick<Carried, "name" | "start" | "initial"> {
  return { name, start, initial: start.value ?? Number.NaN };
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
      } else {
        run.names.set(statement.target, value);
        run.assignments.push({ name: statement.target, value });
      }
      if (statement.target === "w") run.assigned = true;
      return;
    }
    case "state":
    case "scalar":
      declareCarried(run, statement);
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
