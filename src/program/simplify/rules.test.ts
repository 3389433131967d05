import { describe, expect, it } from "vitest";
import { compareBehaviour } from "../../../test/program/behaviour.ts";
import { randomProgram } from "../../../test/program/random-programs.ts";
import { createRng } from "../../core/rng.ts";
import { checkProgram } from "../check.ts";
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

it("every rule has a name of its own, and exact rules were met in random programs", () => {
  const names = simplifyRules.map((rule) => rule.name);
  expect(new Set(names).size).toBe(names.length);
  const met = simplifyRules.filter((rule) => random.some(({ flow }) => firstApplication(rule, flow) !== undefined));
  expect(met.filter((rule) => rule.label === "exact").length).toBeGreaterThan(15);
});
