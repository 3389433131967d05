import { expect, test } from "vitest";
import { gapBound } from "./gap-bound.ts";

test("F10: F - F* never exceeds the gap over lambda", () => {
  const { runs } = gapBound();
  expect(runs.map(({ least }) => least)).toEqual([
    expect.closeTo(1.25, 10),
    expect.closeTo(1.3836578796, 9),
    expect.closeTo(1.55, 10),
  ]);
  for (const { violation, inside, points } of runs) {
    expect(violation).toBeLessThanOrEqual(1e-12);
    expect(inside).toBeGreaterThan(1_500);
    expect(points.length).toBeGreaterThan(15);
  }
});
