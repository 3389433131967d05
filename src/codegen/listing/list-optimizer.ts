/**
 * From an optimizer to its listing: the symbolic run with open hyperparameters, put in order and named.
 */
import type { Hyperparameter } from "../../optimizers/optimizer.ts";
import type { Program } from "../../program/ast.ts";
import { liveCarried } from "../../program/bind.ts";
import { printProgram } from "../../program/print.ts";
import { type Carried, type HyperparameterValues, runOnTerms } from "../../program/symbolic.ts";
import type { Term } from "../../program/term.ts";
import { type CodeExpression, nodesOf } from "./expression.ts";
import {
  expressionsOf,
  type ListedHyperparameter,
  type ListedPass,
  type ListedStatement,
  type Listing,
} from "./listing.ts";
import { maskOf } from "./mask.ts";
import { type Goal, type Schedule, scheduleOf } from "./schedule.ts";
import { listStores } from "./stores.ts";
import { createReader, type StepValue } from "./values.ts";

/** What a listing is made from. `hyperparameters`: all that may stay open, `lr` among them; `fixed`: values that make constants of some. */
export interface ListingSource
  extends Pick<Listing, "name" | "title" | "summary" | "convention" | "source" | "deviation"> {
  /** Without mistakes. */
  readonly program: Program;
  readonly hyperparameters: {
    readonly [name: string]: Omit<Hyperparameter, "default"> & { readonly default: number | boolean | null };
  };
  readonly fixed: HyperparameterValues;
}

/** The listing of an optimizer. */
export function listOptimizer(source: ListingSource): Listing {
  const { program, hyperparameters, fixed, ...facts } = source;
  const kinds = Object.entries(hyperparameters).filter(([name]) => name !== "lr");
  const step = runOnTerms(program, fixed, Object.fromEntries(kinds.map(([name, { kind }]) => [name, kind])));
  const read = createReader();
  const carried = liveCarried(step.weights, [...step.states, ...step.scalars]);
  const goals = [
    { of: "weights", name: "w", after: read(step.weights) } as const,
    ...carried.map((each) => goalOf(each, read)),
  ];
  const schedule = scheduleOf(goals, wishesOf(step.assignments, read));
  const listed = listPasses(schedule);
  const { stores, saved } = listStores(goals, schedule);
  const passes = saved.length === 0 ? listed : [...listed.slice(0, -1), withSaved(listed.at(-1)!, saved)];
  const start = (each: Carried) => ({ name: each.name, start: schedule.write(read(each.start)) });
  const states = carried.filter((each) => step.states.includes(each)).map(start);
  const scalars = carried.filter((each) => step.scalars.includes(each)).map(start);
  const nodes = expressionsOf({ passes, stores, states, scalars }).flatMap(nodesOf);
  return {
    ...facts,
    ...{ program: printProgram(program), fixed, states, scalars, passes, stores },
    hyperparameters: listHyperparameters(hyperparameters, nodes),
    ops: [...new Set(nodes.flatMap((node) => (node.kind === "call" ? [node.op] : [])))].sort(),
    usesStep: nodes.some((node) => node.kind === "name" && node.of === "fact" && node.name === "step"),
    ...maskOf(goals.map((goal) => goal.after)),
  };
}

function goalOf({ name, after, before }: Carried, read: (term: Term) => StepValue): Goal {
  return { of: before.op.startsWith("leaf state ") ? "state" : "scalar", name, after: read(after) };
}

/** The author's names, of each value the one that it had first. */
function wishesOf(
  assignments: readonly { readonly name: string; readonly value: Term }[],
  read: (term: Term) => StepValue,
): ReadonlyMap<StepValue, string> {
  const wishes = new Map<StepValue, string>();
  for (const { name, value } of assignments) if (!wishes.has(read(value))) wishes.set(read(value), name);
  return wishes;
}

/** Hyperparameters that are read, in the order of their declaration; what the program asks of the run's length or peak rate, at the end. */
function listHyperparameters(
  declared: ListingSource["hyperparameters"],
  nodes: readonly CodeExpression[],
): ListedHyperparameter[] {
  const used = new Set(
    nodes.flatMap((node) =>
      node.kind === "name" && (node.of === "hyperparameter" || node.name === "lr") ? [node.name] : [],
    ),
  );
  const run = {
    peak_lr: { kind: "number", default: declared.lr?.default ?? 1, about: "largest rate of the schedule" },
    total_steps: { kind: "number", default: null, about: "number of steps of the whole training" },
  } as const;
  return Object.entries({ ...run, ...declared })
    .filter(([name]) => used.has(name))
    .map(([name, facts]) => ({ name, ...facts }))
    .sort((a, b) => Number(a.name in run) - Number(b.name in run));
}

function listPasses({ passes, statements, names, write }: Schedule): ListedPass[] {
  const listed = new Map<StepValue, ListedStatement>();
  for (const { value, name, goal } of statements.values()) {
    const expression = write(value, true);
    const named = write(value);
    const varies = named.kind === "name" && named.varies;
    listed.set(value, { name, value: expression, type: value.type, assigns: goal?.of ?? "local", varies });
  }
  return passes.map((pass) => {
    const own = pass.statements.map((value) => listed.get(value)!);
    return {
      host: own.filter((each) => !isTensor(each)),
      tensors: own.filter(isTensor),
      totals: pass.totals.map((total) => ({ name: names.get(total)!, value: write(total.args[0]!) })),
    };
  });
}

function isTensor({ type }: ListedStatement): boolean {
  return type === "leaves" || type === "tree" || type === "condition";
}

function withSaved(pass: ListedPass, saved: readonly ListedStatement[]): ListedPass {
  return {
    ...pass,
    host: [...pass.host, ...saved.filter((each) => !isTensor(each))],
    tensors: [...pass.tensors, ...saved.filter(isTensor)],
  };
}
