import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { normalCdf, normalQuantile, normalTail } from "./normal.ts";

const golden = JSON.parse(readFileSync("test/fixtures/stats/scipy.json", "utf8"));

test("the quantile equals SciPy's, from 1e-300 to the middle and above", () => {
  for (const [p, z] of golden.normalQuantile) expect(normalQuantile(p)).toBeCloseTo(z, 11);
});

test("quantile and cumulative probability undo each other; the ends are infinite", () => {
  for (const p of [0.001, 0.2, 0.5, 0.7, 0.999]) expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13);
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(2)]).toEqual([-Infinity, Infinity, Number.NaN]);
  expect(normalTail(1.5)).toBeCloseTo(1 - normalCdf(1.5), 14);
});
