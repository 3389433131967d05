import { expect, test } from "vitest";
import { newtonSchulzMap } from "./newton-schulz-map.ts";

test("F9: the ranges are the reference's, and the cubic has converged", () => {
  const { points, fromHundredth, fromThousandth } = newtonSchulzMap();
  expect(fromHundredth).toEqual([expect.closeTo(0.682, 2), expect.closeTo(1.134, 2)]);
  expect(fromThousandth).toEqual([expect.closeTo(0.4705, 3), expect.closeTo(1.202, 3)]);
  for (const { cubic } of points) expect(cubic).toBeCloseTo(1, 12);
});
