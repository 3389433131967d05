import { describe, expect, it } from "vitest";
import { LabError } from "../core/errors.ts";
import { createRng } from "../core/rng.ts";
import { expression } from "./expression.ts";
import { planeBowl, planeK, planeSettings } from "./figures/problems.ts";
import { withNoise } from "./noisy.ts";
import { solve } from "./solve.ts";
import { traceRun } from "./trace.ts";
import { combine, norm2, scaled } from "./vectors.ts";

const { k } = planeK("l1");
const options = { ...planeSettings, steps: 300, x0: Float64Array.of(-3, 3) };

describe("a trace", () => {
  it.each(["constant", "cosine"] as const)("is the run that solve makes, and certifies it alike: %s", (schedule) => {
    const trace = traceRun(k, planeBowl, { ...options, schedule });
    while (!trace.isDone) trace.advance(7);
    const solution = solve(k, planeBowl, { ...options, schedule, certify: true });
    const { x, f, gap, objective, phaseOne, step } = trace.points.at(-1)!;
    expect({ x, f, gap, objective, phaseOne, step }).toEqual({
      ...{ x: solution.x, f: solution.f, gap: solution.gap, objective: solution.objective },
      ...{ phaseOne: solution.phaseOne, step: 300 },
    });
    expect(trace.certificate()).toEqual(solution.certificate);
    expect(trace.fault).toBeNull();
  });

  it("has the vectors that make the next step", () => {
    const trace = traceRun(k, planeBowl, options);
    trace.advance(50);
    for (const [at, { x, pull, eta, excess }] of trace.points.slice(0, -1).entries()) {
      const next = trace.points[at + 1]!;
      const made = combine(1 - eta * options.lambda, x, eta, pull);
      expect(norm2(combine(1, made, -1, next.x))).toBe(0);
      expect(excess === null).toBe(at === 0);
    }
  });

  it("says where the Lyapunov function rose in a step, and measures it outside the domain nowhere", () => {
    const trace = traceRun(k, planeBowl, { ...options, schedule: "constant", eta: 0.3 });
    trace.advance(1e6);
    const entered = trace.points.at(-1)!.phaseOne!;
    for (const { step, rise, lyapunov } of trace.points) {
      expect(rise === null).toBe(step <= entered);
      expect(Number.isFinite(lyapunov)).toBe(step >= entered);
      if (rise !== null) expect(rise).toBeCloseTo(lyapunov - trace.points[step - 1]!.lyapunov, 9);
    }
    expect(trace.points.some(({ rise }) => rise !== null && rise > 0)).toBe(true);
  });

  it("ends with a sentence where the numbers do", () => {
    const f = expression({ f: "exp(x**2 + y**2)", variables: ["x", "y"] });
    const wild = traceRun(planeK("quadratic").k, f, { ...options, eta: 0.9, x0: Float64Array.of(1, 1) });
    wild.advance(1e6);
    expect(wild.isDone).toBe(true);
    expect(wild.fault).toContain("not finite after");
    expect(wild.points.length).toBeGreaterThan(1);
    const nowhere = expression({ f: "log(x) + y", variables: ["x", "y"] });
    expect(() => traceRun(k, nowhere, options)).toThrow(/not finite at the start/);
  });
});

describe("noise", () => {
  it("is added to each gradient that is taken, and is the same for the same seed", () => {
    const noisy = withNoise(planeBowl, { sigma: 0.5, seed: 3 });
    const rng = createRng(3, "lionk-noise");
    for (let n = 0; n < 3; n++) {
      const x = Float64Array.of(n, -n);
      const noise = scaled(0.5, Float64Array.of(rng.normal(), rng.normal()));
      expect(noisy.gradient(x)).toEqual(combine(1, planeBowl.gradient(x), 1, noise));
      expect(noisy.value(x)).toBe(planeBowl.value(x));
    }
    expect(withNoise(planeBowl, { sigma: 0, seed: 3 })).toBe(planeBowl);
    expect(() => withNoise(planeBowl, { sigma: -1, seed: 3 })).toThrow(LabError);
  });
});
