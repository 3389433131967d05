import { expect, test } from "vitest";
import { floatTensor } from "../../core/tensor.ts";
import { erf } from "./erf.ts";

/** Values of Python's math.erf. */
const known = [
  [0, 0],
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [1, 0.8427007929497149],
  [2.4999, 0.9995928300996666],
  [2.5001, 0.9995932657565293],
  [3.7, 0.9999998328489421],
  [5.9, 0.9999999999999999],
  [40, 1],
] as const;

test.each(known)("erf(%f) to 14 digits, and odd", (x, y) => {
  const [found, opposite] = erf.evaluate([floatTensor([2], [x, -x])], {}).data;
  expect(Math.abs(found! - y)).toBeLessThanOrEqual(1e-14 * y);
  expect(opposite! + found!).toBe(0);
});

test("what is no number stays none", () => {
  expect(erf.evaluate([floatTensor([1], [Number.NaN])], {}).data[0]).toBeNaN();
});
