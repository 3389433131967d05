import { describe, expect, it } from "vitest";
import { parseProblem } from "../../src/lionk/read-problem.ts";
import { solve } from "../../src/lionk/solve.ts";
import { traceRun } from "../../src/lionk/trace.ts";
import { offeredObjectives, typedFormula } from "./objectives.ts";
import { offeredKs } from "./offered-k.ts";
import { isProblem, type PlaneProblem, problemOf, problemText, solveCommand } from "./problem.ts";
import { firstSetting, type Setting, withK, withObjective } from "./setting.ts";
import { queryOf, settingOf } from "./setting-query.ts";

const typed: Setting = { ...firstSetting, f: typedFormula, formula: "x**2 + log(1 + y**2) * 3", convex: true };

const settings: readonly (readonly [string, Setting])[] = [
  ...offeredObjectives.map((one) => [one.name, withObjective(firstSetting, one)] as const),
  ...offeredKs.map(({ name }) => [name, withK(firstSetting, name)] as const),
  ["a formula", { ...typed, curvature: 6, decay: "implicit", schedule: "cosine" }],
  ["noise", { ...firstSetting, noise: 0.5, seed: 4, step: 17, stop: 3, view: { x: [-1, 2], y: [0, 2.5] } }],
  ["a list", { ...withK(firstSetting, "owl"), values: { weights: [2, 0.25] } }],
];

describe("the address of a setting", () => {
  it.each(settings)("gives it back: %s", (_, setting) => {
    expect(settingOf(queryOf(setting))).toEqual({ setting, refused: [] });
  });

  it("says nothing of what is usual, and is read by people", () => {
    expect(queryOf(firstSetting)).toBe("");
    expect(queryOf({ ...withK(firstSetting, "lp"), values: { p: 4 }, x0: [1, -2.5] })).toBe("k=lp&x0=1,-2.5&k.p=4");
  });

  it("is taken up as far as it makes sense, and what does not is told", () => {
    const { setting, refused } = settingOf(
      "f=nothing&k=lp&k.p=x&k.q=1&lr=abc&steps=99999999&view=1,0,0,1&colour=red&decay=2",
    );
    expect(setting).toEqual({ ...withK(firstSetting, "lp"), lambda: 2 });
    expect(refused.map((sentence) => /says (\S+)=/.exec(sentence)![1])).toEqual(
      ["f", "lr", "steps", "view", "k.p", "k.q", "colour"].sort((a, b) => order(a) - order(b)),
    );
  });
});

function order(word: string): number {
  return ["f", "lr", "steps", "view", "k.p", "k.q", "colour"].indexOf(word);
}

describe("the problem file of a setting", () => {
  it.each(settings)("is solved to the very numbers of the page: %s", (_, given) => {
    const setting = { ...given, noise: 0, steps: 120 };
    const here = problemOf(setting) as PlaneProblem;
    expect(isProblem(here)).toBe(true);
    const trace = traceRun(here.k, here.seen(), here.options);
    trace.advance(1e6);
    const there = parseProblem(problemText(setting), { file: "problem.yaml", csvText: () => "" });
    const solution = solve(there.k, there.cases[0]!.objective, there.options);
    const { x, f, gap, objective, phaseOne } = trace.points.at(-1)!;
    expect({ x, f, gap, objective, phaseOne }).toEqual({
      ...{ x: solution.x, f: solution.f, gap: solution.gap, objective: solution.objective },
      phaseOne: solution.phaseOne,
    });
    expect(trace.certificate()).toEqual(solution.certificate);
  });

  it("is given to the command in one piece", () => {
    expect(solveCommand({ ...firstSetting, f: typedFormula, formula: "x*'y'" })).toMatch(
      /^npx lionlab lionk solve - <<'END'\nobjective: \{ kind: expression, f: "x\*'y'", variables: \[x, "y"\] \}\n[\s\S]*steps: 500\nEND$/,
    );
  });
});

describe("a setting that cannot be solved", () => {
  const partOf = (change: Partial<Setting>): string => {
    const found = problemOf({ ...firstSetting, ...change });
    return isProblem(found) ? "" : `${found.part}: ${found.message}`;
  };

  it("says which part is wrong, in the library's words", () => {
    expect(partOf({ f: typedFormula, formula: "x +" })).toMatch(/^formula: .*\n.*line 1, column/);
    expect(partOf({ f: typedFormula, formula: "z" })).toContain('no variable "z"');
    expect(partOf({ k: "lp", values: { p: 1 } })).toMatch(/^k: .*above 1/);
    expect(partOf({ lambda: 0 })).toMatch(/^constants: lambda must be above 0/);
    expect(partOf({ lambda: 60 })).toMatch(/^constants: lr decay/);
    expect(partOf({ noise: -1 })).toMatch(/^constants: The noise/);
    expect(partOf({ f: typedFormula, formula: "log(x)" })).toMatch(/^constants: .*at the start/);
  });
});
