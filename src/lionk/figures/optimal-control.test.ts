import { expect, test } from "vitest";
import { optimalControl } from "./optimal-control.ts";

test("F8: the bounded pushes are the reference's, and the free one is better and breaks the bound", () => {
  const [free, box, ridge] = optimalControl().runs;
  expect(box!.cost).toBeCloseTo(0.3460295241, 8);
  const inputs = [-0.878086027, -0.6347034869, -0.3913209468, -0.1479384067, 0.0954441334, 0.3388266735];
  expect(box!.push.slice(2, 8)).toEqual(inputs.map((value) => expect.closeTo(value, 4)));
  const ridged = [-0.8323269371, -0.6045832029, -0.3768394686, -0.1490957344];
  expect(ridge!.push.slice(2, 6)).toEqual(ridged.map((value) => expect.closeTo(value, 6)));
  expect(free!.cost).toBeLessThan(box!.cost);
  expect(Math.max(...free!.push.map(Math.abs))).toBeGreaterThan(1.1);
  for (const { push, position, speed } of [free!, box!, ridge!]) {
    expect([push.length, position.length, speed.length]).toEqual([12, 13, 13]);
  }
});
