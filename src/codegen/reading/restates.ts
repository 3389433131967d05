/** Whether a text defines a function that the language has, as people do who want their listing to run. */
import type { Expression, Helper, Program } from "../../program/ast.ts";
import { findFunction } from "../../program/functions.ts";
import { runOnTerms } from "../../program/symbolic.ts";

/** Numbers that functions are compared on. */
const samples = [
  [0.3, 0.7, 0.9],
  [1.5, -0.4, 0.2],
  [-2, 0.1, 0.5],
];

/** Whether a helper gives, on numbers, what the paper's function of its name gives, to rounding; then it says nothing new. */
export function restates(helper: Helper): boolean {
  const known = findFunction("paper", helper.name);
  if (known?.body === undefined || known.parameters.length !== helper.parameters.length) return false;
  const own = { ...helper, name: `own_${helper.name}` };
  return samples.every((numbers) => {
    const args = numbers.slice(0, helper.parameters.length);
    const [a, b] = [valueOfCall(own.name, args, [own]), valueOfCall(helper.name, args, [])];
    return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b));
  });
}

/** What a call gives on numbers of the host; undefined where it cannot be called. */
function valueOfCall(name: string, numbers: readonly number[], helpers: readonly Helper[]): number | undefined {
  const at = { line: 1, column: 1 };
  const number = (value: number): Expression => ({ kind: "number", value: Math.abs(value), at });
  const args = numbers.map(
    (value): Expression => (value < 0 ? { kind: "unary", operator: "-", operand: number(value), at } : number(value)),
  );
  const value: Expression = { kind: "call", name, args, at };
  const program: Program = {
    dialect: "paper",
    helpers,
    parameters: ["w", "g", "lr"],
    statements: [
      { kind: "assign", target: "x", value, at },
      { kind: "return", values: [{ kind: "name", name: "x", at }], at },
    ],
  };
  const { diagnostics, names } = runOnTerms(program, {});
  return diagnostics.length === 0 ? names.get("x")?.value : undefined;
}
