/**
 * Constants of a program of the paper's form as hyperparameters: what the search found is what a user will want to tune.
 *
 * A share of an average becomes `beta1`, `beta2` …; what multiplies the weights becomes `decay`, what multiplies anything else
 * is called after the statement, `lr_scale`; other numbers `update_constant`. Whole numbers up to ten stay as they are, and so do helpers.
 */

import type { Hyperparameter } from "../../optimizers/optimizer.ts";
import { type Expression, type Program, paperInputs, type Statement } from "../../program/ast.ts";
import { replaceNames } from "../../program/replace-names.ts";

/** A program with names for its constants. */
export interface NamedConstants {
  readonly program: Program;
  readonly hyperparameters: { readonly [name: string]: Hyperparameter };
}

const averages: readonly string[] = ["interp", "interpolate"];

/** Names the constants of a program of the paper's form; other programs stay as they are. */
export function nameConstants(program: Program): NamedConstants {
  const inputs = program.dialect === "paper" ? paperInputs(program.parameters) : null;
  if (inputs === null) return { program, hyperparameters: {} };
  const hyperparameters: Record<string, Hyperparameter> = {};
  const targets = program.statements.map((statement) => ("target" in statement ? statement.target : "update"));
  const taken = new Set([...program.parameters, ...targets, "step"]);
  let averagesSeen = 0;

  const name = (wish: string, value: number, about: string): string => {
    let found = wish;
    for (let i = 2; taken.has(found); i++) found = `${wish}${i}`;
    taken.add(found);
    hyperparameters[found] = { kind: "number", default: value, about };
    return found;
  };
  const named = (expression: Expression, wish: () => string, about: string): Expression => {
    if (expression.kind !== "number" || isPlain(expression.value)) return expression;
    return { kind: "name", name: name(wish(), expression.value, about), at: expression.at };
  };
  const walk = (expression: Expression, target: string): Expression => {
    const inner = (child: Expression): Expression =>
      named(walk(child, target), () => `${target}_constant`, `constant of ${target}`);
    switch (expression.kind) {
      case "call": {
        const args = expression.args.map((arg) => walk(arg, target));
        const share = averages.includes(expression.name) && args.length === 3;
        return {
          ...expression,
          args: args.map((arg, i) =>
            share && i === 2
              ? named(arg, () => `beta${++averagesSeen}`, `share of the second in the average ${target}`)
              : inner(arg),
          ),
        };
      }
      case "unary":
        return { ...expression, operand: inner(expression.operand) };
      case "binary": {
        if (expression.operator !== "*")
          return { ...expression, left: inner(expression.left), right: inner(expression.right) };
        const [left, right] = [walk(expression.left, target), walk(expression.right, target)];
        return { ...expression, left: factor(left, right, target), right: factor(right, left, target) };
      }
      default:
        return expression;
    }
  };
  const factor = (expression: Expression, other: Expression, target: string): Expression => {
    const ofWeights = other.kind === "name" && other.name === inputs.weights;
    return ofWeights
      ? named(expression, () => "decay", "weight decay: this part of the weights is added to the update")
      : named(expression, () => `${target}_scale`, `factor in ${target}`);
  };
  const whole = (expression: Expression, target: string): Expression =>
    named(walk(expression, target), () => `${target}_constant`, `constant of ${target}`);
  const statements = program.statements.map((statement): Statement => {
    if (statement.kind === "return")
      return { ...statement, values: statement.values.map((value) => whole(value, "update")) };
    return { ...statement, value: whole(statement.value, statement.target) };
  });
  return { program: { ...program, statements }, hyperparameters };
}

function isPlain(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 10;
}

/** A program with numbers for names that no statement assigns: the way back from `nameConstants`. Helpers stay. */
export function withNumbers(program: Program, values: { readonly [name: string]: number | boolean }): Program {
  const inside = (expression: Expression): Expression =>
    replaceNames(expression, (name) =>
      Object.hasOwn(values, name) && !program.parameters.includes(name) ? literalOf(values[name]!) : null,
    );
  const statements = program.statements.map(
    (each): Statement =>
      each.kind === "return" ? { ...each, values: each.values.map(inside) } : { ...each, value: inside(each.value) },
  );
  return { ...program, statements };
}

/** A number or a flag as an expression. */
export function literalOf(value: number | boolean): Expression {
  const at = { line: 1, column: 1 };
  if (typeof value === "boolean") return { kind: "flag", value, at };
  const size: Expression = { kind: "number", value: Math.abs(value), at };
  return value < 0 ? { kind: "unary", operator: "-", operand: size, at } : size;
}
