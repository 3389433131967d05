import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { erfc, incompleteBeta, logGamma, upperGamma } from "./special.ts";

const golden = JSON.parse(readFileSync("test/fixtures/stats/scipy.json", "utf8"));

test("log-gamma equals SciPy's", () => {
  for (const [x, value] of golden.logGamma)
    expect(logGamma(x)).toBeCloseTo(value, 12 - Math.ceil(Math.log10(1 + value)));
});

test("erfc keeps its relative precision into the tail", () => {
  for (const [x, value] of golden.erfc) expect(erfc(x) / value).toBeCloseTo(1, 12);
});

test("the incomplete beta function equals SciPy's on both sides of its mean", () => {
  for (const [x, a, b, value] of golden.incompleteBeta) expect(incompleteBeta(x, a, b) / value).toBeCloseTo(1, 12);
  expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
});

test("the upper incomplete gamma function equals SciPy's on both sides of its mean, far into the tail", () => {
  for (const [a, x, value] of inference.upperGamma) expect(upperGamma(a, x) / value).toBeCloseTo(1, 9);
  expect([upperGamma(2, 0), upperGamma(2, Infinity)]).toEqual([1, 0]);
});
