import { expect, test } from "vitest";
import { lyapunovHeights } from "./lyapunov-heights.ts";

test("F2: F rises on the reference's 338 steps, H on none", () => {
  const { points, objectiveRises, lyapunovRises } = lyapunovHeights();
  expect(points).toHaveLength(6_001);
  expect(points.every(({ lyapunov, objective }) => lyapunov >= objective - 1e-12)).toBe(true);
  expect(objectiveRises.steps).toBe(338);
  expect(objectiveRises.largest).toBeCloseTo(7e-4, 4);
  expect(lyapunovRises.steps).toBe(0);
  expect(lyapunovRises.largest).toBeLessThanOrEqual(1e-16);
});
