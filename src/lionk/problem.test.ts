import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kFunctions } from "./functions/index.ts";
import { objectiveKinds } from "./objective-kinds.ts";
import { problemSchemaText } from "./problem.ts";
import { csvTextIn } from "./problem-files.ts";
import { parseProblem } from "./read-problem.ts";
import { solve } from "./solve.ts";

const folder = mkdtempSync(join(tmpdir(), "problem-"));
writeFileSync(join(folder, "data.csv"), "id,a,b,y\none,1,2,1\ntwo,-1,0.5,-1\nthree,0.3,-2,1\n");
writeFileSync(join(folder, "bad.csv"), "a,b\n1,2\n1,oops\n");

const read = (text: string) => parseProblem(text, { file: "p.yaml", csvText: csvTextIn(folder) });
const bowl = "objective: { kind: quadratic, A: [[3, 1], [1, 2]], c: [2, -1] }\n";

test("the published schema is up to date (`npm run generate` writes it)", () => {
  expect(readFileSync("schema/problem.schema.json", "utf8")).toBe(problemSchemaText());
});

test("the schema knows every objective and every K", () => {
  const { properties } = JSON.parse(problemSchemaText());
  const kinds = (options: readonly { properties: { kind: { const: string } } }[]) =>
    options.map((option) => option.properties.kind.const);
  expect(kinds(properties.objective.oneOf)).toEqual([...objectiveKinds.map(({ kind }) => kind), "weighted-sum"]);
  expect(kinds(properties.k.oneOf)).toEqual(kFunctions.map(({ name }) => name));
});

test("two lines are a problem; everything else has a default", () => {
  const problem = read(`${bowl}k: { kind: l1 }\n`);
  expect(problem).toMatchObject({ name: "p", kind: "quadratic", shape: { size: 2 }, terms: [] });
  const { x0, ...rest } = problem.options;
  expect([...x0]).toEqual([0, 0]);
  expect(rest).toEqual({
    eta: 0.01,
    beta1: 0.9,
    beta2: 0.99,
    lambda: 1,
    schedule: "cosine",
    decay: "explicit",
    steps: 20_000,
    tolerance: 0,
    certify: true,
  });
});

test("JSON is read as well, and its key $schema is left alone", () => {
  const text = JSON.stringify({ $schema: "s", objective: { kind: "linear", b: [1] }, k: { kind: "l2" }, lambda: 2 });
  expect(read(text).options).toMatchObject({ lambda: 2, eta: 0.005 });
});

test("the words of study files and the older ones say the same", () => {
  const old = "lambda: 4\neta: 0.02\nschedule: constant\ndecay: implicit\n";
  const now = "decay: 4\nlr: 0.02\nschedule: { kind: constant }\ndecayForm: implicit\n";
  const options = (words: string) => read(`${bowl}k: { kind: l1 }\n${words}`).options;
  expect(options(now)).toEqual(options(old));
  expect(options(now)).toMatchObject({ lambda: 4, eta: 0.02, schedule: "constant", decay: "implicit" });
  expect(options("decay: 2\n")).toMatchObject({ lambda: 2, eta: 0.005, schedule: "cosine", decay: "explicit" });
  expect(options("schedule: { kind: cosine }\n")).toEqual(options(""));
});

test("constants of the equation stand for those of the update", () => {
  const { options } = read(`${bowl}k: { kind: l1 }\neta: 0.02\ngamma: 0.5\nepsilon: 0.2\n`);
  expect(options).toMatchObject({ beta1: 0.9, beta2: 0.99 });
});

test("the start is zero for even K, else a point of the domain; a given one may lie outside it", () => {
  const simplex = read(`${bowl}k: { kind: simplex }\nlambda: 2\n`);
  expect([...simplex.options.x0]).toEqual([0.5, 0]);
  const outside = read(`${bowl}k: { kind: l1 }\nx0: [-3, 3]\nsteps: 500\neta: 0.02\n`);
  const { phaseOne, certificate } = solve(outside.k, outside.cases[0]!.objective, outside.options);
  expect(phaseOne).toBeGreaterThan(0);
  expect(certificate!.envelope).toBeLessThanOrEqual(1e-12);
});

test("matrices and vectors come from CSV files, and solve alike", () => {
  const { cases } = read(
    "objective: { kind: logistic, X: { csv: data.csv, columns: [b, a] }, y: { csv: data.csv, column: y } }\nk: { kind: l1 }\n",
  );
  const inline = read(
    "objective: { kind: logistic, X: [[2, 1], [0.5, -1], [-2, 0.3]], y: [1, -1, 1] }\nk: { kind: l1 }\n",
  );
  const x = Float64Array.of(0.3, -0.2);
  expect(cases[0]!.objective.value(x)).toBe(inline.cases[0]!.objective.value(x));
});

test("lists of weights are problems one after another", () => {
  const problem = read(`objective:
  kind: weighted-sum
  terms:
    - { weight: [0, 0.5, 1], objective: { kind: quadratic, A: [[1]], c: [1] } }
    - { weight: [1, 0.5, 0], objective: { kind: quadratic, A: [[1]], c: [-1] } }
    - { weight: 2, objective: { kind: linear, b: [0] } }
k: { kind: l1 }
`);
  expect(problem.terms.map(({ kind }) => kind)).toEqual(["quadratic", "quadratic", "linear"]);
  expect(problem.cases.map(({ weights }) => weights)).toEqual([
    [0, 1, 2],
    [0.5, 0.5, 2],
    [1, 0, 2],
  ]);
  expect(problem.cases.map(({ objective }) => objective.gradient(new Float64Array(1))[0])).toEqual([1, 0, -1]);
});

test("matrix problems have matrix K, and x0 by rows", () => {
  const problem = read(
    "objective: { kind: matrix-target, C: [[1, 2, 3], [4, 5, 6]] }\nk: { kind: nuclear }\nx0: [[1, 0, 0], [0, 1, 0]]\n",
  );
  expect(problem.shape).toEqual({ size: 6, rows: 2, columns: 3 });
  expect([...problem.options.x0]).toEqual([1, 0, 0, 0, 1, 0]);
});

describe("wrong problems are refused, each with one sentence and its place", () => {
  const l1 = "k: { kind: l1 }\n";
  test.each([
    ["objective", "p.yaml:1:1: the problem must be a mapping"],
    [bowl, "p.yaml:1:1: k is missing; it must be a mapping."],
    [`${bowl}k: { kind: l2x }\n`, 'but it is "l2x"; did you mean l2?'],
    [`${bowl}k: {}\n`, "p.yaml:2:4: k.kind is missing; it must be one of l1, l2, lp"],
    [`${bowl}k: { kind: l3 }\n`, "p.yaml:2:12: k.kind must be one of l1, l2, lp"],
    [`${bowl}k: { kind: huber, width: 1 }\n`, 'p.yaml:2:19: there is no key "width" here; known: kind, e.'],
    [`${bowl}k: { kind: huber, e: 0 }\n`, "p.yaml:2:22: k.e must be above 0, but it is 0."],
    [`${bowl}k: { kind: top-k, k: 3 }\n`, "p.yaml:2:4: The parameter k of K = top-k must be"],
    [`${bowl}k: { kind: nuclear }\n`, "p.yaml:2:4: K = nuclear is a function of a matrix"],
    [`${bowl}${l1}lamda: 1\n`, 'p.yaml:3:1: there is no key "lamda" here; did you mean lambda'],
    [`${bowl}${l1}lambda: 0\n`, "p.yaml:3:9: lambda must be above 0, but it is 0."],
    [`${bowl}${l1}lambda: -1\n`, "p.yaml:3:9: lambda must be above 0, but it is -1."],
    [`${bowl}${l1}lambda: .nan\n`, "p.yaml:3:9: lambda must be a number, but it is NaN."],
    [`${bowl}${l1}eta: .inf\n`, "p.yaml:3:6: eta must be a number, but it is Infinity."],
    [`${bowl}${l1}beta1: 1\n`, "p.yaml:3:8: beta1 must be below 1, but it is 1."],
    [`${bowl}${l1}beta2: -0.1\n`, "p.yaml:3:8: beta2 must be at least 0, but it is -0.1."],
    [`${bowl}${l1}decay: 4\nlr: 0.5\n`, "p.yaml:4:5: lr decay = eta lambda must be at most 1"],
    [`${bowl}${l1}lr: 0.1\neta: 0.1\n`, "p.yaml:4:6: eta: eta is an older word for lr; give one of them"],
    [`${bowl}${l1}decay: 1\nlambda: 1\n`, "lambda is an older word for decay; give one of them"],
    [`${bowl}${l1}decay: explicit\ndecayForm: implicit\n`, "is an older way to say decayForm: explicit"],
    [`${bowl}${l1}decay: 0\n`, "decay must be"],
    [
      `${bowl}${l1}lambda: 4\neta: 0.5\n`,
      "p.yaml:4:6: lr decay = eta lambda must be at most 1, else a step goes beyond",
    ],
    [
      `${bowl}${l1}gamma: 2\nepsilon: 0.6\n`,
      "epsilon gamma must be at most 1, else the Lyapunov function need not fall",
    ],
    [`${bowl}${l1}gamma: 2\n`, "p.yaml:3:8: gamma: gamma and epsilon come together, in place of beta1 and beta2."],
    [`${bowl}${l1}epsilon: 2\ngamma: 0.1\nbeta1: 0.9\n`, "gamma and epsilon come together"],
    [`${bowl}${l1}x0: [1, 2, 3]\n`, "p.yaml:3:5: x0 must have 2 numbers, but has 3."],
    [`${bowl}${l1}x0: [[1, 2]]\n`, "p.yaml:3:5: x0 must be a list of 2 numbers, but a matrix is given."],
    [`${bowl}${l1}steps: 1.5\n`, "p.yaml:3:8: steps must be a whole number, but it is 1.5."],
    [`objective: { kind: cubic }\n${l1}`, "p.yaml:1:20: objective.kind must be one of quadratic, least-squares"],
    [`objective: { kind: quadratic, A: [[1, 2], [0, 1]], c: [0, 0] }\n${l1}`, "p.yaml:1:12: A must be symmetric"],
    [`objective: { kind: quadratic, A: [[1, 2], [2, 1]], c: [0, 0] }\n${l1}`, "A must be positive semidefinite"],
    [`objective: { kind: quadratic, A: [[1]], c: [0, 0] }\n${l1}`, "A must have 2 rows, but there are 1."],
    [`objective: { kind: quadratic, A: [[.nan]], c: [0] }\n${l1}`, "A[0][0] must be a number, but it is NaN."],
    [`objective: { kind: quadratic, A: [[1]] }\n${l1}`, "objective.c is missing"],
    [`objective: { kind: linear, b: [] }\n${l1}`, "objective.b must be a list that is not empty"],
    [`objective: { kind: logistic, X: [[1]], y: [2] }\n${l1}`, "y must hold -1 and 1 alone, but it holds 2."],
    [
      `objective: { kind: expression, f: x + z, variables: [x, y] }\n${l1}`,
      'p.yaml:1:12: There is no variable "z"; this formula has x, y.',
    ],
    [
      `objective: { kind: linear, b: { csv: data.csv, column: weight } }\n${l1}`,
      'p.yaml:1:31: data.csv has no column "weight"; it has id, a, b, y.',
    ],
    [
      `objective: { kind: least-squares, X: { csv: bad.csv }, y: [1, 2] }\n${l1}`,
      'p.yaml:1:38: bad.csv:3: the column b must hold decimal numbers, but here it holds "oops".',
    ],
    [
      `objective: { kind: linear, b: { csv: no.csv, column: c } }\n${l1}`,
      "p.yaml:1:31: Could not read no.csv: there is no such file",
    ],
    [
      `objective: { kind: weighted-sum, terms: [{ weight: [1, 2], objective: { kind: linear, b: [1] } }, { weight: [1], objective: { kind: linear, b: [1] } }] }\n${l1}`,
      "Lists of weights must be equally long, but they have 2 and 1 numbers.",
    ],
    [
      `objective: { kind: weighted-sum, terms: [{ weight: 1, objective: { kind: linear, b: [1] } }, { weight: 1, objective: { kind: linear, b: [1, 2] } }] }\n${l1}`,
      "the terms of a weighted sum must have 1 unknowns each",
    ],
    [`${bowl}k: {\n`, "this is not valid YAML or JSON"],
  ])("%j", (text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });
});
