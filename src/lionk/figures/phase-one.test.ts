import { expect, test } from "vitest";
import { phaseOne } from "./phase-one.ts";

test("F3: no distance exceeds its envelope, and the box is entered when the reference says", () => {
  const { continuous, discrete } = phaseOne();
  for (const { excess } of [...continuous, ...discrete]) expect(excess).toBeLessThanOrEqual(1e-10);
  const [box, ball, pulled] = continuous;
  expect(box!.entered).toBeGreaterThanOrEqual(Math.LN2); // ln((z + 1) / 2) / lambda with z = 3
  expect(box!.entered).toBeLessThanOrEqual(0.73);
  expect(ball!.entered).toBeCloseTo(1.04, 1);
  expect(pulled!.entered).toBeNull();
  expect(discrete.map(({ entered }) => entered !== null)).toEqual([true, true, true, false]);
});
