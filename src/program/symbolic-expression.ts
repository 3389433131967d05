/**
 * Expressions on terms: looks names up, applies functions of the table, and keeps numbers and conditions apart.
 * Every mistake is noted, and a stand-in value takes its place.
 */
import type { Expression, Position } from "./ast.ts";
import { findFunction, functionNames, isArithmetic, otherDialectHint } from "./functions.ts";
import { callMistake, maxHelperCalls } from "./helpers.ts";
import type { ElementLogic } from "./program-ops.ts";
import { hint, isKnownAtStart, report, type SymbolicRun } from "./symbolic-run.ts";
import type { TensorFunction } from "./tensor-functions.ts";
import { isCondition, isHost, type Term } from "./term.ts";

/** Value of an expression: a number, a tree or a condition. */
export function evaluate(run: SymbolicRun, expression: Expression): Term {
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
      if (expression.operator === "not") return logic(run, "not", [anyCondition(run, expression.operand)]);
      return run.maker.neg(number(run, expression.operand));
    case "binary":
      return evaluateBinary(run, expression);
    case "choice":
      return evaluateChoice(run, expression);
  }
}

function evaluateBinary(run: SymbolicRun, expression: Expression & { readonly kind: "binary" }): Term {
  const { operator, left, right } = expression;
  if (isArithmetic(operator)) return call(run, operator, [left, right], expression.at);
  if (operator === "and" || operator === "or") {
    return logic(run, operator, [anyCondition(run, left), anyCondition(run, right)]);
  }
  return logic(run, operator as ElementLogic, [comparable(run, left), comparable(run, right)]);
}

/** A condition on the host where all operands are known there, else one for each element. */
function logic(run: SymbolicRun, operator: ElementLogic, operands: readonly Term[]): Term {
  const { maker } = run;
  return operands.every(({ type }) => isHost(type))
    ? maker.logic(operator, operands)
    : maker.logicOfEach(operator, operands);
}

function evaluateChoice(run: SymbolicRun, expression: Expression & { readonly kind: "choice" }): Term {
  const chosen = condition(run, expression.condition);
  const then = evaluate(run, expression.whenTrue);
  const otherwise = evaluate(run, expression.whenFalse);
  if (isCondition(then) !== isCondition(otherwise) || then.truth === true || otherwise.truth === true) {
    report(run, "wrong-type", "Both sides of a choice must be numbers, or both conditions of the step.", expression.at);
    return run.maker.scalar(1);
  }
  return run.maker.choose(chosen, then, otherwise);
}

/** `where(condition, x, y)`: the choice of each element. */
function callWhere(run: SymbolicRun, [chosen, then, otherwise]: readonly Expression[]): Term {
  return run.maker.choose(anyCondition(run, chosen!), number(run, then!), number(run, otherwise!));
}

function call(run: SymbolicRun, name: string, args: readonly Expression[], at: Position): Term {
  const chooser = args.length === 3 && findFunction(run.program.dialect, name)?.chooses === true;
  if (chooser && !run.helpers.has(name)) return callWhere(run, args);
  const values = args.map((arg) => number(run, arg));
  const standIn = (): Term => values[0] ?? run.maker.scalar(1);
  const { program } = run;
  const found = run.helpers.get(name) ?? findFunction(program.dialect, name);
  if (found === undefined) {
    if (program.dialect === "paper" && name === "train") {
      report(run, "circular-definition", "train calls itself: train -> train. A program runs once a step.", at);
    } else if (!program.helpers.some((helper) => helper.name === name)) {
      const names = [...functionNames(program.dialect), ...run.helpers.keys()];
      report(
        run,
        "unknown-function",
        `There is no function "${name}".${otherDialectHint(program.dialect, name) || hint(name, names, run.diagnostics)}`,
        at,
      );
    }
    return standIn();
  }
  const mistake = callMistake(found, values.length);
  if (mistake !== null) {
    report(run, mistake.code, mistake.message, at);
    return standIn();
  }
  if (found.ofTensors !== undefined) return callOfTensors(run, found.ofTensors, values, at);
  if (found.helper !== undefined && !affordable(run, found.helper.size, at)) return standIn();
  return found.body!(run.maker, values);
}

/** A function of whole tensors: what it is told beside them must be known before the first step, for it decides how much is computed. */
function callOfTensors(run: SymbolicRun, fn: TensorFunction, values: readonly Term[], at: Position): Term {
  const trees = fn.parameters.length - fn.numbers.length;
  fn.numbers.forEach((name, i) => {
    const given = values[trees + i]!;
    if (given.value === undefined ? isKnownAtStart(given) : given.value > 0) return;
    report(run, "wrong-type", `${name} of ${fn.name} must be a number above 0, or a hyperparameter that is one.`, at);
  });
  return run.maker.ofTensors(fn, values);
}

/** Counts what calls of helpers come to: a few lines of text must not come to millions of operations. */
function affordable(run: SymbolicRun, size: number, at: Position): boolean {
  const before = run.helperCalls;
  run.helperCalls += Math.max(1, size);
  if (run.helperCalls <= maxHelperCalls) return true;
  const message = `The helpers that this program calls come to more than ${maxHelperCalls} calls in all.`;
  if (before <= maxHelperCalls) report(run, "too-large", message, at);
  return false;
}

function lookUp(run: SymbolicRun, name: string, at: Position): Term {
  const known = run.names.get(name);
  if (known !== undefined) {
    if (Object.hasOwn(run.given, name) || Object.hasOwn(run.open ?? {}, name)) run.used.add(name);
    return known;
  }
  const later = run.program.statements.some((statement) => statement.kind !== "return" && statement.target === name);
  if (later) report(run, "used-before-assignment", `"${name}" is used before it is assigned.`, at);
  else
    report(
      run,
      "unknown-name",
      `"${name}" has no value here.${hint(name, [...run.names.keys()], run.diagnostics)}`,
      at,
    );
  run.names.set(name, run.maker.scalar(1));
  return run.maker.scalar(1);
}

/** Value of an expression that must not be a condition. */
export function number(run: SymbolicRun, expression: Expression): Term {
  const term = evaluate(run, expression);
  if (!isCondition(term)) return term;
  report(run, "wrong-type", "A number is needed here, but this is a condition.", expression.at);
  return run.maker.scalar(1);
}

/** A number that may be compared: of tensors in the library's dialect alone, which has `where` to use the result. */
function comparable(run: SymbolicRun, expression: Expression): Term {
  const term = number(run, expression);
  if (isHost(term.type) || run.program.dialect === "library") return term;
  const message =
    "Conditions compare numbers known before the step (step, lr, hyperparameters), not values of tensors.";
  report(run, "wrong-type", message, expression.at);
  return run.maker.scalar(1);
}

/** A condition of the step or of each element. */
function anyCondition(run: SymbolicRun, expression: Expression): Term {
  const term = evaluate(run, expression);
  if (isCondition(term)) return term;
  report(
    run,
    "wrong-type",
    'A condition is needed here, such as "step == 1" or a flag, but this is a number.',
    expression.at,
  );
  return run.maker.flag(true);
}

/** A condition that holds for the step as a whole. */
function condition(run: SymbolicRun, expression: Expression): Term {
  const term = anyCondition(run, expression);
  if (term.type === "flag") return term;
  const message =
    'A choice "a if condition else b" is made once for the step, from step, rate and hyperparameters; where(condition, a, b) chooses for each element.';
  report(run, "wrong-type", message, expression.at);
  return run.maker.flag(true);
}
