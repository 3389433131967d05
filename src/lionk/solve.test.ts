import { describe, expect, test } from "vitest";
import { kNamed } from "./functions/index.ts";
import { bindK, type KValues } from "./k-function.ts";
import { mulberry32 } from "./mulberry32.ts";
import {
  control,
  huberRegression,
  leastSquares,
  linear,
  logistic,
  matrixTarget,
  type Objective,
  portfolio,
  quadratic,
  weightedSum,
} from "./objective.ts";
import { envelopeHeld, theoremHeld } from "./promises.ts";
import { type SolveOptions, solve } from "./solve.ts";
import { norm2, normMax } from "./vectors.ts";

const usual: Omit<SolveOptions, "eta" | "x0"> = {
  beta1: 0.9,
  beta2: 0.99,
  lambda: 1,
  schedule: "cosine",
  decay: "explicit",
  steps: 20_000,
  tolerance: 0,
};

const bowl = quadratic({
  A: [
    [3, 1],
    [1, 2],
  ],
  c: [2, -1],
});

describe("P1, a bowl in the plane", () => {
  test.each([
    ["l1", {}, [1, -0.5], 1.25],
    ["l2", {}, [0.9746835436, -0.2235888856], 1.3836578796],
    ["linf", {}, [1, 0], 1.5],
    ["lp", { p: 1.5 }, [0.9859994956, -0.3459846273], 1.3068597243],
    ["huber", { e: 0.5 }, [1, -0.4], 1.55],
    ["threshold", { e: 0.4 }, [1, -0.3], 1.81],
    ["soft", { e: 0.5 }, [13 / 11, -5 / 22], 2.3977272727],
    ["quadratic", {}, [15 / 11, -5 / 11], 1.5909090909],
    ["pseudo-huber", { e: 0.1 }, [0.9991848944, -0.4727668922], 1.3606026872],
    ["log-cosh", { e: 0.1 }, [1, -0.4742246632], 1.3316882332],
  ] as const)("%s %j comes within 1e-6 of an independent solver", (name, values, x, least) => {
    const k = bindK(kNamed(name), values as KValues, { size: 2 });
    const found = solve(k, bowl, { ...usual, eta: 0.02, x0: Float64Array.of(-3, 3) });
    expect(normMax(found.x.map((value, i) => value - x[i]!))).toBeLessThanOrEqual(1e-6);
    expect(Math.abs(found.objective - least)).toBeLessThanOrEqual(1e-6);
    expect(found.objective - least).toBeLessThanOrEqual(found.bound + 1e-9);
    expect(found.phaseOne).not.toBeNull();
  });

  test.each([
    [0.25, [2, -1], 1e-6],
    [0.5, [2, -1], 1e-3], // the free minimum lies on the border: nothing pushes against it, and it is neared but slowly
    [2, [0.5, -0.25], 1e-6],
    [4, [0.25, -0.125], 1e-6],
  ] as const)("Lion with lambda %d ends in its box", (lambda, x, tolerance) => {
    const k = bindK(kNamed("l1"), {}, { size: 2 });
    const found = solve(k, bowl, { ...usual, lambda, eta: 0.02, x0: Float64Array.of(-3, 3) });
    expect(normMax(found.x.map((value, i) => value - x[i]!))).toBeLessThanOrEqual(tolerance);
  });
});

describe("P2, sparse regression", () => {
  const draw = mulberry32(7);
  const u = (): number => 2 * draw() - 1;
  const X = Array.from({ length: 30 }, () => Array.from({ length: 12 }, u));
  const noise = Array.from({ length: 30 }, u);
  const y = X.map((row, i) => 1.5 * row[1]! - row[4]! + 0.7 * row[9]! + 0.1 * noise[i]!);
  const f = leastSquares({ X, y });
  const from = (entries: { readonly [at: number]: number }) =>
    Float64Array.from({ length: 12 }, (_, i) => entries[i] ?? 0);

  test("the data are the reference's", () => {
    expect(X[0]!.slice(0, 3)).toEqual([
      expect.closeTo(-0.9765904937, 10),
      expect.closeTo(-0.8760834849, 10),
      expect.closeTo(0.9538152656, 10),
    ]);
    expect(y[0]).toBeCloseTo(-0.9401351614, 9);
  });

  test.each([
    [
      "threshold",
      { e: 0.05 },
      0.25,
      0.01,
      20_000,
      { 1: 1.3734982645, 4: -0.8974021646, 9: 0.5333249465 },
      0.1511201813,
    ],
    [
      "soft",
      { e: 0.05 },
      0.25,
      0.05,
      20_000,
      { 1: 0.8467567525, 2: 0.0164868352, 4: -0.5824994467, 9: 0.3017388899, 10: 0.111585166 },
      0.3835531261,
    ],
    ["linf", {}, 0.5, 0.01, 40_000, { 1: 1.1149593651, 4: -0.6896243035, 9: 0.1954163314 }, 0.0950298504],
  ] as const)("%s is solved to 1e-6", (name, values, lambda, eta, steps, entries, least) => {
    const k = bindK(kNamed(name), values as KValues, { size: 12 });
    const found = solve(k, f, { ...usual, lambda, eta, steps, x0: new Float64Array(12) });
    const expected = from(entries);
    expect(normMax(found.x.map((value, i) => value - expected[i]!))).toBeLessThanOrEqual(1e-6);
    expect(Math.abs(found.objective - least)).toBeLessThanOrEqual(1e-6);
  });
});

test("P6, optimal control with bounded input", () => {
  const f = control({
    A: [
      [1, 0.25],
      [0, 1],
    ],
    B: [[0], [0.25]],
    horizon: 12,
    x0: [2, 0],
    terminalWeight: 5,
    controlWeight: 0.05,
  });
  const k = bindK(kNamed("l1"), {}, { size: 12 });
  const found = solve(k, f, { ...usual, eta: 0.01, steps: 100_000, x0: new Float64Array(12) });
  const inputs = [
    -1, -1, -0.878086027, -0.6347034869, -0.3913209468, -0.1479384067, 0.0954441334, 0.3388266735, 0.5822092135,
    0.8255917536, 1, 1,
  ];
  expect(normMax(found.x.map((value, i) => value - inputs[i]!))).toBeLessThanOrEqual(1e-6);
  expect(Math.abs(found.f - 0.3460295241)).toBeLessThanOrEqual(1e-8);
});

test("a matrix problem: the nearest matrix in a spectral ball is that of clipped singular values", () => {
  const f = matrixTarget({
    C: [
      [3, 0],
      [0, 0.5],
      [0, 0],
    ],
  });
  const k = bindK(kNamed("nuclear"), {}, { size: 6, rows: 3, columns: 2 });
  const found = solve(k, f, { ...usual, eta: 0.02, steps: 5_000, x0: new Float64Array(6) });
  const expected = [1, 0, 0, 0.5, 0, 0];
  expect(normMax(found.x.map((value, i) => value - expected[i]!))).toBeLessThanOrEqual(1e-5);
});

describe("objectives", () => {
  const X = [
    [1, 2],
    [-1, 0.5],
    [0.3, -2],
  ];
  const every: readonly (readonly [string, Objective])[] = [
    ["quadratic", bowl],
    ["least squares", leastSquares({ X, y: [1, 2, 3] })],
    ["huber regression", huberRegression({ X, y: [1, 2, 3], delta: 0.7 })],
    ["logistic", logistic({ X, y: [1, -1, 1] })],
    ["linear", linear({ b: [1, -2] })],
    [
      "portfolio",
      portfolio({
        covariance: [
          [2, 0.3],
          [0.3, 1],
        ],
        mean: [0.1, 0.2],
        riskAversion: 3,
      }),
    ],
    ["matrix target", matrixTarget({ C: X })],
    [
      "control",
      control({
        A: [
          [1, 0.1],
          [0.2, 0.9],
        ],
        B: [[1], [0.5]],
        horizon: 3,
        x0: [1, -1],
        terminalWeight: 2,
        controlWeight: 0.3,
      }),
    ],
    [
      "weighted sum",
      weightedSum([
        { weight: 2, objective: bowl },
        { weight: 0.5, objective: linear({ b: [1, 1] }) },
      ]),
    ],
  ];

  test.each(every)("%s has the gradient of its value", (_, f) => {
    const x = Float64Array.from({ length: f.size }, (_, i) => Math.sin(1 + 2 * i));
    const g = f.gradient(x);
    for (const [i, value] of x.entries()) {
      const slope = (f.value(x.with(i, value + 1e-5)) - f.value(x.with(i, value - 1e-5))) / 2e-5;
      expect(g[i]).toBeCloseTo(slope, 7);
    }
  });

  test.each(every)("%s keeps its curvature", (_, f) => {
    const at = (shift: number): Float64Array =>
      Float64Array.from({ length: f.size }, (_, i) => Math.sin(1 + 2 * i + shift));
    for (const shift of [0.01, 1, 2]) {
      const [x, y] = [at(0), at(shift)];
      const slopes = f.gradient(x).map((value, i) => value - f.gradient(y)[i]!);
      expect(norm2(slopes)).toBeLessThanOrEqual(f.curvature! * norm2(x.map((value, i) => value - y[i]!)) + 1e-12);
    }
  });

  test("curvatures are the least ones where these are known", () => {
    expect(bowl.curvature).toBeCloseTo((5 + Math.sqrt(5)) / 2, 12);
    const pushes = control({
      A: [
        [1, 1],
        [0, 1],
      ],
      B: [[0], [1]],
      horizon: 2,
      x0: [1, 0],
      terminalWeight: 1,
      controlWeight: 0,
    });
    // the inputs end at (1, 1) and (0, 1): the largest eigenvalue of [[2, 1], [1, 1]], twice
    expect(pushes.curvature).toBeCloseTo(3 + Math.sqrt(5), 12);
  });

  test("wrong ones are refused, each with one sentence", () => {
    expect(() =>
      quadratic({
        A: [
          [1, 2],
          [0, 1],
        ],
        c: [0, 0],
      }),
    ).toThrow("A must be symmetric");
    expect(() =>
      quadratic({
        A: [
          [1, 2],
          [2, 1],
        ],
        c: [0, 0],
      }),
    ).toThrow("A must be positive semidefinite");
    expect(() => quadratic({ A: [[1, 2]], c: [0, 0] })).toThrow("A must have 2 rows, but there are 1.");
    expect(() =>
      quadratic({
        A: [
          [1, Number.NaN],
          [2, 1],
        ],
        c: [0, 0],
      }),
    ).toThrow("A must hold finite numbers, but number 1 of it is NaN.");
    expect(() => leastSquares({ X: [[1, 2], [3]], y: [1, 2] })).toThrow(
      "row 1 of X must have 2 numbers like the first",
    );
    expect(() => logistic({ X, y: [1, 0, 1] })).toThrow("y must hold -1 and 1 alone, but it holds 0.");
    expect(() => huberRegression({ X, y: [1, 2, 3], delta: 0 })).toThrow("delta must be above 0");
    const k = bindK(kNamed("l1"), {}, { size: 2 });
    expect(() => solve(k, bowl, { ...usual, eta: 0.1, x0: new Float64Array(3) })).toThrow("x0 must have 2 numbers");
    expect(() => solve(k, bowl, { ...usual, eta: 0.1, lambda: 0, x0: new Float64Array(2) })).toThrow(
      "lambda must be above 0",
    );
  });
});

describe("a run's promises are measured step by step", () => {
  const options = { ...usual, eta: 0.02, steps: 2_000, x0: Float64Array.of(-3, 3), certify: true } as const;

  test.each(["constant", "cosine"] as const)("and hold at a %s step size", (schedule) => {
    for (const name of ["l1", "l2", "huber", "threshold"]) {
      for (const decay of ["implicit", "explicit"] as const) {
        const k = bindK(kNamed(name), {}, { size: 2 });
        const { certificate, phaseOne } = solve(k, bowl, { ...options, schedule, decay });
        expect(certificate!.envelope).toBeLessThanOrEqual(1e-12);
        expect(certificate!.theorem).toBeLessThanOrEqual(1e-12);
        expect([envelopeHeld(certificate!), theoremHeld(certificate!)]).toEqual([true, true]);
        expect(certificate!.checkedSteps).toBe(2_000 - phaseOne!);
      }
    }
  });

  test("a curvature that is too small is no bound", () => {
    const k = bindK(kNamed("l1"), {}, { size: 2 });
    const { certificate } = solve(k, bowl, { ...options, schedule: "constant", curvature: 0.01 });
    expect(certificate!.theorem).toBeGreaterThan(0);
    expect(theoremHeld(certificate!)).toBe(false);
  });

  test("nothing is claimed where no theorem applies", () => {
    const k = bindK(kNamed("l1"), {}, { size: 2 });
    const { certificate, warning } = solve(k, bowl, { ...options, beta1: 0.999 });
    expect(warning).toBe("beta1 = 0.999 is above beta2 = 0.99: no theorem covers this.");
    expect(certificate).toMatchObject({ theorem: null, checkedSteps: 0 });
    expect(theoremHeld(certificate!)).toBeNull();
  });
});
