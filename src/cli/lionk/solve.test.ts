import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { fakeClock } from "../../core/clock.ts";
import { csvTextIn } from "../../lionk/problem-files.ts";
import { parseProblem } from "../../lionk/read-problem.ts";
import { commands } from "../commands/index.ts";
import { runCommandLine } from "../parser.ts";
import { solutionText } from "./solution-text.ts";
import { createSolveProgress, progressLine } from "./solve-progress.ts";
import { runCases, type SolveProgress } from "./solve-run.ts";

const folder = mkdtempSync(join(tmpdir(), "solve-"));
const bowl = "objective: { kind: quadratic, A: [[3, 1], [1, 2]], c: [2, -1] }\n";
const l1 = "k: { kind: l1 }\n";
const read = (text: string) => parseProblem(text, { file: "bowl.yaml", csvText: csvTextIn(folder) });

async function solve(text: string, ...more: readonly string[]) {
  const terminal = fakeTerminal({ input: text, cwd: folder });
  const code = await runCommandLine({ argv: ["lionk", "solve", "-", ...more], commands, version: "1", terminal });
  return { code, out: terminal.out.text(), err: terminal.err.text() };
}

/** Wall times are no part of what is compared. */
function withoutTimes(text: string): string {
  return text.replaceAll(/\d+(\.\d+)? m?s\b/g, "T");
}

describe("lionlab lionk solve", () => {
  test("says x, its error, and what held", async () => {
    const { code, out } = await solve(
      `name: bowl\n${bowl}k: { kind: huber, e: 0.5 }\nx0: [-3, 3]\neta: 0.02\ntolerance: 1e-14\n`,
    );
    expect(code).toBe(0);
    expect(
      withoutTimes(out)
        .replace(/[\d,]+ in T/, "N in T")
        .replaceAll(/the [\d,]+ steps|all [\d,]+ steps/g, "N steps")
        .replace(/^(gap +).*;/m, "$1G;"),
    ).toBe(
      `bowl
  f: quadratic, (x - c)' A (x - c) / 2
  K: huber, sum m_i^2 / (2 e) where |m_i| <= e, else |m_i| - e / 2
  x: ridge in a box: + lambda e |x|_2^2 / 2 with |x_i| <= 1 / lambda; lambda = 1

x            1  -0.4
F            1.55
f            1.26
gap          G; F - F* <= 0 up to rounding, f being convex
Phase I      lambda x was in the domain after 35 steps, T
certificate  Phase I envelope: held at N steps
             discrete theorem: held at each of N steps begun in the domain, at its own size; curvature of f <= 3.619
steps        N in T; ended early, gap / lambda being at most the tolerance, 1e-14
`,
    );
  });

  test("prints one JSON object", async () => {
    const facts = JSON.parse((await solve(`${bowl}${l1}`, "--json")).out);
    expect(facts).toMatchObject({
      name: "standard input",
      objective: "quadratic",
      k: "l1",
      lambda: 1,
      F: expect.closeTo(1.25, 8),
      convex: true,
      steps: 20_000,
      phaseOneSteps: 0,
      interrupted: false,
      warning: null,
      certificate: { envelope: { held: true }, theorem: { held: true, checkedSteps: 20_000 } },
    });
    expect(facts.x).toEqual([expect.closeTo(1, 6), expect.closeTo(-0.5, 6)]);
    expect(facts.bound).toBeGreaterThanOrEqual(facts.F - 1.25);
  });

  test("tells a point outside the domain as what it is", async () => {
    const { out } = await solve(`${bowl}${l1}x0: [-30, 3]\nsteps: 5\n`);
    expect(out).toMatch(/^F +infinite: lambda x lies 28\.08 outside the domain of K\*$/m);
    expect(out).toMatch(/^gap +infinite, as F is$/m);
    expect(out).toMatch(/^Phase I +lambda x has not come into the domain of K\* yet$/m);
    expect(out).toMatch(/discrete theorem: not checked: no step began in the domain$/m);
    const facts = JSON.parse((await solve(`${bowl}${l1}x0: [-30, 3]\nsteps: 5\n`, "--json")).out);
    expect(facts).toMatchObject({ F: null, gap: null, bound: null, phaseOneSteps: null });
  });

  test("claims no bound where f is not known to be convex, and no theorem where nothing covers the step", async () => {
    const formula = "objective: { kind: expression, f: (x - 2)**2, variables: [x] }\n";
    const { out } = await solve(`${formula}${l1}beta1: 0.995\nsteps: 50\n`);
    expect(out).toContain("no bound on F - F*, for f is not known to be convex");
    expect(out).toContain("discrete theorem: not checked: no bound on the curvature of f is known");
    expect(out).toMatch(/^warning +beta1 = 0.995 is above beta2 = 0.99/m);
    const said = await solve(
      `${formula.replace("variables", "convex: true, curvature: 2, variables")}${l1}steps: 500\n`,
    );
    expect(said.out).toContain("f being convex");
    expect(said.out).toContain("curvature of f <= 2");
  });

  test("finds a curvature that is stated too small", async () => {
    const text = "objective: { kind: expression, f: 50*(x - 2)**2, variables: [x], curvature: 0.1 }\n";
    expect((await solve(`${text}${l1}schedule: constant\neta: 0.1\nsteps: 500\n`)).out).toMatch(
      /discrete theorem: BROKEN, by/,
    );
  });

  test("leaves out numbers of a long x, and says so", async () => {
    const { out } = await solve(
      `objective: { kind: linear, b: [${Array(40).fill(1).join(", ")}] }\n${l1}steps: 5000\n`,
    );
    expect(out).toMatch(/^x +(-1 {2}){15}\.\.\. 40 numbers$/m);
  });

  test("shows a list of weights as a table", async () => {
    const term = (weight: string, c: number) =>
      `{ weight: ${weight}, objective: { kind: quadratic, A: [[1]], c: [${c}] } }`;
    const text = `objective: { kind: weighted-sum, terms: [${term("[1, 0]", 3)}, ${term("[0, 1]", -0.5)}] }\nk: { kind: quadratic }\n`;
    const { out } = await solve(text);
    expect(out).toMatch(/^weights +f1 \(quadratic\) +f2 \(quadratic\) +F +bound +x$/m);
    expect(out).toMatch(/^1 {2}0 +1\.12500 +2\.00000 +2\.25000 +rounding +1\.5$/m);
    expect(JSON.parse((await solve(text, "--json")).out)).toMatchObject({
      problems: 2,
      solutions: [{ weights: [1, 0], terms: [expect.closeTo(1.125, 7), expect.closeTo(2, 7)] }, { weights: [0, 1] }],
    });
  });

  test("writes the solution, its trajectory and a figure", async () => {
    const { err } = await solve(`${bowl}${l1}x0: [-3, 3]\nsteps: 5001\n`, "--out", "solved");
    expect(err).toContain("solved: solution.json, trajectory.csv, convergence.svg\n");
    const file = (name: string) => readFileSync(join(folder, "solved", name), "utf8");
    expect(JSON.parse(file("solution.json"))).toMatchObject({ objective: "quadratic", steps: 5001 });
    const rows = file("trajectory.csv").trimEnd().split("\n");
    expect(rows[0]).toBe("problem,step,f,F,gap,distance,x1,x2");
    expect(rows[1]).toBe("1,0,33.5,,,2,-3,3");
    expect(rows.length).toBeLessThan(2_003);
    expect(rows.at(-1)).toMatch(/^1,5001,/);
    expect(file("convergence.svg")).toMatch(/^<svg /);
  });

  test("draws the front of two aims, a point for each weight", async () => {
    const terms = ["[1, 0.5, 0]", "[0, 0.5, 1]"].map((weight, i) => {
      return `    - weight: ${weight}\n      objective: { kind: quadratic, A: [[1, 0], [0, 1]], c: [${i}, ${1 - i}] }\n`;
    });
    const problem = `objective:\n  kind: weighted-sum\n  terms:\n${terms.join("")}k: { kind: l2 }\nsteps: 50\n`;
    const { err } = await solve(problem, "--out", "solved");
    expect(err).toContain("solved: solution.json, trajectory.csv, convergence.svg, front.svg\n");
    const svg = readFileSync(join(folder, "solved", "front.svg"), "utf8");
    for (const weights of ["1, 0", "0.5, 0.5", "0, 1"]) expect(svg).toContain(`aria-label="weights ${weights}"`);
    expect(svg).toContain("f1 (quadratic)");
    expect(svg).toContain("f2 (quadratic)");
  });

  test.each([
    [`${bowl}${l1}lambda: 0\n`, "standard input:3:9: lambda must be above 0, but it is 0."],
    [`${bowl}k: { kind: l7 }\n`, "k.kind must be one of l1, l2"],
    [`${bowl}${l1}eta: 2\n`, "eta lambda must be at most 1"],
    [
      `objective: { kind: expression, f: x**4 - y, variables: [x, y] }\nk: { kind: quadratic }\nlambda: 0.001\neta: 900\nx0: [5, 5]\n`,
      "try a smaller eta",
    ],
  ])("refuses %j", async (text, sentence) => {
    await expect(solve(text)).rejects.toMatchObject({ name: "LabError", message: expect.stringContaining(sentence) });
  });

  test("reads data beside the problem file, wherever it is called from", async () => {
    writeFileSync(join(folder, "b.csv"), "b\n1\n-1\n");
    writeFileSync(join(folder, "linear.yaml"), `objective: { kind: linear, b: { csv: b.csv, column: b } }\n${l1}`);
    const terminal = fakeTerminal();
    const argv = ["lionk", "solve", join(folder, "linear.yaml"), "--json"];
    expect(await runCommandLine({ argv, commands, version: "1", terminal })).toBe(0);
    expect(JSON.parse(terminal.out.text())).toMatchObject({ name: "linear", F: expect.closeTo(-2, 9) });
  });
});

describe("a run under way", () => {
  test("stops where the user says so, and tells where it stood", async () => {
    const stop = new AbortController();
    const problem = read(`${bowl}${l1}steps: 1000000\n`);
    const clock = fakeClock({ tickSeconds: 1 });
    const outcomes = await runCases(problem, {
      clock,
      stop: stop.signal,
      show: ({ event }) => event.step >= 320 && stop.abort(),
    });
    expect(outcomes[0]).toMatchObject({ interrupted: true, solution: { steps: 320 } });
    expect(solutionText({ problem, outcomes }, 80)).toMatch(
      /^steps +320 of 1,000,000 in .* s; interrupted: this is where it stood$/m,
    );
  });

  const event = {
    step: 250,
    objective: 1.25,
    gap: 0.5,
    f: 1.25,
    distance: 0,
    phaseOne: 0,
    x: new Float64Array(1),
    m: new Float64Array(1),
  };
  const at = (seconds: number): SolveProgress => ({ name: "bowl", done: 0, cases: 1, steps: 1000, event, seconds });

  test("says how far it is and how long it takes at most", () => {
    expect(progressLine(at(10), 120)).toBe(
      "bowl █████░░░░░░░░░░░░░░░ step 250 of 1,000  at most 30 s left  F 1.25000  gap 5.0e-1",
    );
    expect(progressLine({ ...at(10), done: 1, cases: 2 }, 60)).toMatch(/^bowl █+▌░+ problem 2 of 2, step 250 of 1,000/);
  });

  test("shows nothing for two seconds, then a line in place, or lines in a pipe", () => {
    for (const isTTY of [true, false]) {
      const { err } = fakeTerminal({ isTTY });
      const display = createSolveProgress(err, { quiet: false });
      display.show(at(1.9));
      expect(err.text()).toBe("");
      for (const seconds of [2, 3, 4, 12, 13]) display.show(at(seconds));
      display.close();
      expect(err.text().match(/step 250/g)).toHaveLength(isTTY ? 5 : 2);
    }
    const { err } = fakeTerminal({ isTTY: true });
    createSolveProgress(err, { quiet: true }).show(at(5));
    expect(err.text()).toBe("");
  });
});
