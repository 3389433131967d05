import { describe, expect, test } from "vitest";
import { finished } from "../core/finished.ts";
import { planeFunctions } from "../lionk/plane-functions.ts";
import { parseProgram } from "../program/parse.ts";
import { bestWalk, scoreOfPath, triedRates, walkPlane } from "./plane-path.ts";
import { resolveLibrary } from "./resolve-text.ts";

const functionNamed = (name: string) => planeFunctions.find((each) => each.name === name)!;
const programNamed = (name: string) => {
  const { program, hyperparameters } = resolveLibrary({ name });
  return { program: parseProgram(program), hyperparameters };
};
const setting = (name: string, steps: number) => ({ of: functionNamed(name), start: [1, 1], steps, seed: 0 }) as const;

describe("a walk", () => {
  test("of plain descent on a bowl is what algebra says", () => {
    const { points, gaps, divergedAt } = finished(walkPlane(programNamed("sgd"), setting("ravine", 40), 0.01));
    expect(points).toHaveLength(41);
    expect(points[40]![0]).toBeCloseTo(0.99 ** 40, 12);
    expect(points[1]![1]).toBe(0);
    expect(gaps[0]).toBe(50.5);
    expect(divergedAt).toBeNull();
  });
  test("that leaves the finite numbers ends there", () => {
    const path = finished(walkPlane(programNamed("sgd"), { ...setting("rosenbrock", 100), start: [0, 0.5] }, 100));
    expect(path.divergedAt).toBeGreaterThan(1);
    expect(path.points).toHaveLength(path.divergedAt!);
    expect(path.gaps.every(Number.isFinite)).toBe(true);
    expect(scoreOfPath(path)).toBe(Number.POSITIVE_INFINITY);
  });
  test("sees the same noise at the same seed, whatever the optimizer", () => {
    const noisy = { ...setting("noisy-bowl", 5), start: [0, 0] } as const;
    const step = (name: string, seed: number) =>
      finished(walkPlane(programNamed(name), { ...noisy, seed }, 1)).points[1]!;
    expect(step("sgd", 3)).toEqual(step("sgd", 3));
    expect(step("sgd", 3)).not.toEqual(step("sgd", 4));
    expect(step("lion", 3)).toEqual(step("sgd", 3).map(Math.sign));
  });
  test("rests while it is long", () => {
    const walk = walkPlane(programNamed("lion"), setting("ravine", 1000), 0.01);
    let rests = 0;
    while (walk.next().done !== true) rests++;
    expect(rests).toBe(4);
  });
});

describe("the best rate", () => {
  test("is the one of those tried that ends lowest", () => {
    const program = programNamed("sgd");
    const { path, atEdge } = finished(bestWalk(program, setting("ravine", 100)));
    const scores = triedRates.map((lr) => scoreOfPath(finished(walkPlane(program, setting("ravine", 100), lr))));
    expect(path.lr).toBe(triedRates[scores.indexOf(Math.min(...scores))]);
    expect(path.lr).toBe(0.01);
    expect(atEdge).toBe(false);
  });
  test("may be one at the edge, and says so", () => {
    const slow = { program: parseProgram("w = w - lr * 1e-9 * g"), hyperparameters: {} };
    expect(finished(bestWalk(slow, setting("edges", 10)))).toMatchObject({ path: { lr: 100 }, atEdge: true });
  });
});
