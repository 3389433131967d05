import { describe, expect, it } from "vitest";
import { traceRun } from "../../src/lionk/trace.ts";
import { typedFormula } from "./objectives.ts";
import { type PlaneProblem, problemOf } from "./problem.ts";
import { type PromiseRow, promisesOf } from "./promise-list.ts";
import { firstSetting, type Setting, withK } from "./setting.ts";
import { tour } from "./tour.ts";

function rowsOf(setting: Setting): { readonly [key in PromiseRow["key"]]: PromiseRow } {
  const problem = problemOf(setting) as PlaneProblem;
  const trace = traceRun(problem.k, problem.seen(), problem.options);
  trace.advance(1e6);
  const rows = promisesOf(problem, trace);
  return Object.fromEntries(rows.map((row) => [row.key, row])) as ReturnType<typeof rowsOf>;
}

const formula = { f: typedFormula, formula: "4*(x - 0.3)**2 + (y + 0.2)**2" } as const;

describe("what is promised", () => {
  it("of Lion on a bowl: both phases hold, and steps of a size break what is promised of none", () => {
    const rows = rowsOf(firstSetting);
    expect(rows["phase-one"].state).toBe("held");
    expect(rows["phase-one"].measured).toContain("from step 35 on");
    expect(rows.theorem.state).toBe("held");
    expect(rows.theorem.promise).toContain("L = 3.618");
    expect(rows.equation.state).toBe("exceeded");
    expect(rows.equation.measured).toMatch(/H rose in \d+ of 465 steps, by 5\.2\d+e−4 at most/);
    expect(rows.gap.measured).toMatch(/F = 1\.25\d*, and F − F\* ≤ 0\.0\d+/);
  });

  it("is nothing where its conditions are not met, and says which", () => {
    expect(rowsOf({ ...firstSetting, beta1: 0.995 }).theorem.promise).toContain("0.995 is above 0.99");
    expect(rowsOf({ ...firstSetting, f: "rosenbrock" }).theorem.promise).toContain("none is known");
    expect(rowsOf({ ...firstSetting, f: "rosenbrock" }).gap.state).toBe("none");
    expect(rowsOf(withK(firstSetting, "quadratic"))["phase-one"].state).toBe("none");
    const noisy = rowsOf({ ...firstSetting, noise: 6 });
    expect([noisy["phase-one"].state, noisy.theorem.state, noisy.equation.state, noisy.gap.state]).toEqual([
      ...["held", "none", "none", "none"],
    ]);
    const far = rowsOf({ ...firstSetting, x0: [-300, 3], steps: 20 });
    expect([far.theorem.state, far.equation.state, far.gap.state]).toEqual(["none", "none", "none"]);
    expect(far["phase-one"].measured).toContain("still");
  });

  it("is broken where its author said too little of the curvature, and told by how much", () => {
    const { theorem } = rowsOf({
      ...firstSetting,
      ...formula,
      convex: true,
      curvature: 0.5,
      eta: 0.2,
      beta1: 0.5,
      beta2: 0.9,
    });
    expect(theorem.state).toBe("broken");
    expect(theorem.measured).toMatch(/Exceeded by up to 0\.\d+ .*first at step \d+/);
    expect(rowsOf({ ...firstSetting, ...formula, curvature: 8, eta: 0.2, beta1: 0.5, beta2: 0.9 }).theorem.state).toBe(
      "held",
    );
  });

  it("H of a smooth K with a small rate falls in all steps that begin in the set", () => {
    const calm = withK({ ...firstSetting, eta: 0.001, x0: [-0.5, 0.5], steps: 400 }, "smooth-l2");
    expect(rowsOf(calm).equation.state).toBe("held");
  });
});

describe("the tour shows what it tells", () => {
  it.each(tour.map((stop, i) => [i + 1, stop.title, stop] as const))(
    "stop %i: %s",
    (at, _, { setting, text, task }) => {
      expect(setting.stop).toBe(at);
      expect(Math.min(text.length, task.length)).toBeGreaterThan(40);
      expect(Math.max(text.length, task.length)).toBeLessThan(420);
      expect(rowsOf(setting)["phase-one"].state).toBe("held");
    },
  );

  it("theorem: silent from beta1 above beta2 on, broken at the last stop until the curvature is said", () => {
    const memories = tour[3]!.setting;
    expect(rowsOf(memories).theorem.state).toBe("held");
    expect(rowsOf({ ...memories, beta1: 0.999 }).theorem.state).toBe("none");
    const last = tour.at(-1)!.setting;
    expect(rowsOf(last).theorem.state).toBe("broken");
    expect(rowsOf({ ...last, curvature: 8 }).theorem.state).toBe("held");
  });

  it("decay of 0.4 lets the bowl's lowest point in; Huber comes to rest where the sign cycles", () => {
    const endOf = (setting: Setting) => {
      const problem = problemOf(setting) as PlaneProblem;
      const trace = traceRun(problem.k, problem.seen(), problem.options);
      trace.advance(1e6);
      return trace.points.slice(-20);
    };
    const [bound] = endOf(tour[1]!.setting).slice(-1);
    expect(bound!.x[0]).toBeCloseTo(1, 1);
    expect(bound!.x[1]).toBeCloseTo(-0.5, 1);
    const [free] = endOf({ ...tour[1]!.setting, lambda: 0.4 }).slice(-1);
    expect(free!.x[0]).toBeCloseTo(2, 1);
    expect(free!.x[1]).toBeCloseTo(-1, 1);
    const sway = (points: ReturnType<typeof endOf>): number =>
      Math.max(...points.map(({ x }) => x[1]!)) - Math.min(...points.map(({ x }) => x[1]!));
    const rounded = tour[5]!.setting;
    expect(sway(endOf(rounded))).toBeLessThan(2e-3);
    expect(sway(endOf(withK(rounded, "l1")))).toBeGreaterThan(1e-2);
  });
});
