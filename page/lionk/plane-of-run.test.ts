import { describe, expect, it } from "vitest";
import { traceRun } from "../../src/lionk/trace.ts";
import { arrowsOf, homeView, pathsOf, placeOf, regionOf, wholeView } from "./plane-of-run.ts";
import { type PlaneProblem, problemOf } from "./problem.ts";
import { runLines } from "./run-lines.ts";
import { stateSentence } from "./run-text.ts";
import { firstSetting, offeredOf, withK } from "./setting.ts";

const problem = problemOf({ ...firstSetting, steps: 100 }) as PlaneProblem;
const trace = traceRun(problem.k, problem.seen(), problem.options);
trace.advance(1e6);
const { points } = trace;
const view = { x: [-4, 4], y: [-3, 3] } as const;

const ends = (line: Float64Array): readonly number[] => [...line.slice(0, 2), ...line.slice(-2)];
const at = (step: number): readonly number[] => [...placeOf(points[step]!)];

describe("a run in the plane", () => {
  it("has its way in two phases up to a step, and the rest behind it", () => {
    const keys = pathsOf(points, 60).map(({ key, points: line }) => [key, ends(line)]);
    expect(keys).toEqual([
      ["first", [...at(0), ...at(35)]],
      ["second", [...at(35), ...at(60)]],
      ["rest", [...at(60), ...at(100)]],
    ]);
    expect(pathsOf(points, 10).map(({ key, points: line }) => [key, ends(line)])).toEqual([
      ["first", [...at(0), ...at(10)]],
      ["rest of the first", [...at(10), ...at(35)]],
      ["rest", [...at(35), ...at(100)]],
    ]);
  });

  it("has the vectors of a step: push and decay to one scale, none longer than a fifth of what is seen", () => {
    const [ahead, pull, decay] = arrowsOf(points[20]!, { lambda: 1, view });
    expect(pull!.from).toEqual(at(20));
    const scale = pull!.by[0] / points[20]!.pull[0]!;
    expect(decay!.by[0]).toBeCloseTo(-scale * at(20)[0]!, 12);
    const lengths = [ahead!, pull!, decay!].map(({ by }) => Math.hypot(...by));
    expect(lengths[0]).toBeCloseTo(1.2, 9);
    expect(Math.max(lengths[1]!, lengths[2]!)).toBeCloseTo(1.2, 9);
  });

  it("is seen whole: start, what is of interest in f, and a set that is not far larger", () => {
    const region = regionOf(problem)!;
    expect(region.border).toHaveLength(5);
    const home = homeView(problem, region, offeredOf(firstSetting));
    expect(home.x[0]).toBeLessThan(-3.4);
    const wide = problemOf({ ...firstSetting, lambda: 0.01 }) as PlaneProblem;
    expect(homeView(wide, regionOf(wide), offeredOf(firstSetting)).x[1]).toBeLessThan(5);
    expect(wholeView({ x: [0, 0.1], y: [0, 0.1] }, points).x[0]).toBeLessThan(-3);
    expect(regionOf(problemOf(withK(firstSetting, "quadratic")) as PlaneProblem)).toBeNull();
  });
});

describe("a run over its steps", () => {
  it("has F and H in the set alone, and the distance below what is promised", () => {
    const { heights, distances, gaps } = runLines(points, problem.options);
    const [f, objective, lyapunov] = heights.map(({ y }) => y);
    expect(f!.every((value) => value !== null)).toBe(true);
    for (const line of [objective!, lyapunov!, gaps[0]!.y]) expect(line.findIndex((value) => value !== null)).toBe(35);
    const [distance, envelope] = distances.map(({ y }) => y as readonly number[]);
    expect(envelope![10]).toBeCloseTo(2 * 0.98 ** 10, 12);
    for (const [step, value] of distance!.slice(0, 35).entries())
      expect(value).toBeLessThanOrEqual(envelope![step]! + 1e-12);
    expect(distance!.slice(35).every((value) => value === null)).toBe(true);
  });

  it("says where it stands", () => {
    expect(stateSentence(points[0]!, { last: 100, isDone: false })).toBe(
      "Step 0 of 100 so far: x = (−3, 3), f = 33.5; phase I, λx is 2 outside.",
    );
    expect(stateSentence(points[40]!, { last: 100, isDone: true })).toMatch(
      /F = .*phase II, in the set since step 35\.$/,
    );
  });
});
