import { describe, expect, it } from "vitest";
import { sliderScale } from "./slider-scale.ts";

const cases = [
  { name: "beta1", default: 0.9, min: 0, max: 1, sample: [0, 0.5, 0.9, 0.99, 0.999] },
  { name: "beta2", default: 0.999, sample: [0.5, 0.99, 0.9995] },
  { name: "epsilon", default: 1e-8, min: 0, sample: [1e-10, 1e-8, 1e-6] },
  { name: "decay", default: 0, min: 0, sample: [0, 1e-5, 0.01, 1] },
  { name: "update_scale", default: -0.3, sample: [-1, -0.3, 0.4] },
];

describe.each(cases)("$name", ({ sample, ...of }) => {
  const { placeOf, valueAt } = sliderScale(of);
  it("goes there and back, and grows to the right", () => {
    const places = sample.map(placeOf);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const [at, value] of sample.entries()) {
      expect(places[at]).toBeGreaterThanOrEqual(0);
      expect(places[at]).toBeLessThanOrEqual(1);
      expect(valueAt(places[at]!)).toBeCloseTo(value, 6);
    }
  });
  it("stays within its ends, whatever the value", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e300]) {
      expect(placeOf(value)).toBeGreaterThanOrEqual(0);
      expect(placeOf(value)).toBeLessThanOrEqual(1);
    }
    for (const place of [0, 0.25, 0.5, 1]) expect(Number.isFinite(valueAt(place))).toBe(true);
  });
});

it("keeps the distance of a share from 1, which is what counts", () => {
  const { valueAt } = sliderScale({ name: "beta2", default: 0.99, min: 0, max: 1 });
  expect(1 - valueAt(0.8)).toBeCloseTo(1e-4, 12);
  expect(valueAt(1)).toBeLessThan(1);
});
