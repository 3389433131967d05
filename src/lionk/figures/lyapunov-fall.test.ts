import { expect, test } from "vitest";
import { lyapunovFall } from "./lyapunov-fall.ts";

test("F4: both terms are never negative, and the rate is the slope of H", () => {
  const { leastTerm, largestError } = lyapunovFall();
  expect(leastTerm).toBeGreaterThanOrEqual(-1e-14);
  expect(largestError).toBeLessThanOrEqual(2e-3); // the quotient is exact to h²
});
