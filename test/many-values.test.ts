/**
 * Lists as long as a user makes them: 200,000 values, where a call that takes each as an argument overflows the stack.
 */
import { expect, test } from "vitest";
import { group } from "../src/lionk/functions/group.ts";
import { weightedL1 } from "../src/lionk/functions/weighted-l1.ts";
import { spectralNorm } from "../src/lionk/matrix-input.ts";
import { relativeDifference } from "../src/optimizers/relative-difference.ts";
import { roundRange } from "../src/report/measures/height-range.ts";
import { bandDomain } from "../src/report/sections/chart.ts";
import { findOverfitting } from "../src/stats/overfitting.ts";

const many = 200_000;
const values = Float64Array.from({ length: many }, (_, i) => (i % 1000) / 1000);

test("figures of many points know their range", () => {
  const points = Array.from(values, (mean, x) => ({ label: "a", x, mean, low: mean, high: mean, description: "" }));
  const [low, high] = bandDomain(points);
  expect([low, high].map((end) => end.toFixed(3))).toEqual(["-0.040", "1.039"]);
  expect(roundRange([...values])).toEqual([0, 1]);
});

test("functions K of many coordinates know how far a point is from their domain", () => {
  const shape = { size: many };
  const twice = values.map((value) => 2 * value);
  expect(weightedL1.bind({ weights: Array.from(values, () => 0.5) }, shape).distance(values)).toBeCloseTo(0.998);
  expect(group.bind({ sizes: Array.from(values, () => 1) }, shape).distance(twice)).toBeCloseTo(0.998);
  expect(spectralNorm(values, { rows: many, columns: 1 })).toBeGreaterThan(0.999);
});

test("paths of many weights and curves of many measurements are compared", () => {
  const leaf = { name: "w", shape: [many], offset: 0, size: many };
  expect(relativeDifference([leaf], [values], [values.map((value) => value * 1.5)])).toBeCloseTo(0.5);
  const curve = Array.from(values, (held, at) => ({ at, selected: at / many, held }));
  expect(findOverfitting(curve, many).verdict).toMatch(/./);
});
