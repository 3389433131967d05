import { expect, test } from "vitest";
import { findOverfitting, type SelectionPoint } from "./overfitting.ts";

const curve = (held: readonly number[]): readonly SelectionPoint[] =>
  held.map((value, index) => ({ at: 100 * index, selected: 0.5 + 0.01 * index, held: value }));

test("a curve that falls after its peak while selection goes on is over-fitted", () => {
  const found = findOverfitting(curve([0.5, 0.54, 0.57, 0.58, 0.55, 0.53, 0.5]), 1000);
  expect(found.verdict).toBe("over-fitted");
  expect(found.peakAt).toBe(200);
  expect(found.peakShare).toBe(0.2);
  expect(found.fall).toBeCloseTo(0.07);
  expect(found.rise).toBeCloseTo(0.04);
});

test("a curve that rises to its end is not", () => {
  const found = findOverfitting(curve([0.5, 0.52, 0.53, 0.55, 0.56]), 500);
  expect(found).toMatchObject({ verdict: "none", peakAt: 400, fall: 0, rise: 0 });
});

test("a single lucky measurement is no peak", () => {
  expect(findOverfitting(curve([0.5, 0.6, 0.51, 0.52, 0.53, 0.54]), 500).verdict).toBe("none");
});

test("a fall within the curve's roughness is none", () => {
  const found = findOverfitting(curve([0.5, 0.53, 0.51, 0.55, 0.52, 0.54, 0.51, 0.545, 0.52]), 1000);
  expect(found.tolerance).toBeGreaterThan(0.02);
  expect(found.verdict).toBe("none");
});

test("a fall of less than a fifth of a point of a score is none", () => {
  expect(findOverfitting(curve([0.5, 0.51, 0.5095, 0.509, 0.509]), 500).verdict).toBe("none");
});

test("a fall without further selection is none", () => {
  const points = curve([0.5, 0.55, 0.56, 0.53, 0.5]).map((point) => ({ ...point, selected: 0.6 }));
  expect(findOverfitting(points, 500).verdict).toBe("none");
});

test("order does not matter, and few points say nothing", () => {
  const points = curve([0.5, 0.54, 0.57, 0.58, 0.55, 0.53, 0.5]);
  expect(findOverfitting([...points].reverse(), 1000)).toEqual(findOverfitting(points, 1000));
  expect(findOverfitting(points.slice(3, 6), 1000).verdict).toBe("unknown");
  expect(findOverfitting([], 1000)).toMatchObject({ verdict: "unknown", peakAt: null, peakShare: null });
});
