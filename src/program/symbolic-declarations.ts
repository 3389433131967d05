/** Declarations of a program on terms: states and scalars with their starts, hyperparameters with their defaults. */
import { isUnkeepable } from "../core/plain-keys.ts";
import type { Expression, Statement } from "./ast.ts";
import { evaluate, number } from "./symbolic-expression.ts";
import { constant, isKnownAtStart, openLeaf, report, type SymbolicRun } from "./symbolic-run.ts";
import type { Term } from "./term.ts";

/** Names of a library program that always have a value. */
export const libraryFacts: readonly string[] = ["w", "g", "lr", "peak_lr", "step", "total_steps"];

/** A state or scalar that the program declares. */
export function declareCarried(run: SymbolicRun, statement: Statement & { readonly kind: "state" | "scalar" }): void {
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
  const start = startValue(run, statement.value);
  const before = run.maker.leaf(`${kind} ${target}`, kind === "state" ? "tree" : "host");
  run.declared.push({ kind, name: target, start, before });
  run.names.set(target, before);
}

function startValue(run: SymbolicRun, expression: Expression): Term {
  if (expression.kind === "name" && expression.name === "zeros") return run.maker.scalar(0);
  if (expression.kind === "name" && expression.name === "ones") return run.maker.scalar(1);
  const term = number(run, expression);
  if (isKnownAtStart(term)) return term;
  const message = "A start value is zeros, ones, or computed from numbers and hyperparameters.";
  report(run, "wrong-declaration", message, expression.at);
  return run.maker.scalar(0);
}

/** A hyperparameter that the program declares: a constant, or a leaf where it stays open. */
export function declareHyperparameter(run: SymbolicRun, statement: Statement & { readonly kind: "hyper" }): void {
  const { target, at } = statement;
  const taken = [...libraryFacts, ...run.program.parameters];
  if (taken.includes(target) || isUnkeepable(target)) {
    report(run, "wrong-declaration", `"${target}" is taken already and cannot be a hyperparameter.`, at);
    return;
  }
  const value = evaluate(run, statement.value);
  if (!isKnownAtStart(value)) {
    report(run, "wrong-declaration", `The default of ${target} must be a number or a flag.`, statement.value.at);
  }
  run.used.add(target);
  if (value.value !== undefined) run.defaults[target] = value.type === "flag" ? value.value !== 0 : value.value;
  const given = Object.hasOwn(run.given, target) ? run.given[target] : undefined;
  if (given !== undefined) run.names.set(target, constant(run, given));
  else if (run.open === null) run.names.set(target, value);
  else run.names.set(target, openLeaf(run, target, value.type === "flag" ? "flag" : "number"));
}
