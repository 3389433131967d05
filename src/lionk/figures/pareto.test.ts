import { expect, test } from "vitest";
import { pareto } from "./pareto.ts";

test("F7: the front is a front, each point certified, and no portfolio drawn is better than its bound allows", () => {
  const { front, cloud, assets, bestOfCloud } = pareto();
  const worst = Math.max(...front.map(({ bound }) => bound));
  expect(worst).toBeLessThanOrEqual(1e-5);
  expect(bestOfCloud).toBeLessThanOrEqual(worst);
  for (const { shares } of front) {
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
  }
  for (const name of ["risk", "gain"] as const) {
    const values = front.map((point) => point[name]);
    for (const [i, value] of values.slice(1).entries()) expect(value).toBeLessThanOrEqual(values[i]! + 1e-4);
  }
  expect(front[0]!.gain).toBeCloseTo(0.11, 6); // all weight on gain: the asset that gains most
  expect([cloud.length, assets.length]).toEqual([600, 4]);
});
