import { describe, expect, test } from "vitest";
import { foldRules } from "../fold.ts";
import { hostValue } from "../host.ts";
import { binaryOps, unaryOps } from "../program-ops.ts";
import type { Term } from "../term.ts";
import { type Formula, widths } from "./formula.ts";
import { createFormulaMaker } from "./formula-maker.ts";
import { identityRules } from "./identity-rules.ts";

const special = [
  0,
  -0,
  1,
  -1,
  2,
  1e-8,
  -3.5,
  1e300,
  -1e-320,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

const maker = createFormulaMaker();
const x = maker.input(0, widths.tree);
const y = maker.input(1, widths.tree);
/** What rules may see: inputs, what unary ops make of them, and numbers. */
const operands: readonly Formula[] = [
  x,
  y,
  ...unaryOps.map((op) => maker[op](x)),
  maker.neg(y),
  maker.abs(y),
  maker.mul(maker.square(x), maker.abs(y)),
  ...[0, -0, 1, -1, 2, -0.5].map((value) => maker.scalar(value)),
];

/** Value of a formula where x and y are these numbers. */
function numberOf(formula: Formula, inputs: readonly number[]): number {
  if (formula.op === "input") return inputs[formula.value]!;
  if (formula.op === "constant") return formula.value;
  return hostValue(
    formula.op,
    [formula.a, formula.b].flatMap((operand) => (operand === null ? [] : [numberOf(operand, inputs)])),
  );
}

const inputs = special.map((a, i) => [a, special[(5 * i + 3) % special.length]!]);

describe("identities", () => {
  identityRules.forEach((rule, place) => {
    const earlier = identityRules.slice(0, place).filter(({ op }) => op === rule.op);
    test(rule.name, () => {
      let applied = 0;
      const unary = (unaryOps as readonly string[]).includes(rule.op);
      for (const a of operands) {
        for (const b of unary ? [a] : operands) {
          if (a.op === "constant" && b.op === "constant") continue; // folded before any rule
          const simpler = rule.rewrite(maker, a, b);
          if (simpler === null || earlier.some((other) => other.rewrite(maker, a, b) !== null)) continue;
          applied += 1;
          if (rule.because === "bound") expect(boundTo(rule.op, a, b), rule.name).toBe(simpler);
          else for (const values of inputs) expectSame(rule, { a, b, simpler, values, unary });
        }
      }
      expect(applied).toBeGreaterThan(0);
    });
  });
});

/** What `bindProgram` makes of an op on the same operands. */
function boundTo(op: string, a: Formula, b: Formula): Formula | undefined {
  const term = ({ id, op, value }: Formula): Term => ({
    id,
    op,
    args: [],
    type: "host",
    ...(op === "constant" ? { value } : {}),
  });
  for (const rule of foldRules) {
    const found = rule.op === op ? rule.rewrite([term(a), term(b)], (value) => term(maker.scalar(value))) : undefined;
    if (found !== undefined) return maker.made[found.id];
  }
  return undefined;
}

function expectSame(
  { name, op }: (typeof identityRules)[number],
  of: { a: Formula; b: Formula; simpler: Formula; values: readonly number[]; unary: boolean },
): void {
  const args = [numberOf(of.a, of.values), numberOf(of.b, of.values)].slice(0, of.unary ? 1 : 2);
  const found = numberOf(of.simpler, of.values);
  const wanted = hostValue(op, args);
  if (!Object.is(found, wanted)) expect.fail(`${name}: ${op}(${args.join(", ")}) is ${wanted}, not ${found}`);
}

test("what is said to be never negative never is, nor -0", () => {
  const formulas = [
    ...operands,
    ...operands.flatMap((a) => unaryOps.map((op) => maker[op](a))),
    ...operands.flatMap((a) => operands.flatMap((b) => binaryOps.map((op) => maker[op](a, b)))),
  ].filter(({ nonNegative }) => nonNegative);
  expect(formulas.length).toBeGreaterThan(200);
  for (const formula of new Set(formulas)) {
    for (const values of inputs) {
      const value = numberOf(formula, values);
      if (value < 0 || Object.is(value, -0)) expect.fail(`${formula.op} gives ${value} at ${values.join(", ")}`);
    }
  }
});

test("equal formulas are one; ids ascend; numbers are folded", () => {
  const fresh = createFormulaMaker();
  const w = fresh.input(0, widths.tree);
  const lr = fresh.input(1, widths.host);
  expect(fresh.mul(w, fresh.exp(lr))).toBe(fresh.mul(w, fresh.exp(lr)));
  expect(fresh.mul(w, w)).toBe(fresh.square(w));
  expect(fresh.sub(w, fresh.neg(lr))).toBe(fresh.add(w, lr));
  expect(fresh.add(fresh.scalar(0.1), fresh.scalar(0.2)).value).toBe(0.1 + 0.2);
  expect(fresh.scalar(-0)).not.toBe(fresh.scalar(0));
  expect(fresh.total(lr)).toBe(lr);
  expect(fresh.leafTotals(w).width).toBe(widths.leaves);
  expect(fresh.total(fresh.leafTotals(w)).width).toBe(widths.scalar);
  fresh.made.forEach(({ id, a, b }, place) => {
    expect(id).toBe(place);
    expect(Math.max(a?.id ?? -1, b?.id ?? -1)).toBeLessThan(id);
  });
  fresh.clear();
  expect(fresh.made).toHaveLength(0);
  expect(fresh.input(0, widths.tree).id).toBe(0);
});
