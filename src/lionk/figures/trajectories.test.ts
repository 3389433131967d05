import { expect, test } from "vitest";
import { trajectories } from "./trajectories.ts";

test("F1: each run ends at the reference's minimum of its set, and says how near", () => {
  const { byK, byLambda, contours } = trajectories();
  const ends = {
    l1: [1, -0.5],
    l2: [0.9746835436, -0.2235888856],
    linf: [1, 0],
    "lp p = 1.5": [0.9859994956, -0.3459846273],
    "huber e = 0.5": [1, -0.4],
  };
  expect(byK.map(({ label }) => label)).toEqual(Object.keys(ends));
  for (const { label, solution, path } of byK) {
    const end = ends[label as keyof typeof ends];
    expect([...solution.x]).toEqual([expect.closeTo(end[0]!, 6), expect.closeTo(end[1]!, 6)]);
    expect(solution.bound).toBeLessThanOrEqual(1e-6);
    expect(path[0]).toEqual([-3, 3]);
    expect(path.length).toBeLessThan(1_500);
  }
  expect(byLambda.map(({ solution }) => solution.x.map((value) => Math.round(1e3 * value) / 1e3))).toEqual(
    [
      [2, -1],
      [2, -1],
      [1, -0.5],
      [0.5, -0.25],
      [0.25, -0.125],
    ].map((end) => Float64Array.from(end)),
  );
  expect(byLambda.map(({ border }) => border !== null)).toEqual([false, true, true, true, true]);
  expect(contours.length).toBeGreaterThanOrEqual(7);
});
