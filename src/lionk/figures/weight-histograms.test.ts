import { expect, test } from "vitest";
import { weightHistograms } from "./weight-histograms.ts";

test("F5: the weights go into the box, as the reference's do", () => {
  const { histograms, weights } = weightHistograms();
  expect(weights).toBe(337);
  expect(histograms.map(({ step }) => step)).toEqual([0, 50, 100, 200, 400]);
  for (const { bars } of histograms) expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(337);
  const outside = histograms.map((one) => one.outside);
  expect(outside[0]).toBeCloseTo(0.635, 1);
  expect(outside.at(-1)).toBe(0);
  expect(outside.toSorted((a, b) => b - a)).toEqual(outside);
  expect(histograms[0]!.largest).toBeLessThanOrEqual(1 / Math.SQRT2);
});
