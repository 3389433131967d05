import { describe, expect, it } from "vitest";
import { compareBehaviour } from "../../../test/program/behaviour.ts";
import { randomProgram } from "../../../test/program/random-programs.ts";
import { createRng } from "../../core/rng.ts";
import { floatTensor, scalar } from "../../core/tensor.ts";
import { eager } from "../../graph/builder.ts";
import { bindProgram } from "../bind.ts";
import { checkProgram } from "../check.ts";
import { leavesOf } from "../interpret.ts";
import { parseProgram } from "../parse.ts";
import { type Flow, flowOf } from "./flow.ts";
import { textOfFlow } from "./flow-program.ts";
import type { SimplifyRule } from "./rule.ts";
import { simplifyRules } from "./rules/index.ts";

/** A sample's body as a program. */
function programText(body: string): string {
  return `def train(w, g, m, v, lr):\n  ${body.trim().replaceAll("\n", "\n  ")}\n`;
}

/** Texts after applying a rule at each place where it applies. */
function applications(rule: SimplifyRule, text: string): string[] {
  return [...rule.apply(flowOf(parseProgram(text)))].map(({ flow }) => textOfFlow(flow));
}

const random = Array.from({ length: 120 }, (_, i) => {
  const text = randomProgram(createRng(i, "random programs"), 4 + (i % 9));
  return { text, flow: flowOf(parseProgram(text)) };
});

/** Text after applying a rule at the first place where it applies; undefined where there is none. */
function firstApplication(rule: SimplifyRule, flow: Flow): string | undefined {
  for (const rewrite of rule.apply(flow)) return textOfFlow(rewrite.flow);
  return undefined;
}

describe.each(simplifyRules.map((rule) => [rule.name, rule] as const))("%s", (_, rule) => {
  it("says what it is", () => {
    expect(rule.identity).not.toBe("");
    expect(rule.condition).toMatch(/\.$/);
    expect(rule.reason).toMatch(/\.$/);
    expect(rule.bound === null).toBe(rule.label === "exact");
  });

  it("applies to its samples and gives valid programs", () => {
    for (const sample of rule.samples) {
      const texts = applications(rule, programText(sample));
      expect(texts.length, sample).toBeGreaterThan(0);
      for (const text of texts) expect(checkProgram(parseProgram(text)), text).toEqual([]);
    }
  });

  const tolerance = { exact: 1e-7, tolerant: 1e-4, empirical: Number.POSITIVE_INFINITY }[rule.label];

  it.skipIf(rule.label === "empirical")("keeps what its samples do", () => {
    for (const sample of rule.samples) {
      const before = programText(sample);
      for (const after of applications(rule, before)) {
        const { compared, worst } = compareBehaviour(before, after, { seed: 3 });
        expect(compared, sample).toBeGreaterThan(0);
        expect(worst, `${before}${after}`).toBeLessThan(tolerance);
      }
    }
  });

  it.skipIf(rule.label !== "exact")("keeps what random programs do", () => {
    random.forEach(({ text, flow }, seed) => {
      const after = firstApplication(rule, flow);
      if (after === undefined) return;
      const { worst } = compareBehaviour(text, after, { seed });
      expect(worst, `${text}\n${after}`).toBeLessThan(tolerance);
    });
  });
});

/** The update `[x.length]` of a sample whose `w` is x, its `g` 0.7: the weights are 0, so nothing is rounded away. */
function updates(body: string, x: readonly number[]): readonly number[] {
  const rule = bindProgram(parseProgram(body), {});
  const vector = (values: ArrayLike<number>) => floatTensor([x.length], values);
  const slots = rule.slots.map(() => vector(new Float64Array(x.length).fill(0.7)));
  const scalars = [...rule.hostScalars({ step: 1, lr: 1, peakLr: 1, totalSteps: 100 })].map(scalar);
  const w = vector(new Float64Array(x.length));
  return [...rule.apply(eager, { w, g: vector(x), slots, scalars }, leavesOf([[x.length]])).w.data].map(
    (value) => -value,
  );
}

const sizes = [
  1e-300, 1e-30, 1e-12, 1e-9, 1e-8, 1e-7, 1e-6, 1.5e-6, 1e-4, 1e-3, 0.3, 1, 7, 1e10, 1e19, 1e30, 1e150, 1e200,
];
const operands = [
  0,
  ...sizes.flatMap((size) => [size, -size]),
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

describe.each(simplifyRules.filter(({ domain }) => domain !== undefined).map((rule) => [rule.name, rule] as const))(
  "the domain of %s",
  (_, rule) => {
    const { holds, difference, elsewhere } = rule.domain!;
    const cases = rule.samples.flatMap((sample) => {
      const before = programText(sample.replace(/\bg\b/g, "v").replace(/\bw\b/g, "g"));
      return applications(rule, before).map((after) => [updates(before, operands), updates(after, operands)] as const);
    });

    it("is where the bound holds, at every size and sign", () => {
      expect(operands.filter(holds).length).toBeGreaterThan(10);
      for (const [before, after] of cases) {
        operands.forEach((x, i) => {
          if (!holds(x)) return;
          const [a, b] = [before[i]!, after[i]!];
          const apart = Object.is(a, b) || a === b ? 0 : Math.abs(a - b) / Math.abs(b);
          expect(apart, `x = ${x}: ${a} and ${b}`).toBeLessThanOrEqual(difference(x) + 1e-12);
        });
      }
    });

    it("says what happens at 0, where weights without a gradient are", () => {
      const atZero = cases.map(([before, after]) => [before[0]!, after[0]!] as const);
      if (rule.label === "tolerant")
        for (const [a, b] of atZero) expect(Math.abs(a - b)).toBeLessThanOrEqual(Math.abs(a));
      else {
        expect(atZero.some(([a, b]) => Math.abs(a - b) > 0.5)).toBe(true);
        expect(elsewhere).toContain("Not where x = 0");
      }
    });
  },
);

it("tolerant rules say where they hold", () => {
  for (const rule of simplifyRules) {
    if (rule.label === "tolerant") expect(rule.domain, rule.name).toBeDefined();
    if (rule.label === "exact") expect(rule.domain, rule.name).toBeUndefined();
  }
});

it("every rule has a name of its own, and exact rules were met in random programs", () => {
  const names = simplifyRules.map((rule) => rule.name);
  expect(new Set(names).size).toBe(names.length);
  const met = simplifyRules.filter((rule) => random.some(({ flow }) => firstApplication(rule, flow) !== undefined));
  expect(met.filter((rule) => rule.label === "exact").length).toBeGreaterThan(15);
});
