/** The problems of examples/lionk, against what other solvers say of them (test/fixtures/lionk/make_problems.py). */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { csvTextIn } from "../../src/lionk/problem-files.ts";
import { parseProblem } from "../../src/lionk/read-problem.ts";
import { solve } from "../../src/lionk/solve.ts";

interface Golden {
  readonly x: readonly number[];
  readonly f: number;
  readonly F: number;
  readonly weights?: readonly number[];
  readonly terms?: readonly number[];
}

const folder = "examples/lionk";
const golden: { readonly [name: string]: Golden | readonly Golden[] } = JSON.parse(
  readFileSync("test/fixtures/lionk/problems.json", "utf8"),
);
const files = readdirSync(folder).filter((file) => !file.endsWith(".csv"));

test("every example has an independent solution", () => {
  expect(files.map((file) => file.replace(/\.\w+$/, "")).sort()).toEqual(Object.keys(golden).sort());
  for (const file of files)
    expect(readFileSync(`${folder}/${file}`, "utf8")).toContain("../../schema/problem.schema.json");
});

test.each(files)("%s is solved to 1e-6", (file) => {
  const problem = parseProblem(readFileSync(`${folder}/${file}`, "utf8"), { file, csvText: csvTextIn(folder) });
  const expected = [golden[file.replace(/\.\w+$/, "")]!].flat() as readonly Golden[];
  expect(problem.cases).toHaveLength(expected.length);
  for (const [place, { weights, objective }] of problem.cases.entries()) {
    const { x, f, F, ...sum } = expected[place]!;
    const found = solve(problem.k, objective, problem.options);
    expect(Math.max(...found.x.map((value, i) => Math.abs(value - x[i]!)))).toBeLessThanOrEqual(1e-6);
    expect(Math.abs(found.objective - F)).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(found.f - f)).toBeLessThanOrEqual(1e-6);
    if (objective.convex) expect(found.objective - F).toBeLessThanOrEqual(found.bound + 1e-12);
    expect(found.certificate!.envelope).toBeLessThanOrEqual(1e-12);
    if (objective.curvature !== null) expect(found.certificate!.theorem).toBeLessThanOrEqual(1e-12);
    if (sum.weights !== undefined) expect(weights).toEqual(sum.weights);
    for (const [i, { objective: term }] of problem.terms.entries())
      expect(term.value(found.x)).toBeCloseTo(sum.terms![i]!, 6);
  }
});
