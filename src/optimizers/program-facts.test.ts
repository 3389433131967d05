import { describe, expect, test } from "vitest";
import { finished } from "../core/finished.ts";
import { parseProgram } from "../program/parse.ts";
import { explainProgram } from "./explain-program.ts";
import { deadPartsOf, lionKMember, stepFactsOf, twinsOf } from "./program-facts.ts";
import { identifyProgram } from "./program-identity.ts";
import { resolveLibrary } from "./resolve-text.ts";

const library = (name: string) => {
  const { program, hyperparameters } = resolveLibrary({ name });
  return { name, program: parseProgram(program), hyperparameters };
};

describe("what a step depends on", () => {
  test("Adam: weights, gradient, both averages, rate and step, each weight for itself", () => {
    const { program, hyperparameters } = library("adam");
    const { reads, states, scope } = stepFactsOf(program, hyperparameters);
    expect(reads).toEqual(["w", "g", "m", "v", "lr", "step"]);
    expect(states).toEqual([
      { name: "m", reads: ["g", "m"] },
      { name: "v", reads: ["g", "v"] },
    ]);
    expect(scope).toBe("weight");
  });
  test("what a hyperparameter of 0 switches off is no dependence, and costs nothing", () => {
    const { program, hyperparameters } = library("lion");
    const without = stepFactsOf(program, hyperparameters);
    const decayed = stepFactsOf(program, { ...hyperparameters, l2: 0.1 });
    expect(without.states[0]!.reads).toEqual(["g", "m"]);
    expect(decayed.states[0]!.reads).toEqual(["w", "g", "m"]);
    expect(decayed.operations.perWeight).toBeGreaterThan(without.operations.perWeight);
  });
  test.each([
    ["w = w - lr * sign(g)", "weight", { perWeight: 3, sums: 0, host: 0 }],
    ["w = w - lr * g / norm(g)", "tensor", { perWeight: 3, sums: 1, host: 0 }],
    ["w = w - lr * g / global_norm(g)", "all tensors", { perWeight: 3, sums: 1, host: 0 }],
    ["w = w - lr / (1 - 0.9 ** step) * on_matrices(g, sign(g))", "tensor", { perWeight: 4, sums: 0, host: 3 }],
  ] as const)("%s: %s", (text, scope, operations) => {
    expect(stepFactsOf(parseProgram(text), {})).toMatchObject({ scope, operations });
  });
});

describe("dead parts", () => {
  test("of a library program, with their lines", () => {
    const text =
      "# a comment\nstate m = zeros\nstate n = zeros\nm = lerp(g, m, 0.9)\nn = n + g\nc = m * 2\nw = w - lr * m\n";
    expect(deadPartsOf(parseProgram(text))).toEqual({
      statements: ["state n = 0", "n = n + g", "c = m * 2"].map((line) => line.replace("= 0", "= zeros")),
      lines: [3, 5, 6],
      states: ["n"],
    });
  });
  test("of the paper's: the cosh of program 4", () => {
    const { program } = library("paper-discovered");
    const { statements, states } = deadPartsOf(program);
    expect(statements).toEqual(["m = cosh(update)"]);
    expect(states).toEqual(["m"]);
  });
});

describe("twins and the Lion-K family", () => {
  const judge = (text: string) => {
    const given = { name: "mine", program: parseProgram(text), hyperparameters: {} };
    const { fingerprint } = identifyProgram(given);
    const twins = finished(twinsOf(fingerprint, {}));
    const { family } = explainProgram(given);
    return { twins: twins.map(({ name }) => name), k: lionKMember(family, twins)?.k ?? null };
  };
  test("Lion under other names", () => {
    expect(
      judge("state a = zeros\nb = 0.1 * g + 0.9 * a\na = 0.01 * g + 0.99 * a\nw = w - lr * sign(b)"),
    ).toMatchObject({
      twins: expect.arrayContaining(["lion", "lionk-l1"]),
      k: "l1",
    });
  });
  test("Lion with other numbers is of the family by its form", () => {
    expect(judge("state a = zeros\nb = lerp(g, a, 0.8)\na = lerp(g, a, 0.95)\nw = w - lr * sign(b)")).toEqual({
      twins: [],
      k: "l1",
    });
  });
  test("Adam is not", () => {
    const { program, hyperparameters } = library("adam");
    const { fingerprint } = identifyProgram({ name: "adam", program, hyperparameters });
    const twins = finished(twinsOf(fingerprint, hyperparameters));
    expect(twins.map(({ name }) => name)).toContain("adam");
    expect(lionKMember("adam", twins)).toBeNull();
  });
});
