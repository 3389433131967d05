import { describe, expect, it, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { cubic, muonQuintic, newtonSchulz, newtonSchulzValue, slopeAtZero } from "./newton-schulz.ts";
import { fromSingular, singularValues } from "./svd.ts";
import { combine, norm2, normMax } from "./vectors.ts";

/** Lowest and highest value of Muon's map over 20,000 values from `low` to 1, evenly in the logarithm. */
function rangeFrom(low: number): readonly [number, number] {
  const values = Array.from({ length: 20_001 }, (_, i) => newtonSchulzValue(low ** (1 - i / 20_000), muonQuintic));
  return [Math.min(...values), Math.max(...values)];
}

test("Muon's map is steep at 0 and scatters about 1", () => {
  expect(rangeFrom(0.01)).toEqual([expect.closeTo(0.682, 3), expect.closeTo(1.134, 3)]);
  expect(rangeFrom(1e-3)).toEqual([expect.closeTo(0.4705, 4), expect.closeTo(1.2024, 4)]);
  expect(slopeAtZero(muonQuintic)).toBeCloseTo(484.9, 1);
  expect(newtonSchulzValue(1, { ...muonQuintic, rounds: 1 })).toBeCloseTo(0.701, 12);
});

describe.each([
  [3, 5],
  [5, 3],
  [4, 4],
])("of %d rows and %d columns", (rows, columns) => {
  const rng = createRng(1, "newton-schulz", `${rows} ${columns}`);
  const g = Float64Array.from({ length: rows * columns }, () => rng.normal());
  const shape = { rows, columns };

  it.each([muonQuintic, cubic])("acts on singular values as the map on numbers does: %j", (method) => {
    const norm = norm2(g) + 1e-7;
    const expected = fromSingular(g, shape, (s) => newtonSchulzValue(s / norm, method));
    expect(normMax(combine(1, newtonSchulz(g, shape, method), -1, expected))).toBeLessThanOrEqual(1e-12);
  });

  it("the cubic is the polar factor", () => {
    const polar = fromSingular(g, shape, () => 1);
    expect(normMax(combine(1, newtonSchulz(g, shape, cubic), -1, polar))).toBeLessThanOrEqual(1e-12);
    for (const value of singularValues(newtonSchulz(g, shape, cubic), shape)) expect(value).toBeCloseTo(1, 12);
  });
});
