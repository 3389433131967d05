import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { holm } from "./holm.ts";

test("Benjamini-Hochberg equals SciPy's, and Holm its definition, on 300 lists with ties", () => {
  for (const [p, bh, byHolm] of inference.corrections) {
    expect(benjaminiHochberg(p)).toEqual(bh.map((value) => expect.closeTo(value, 12)));
    expect(holm(p)).toEqual(byHolm.map((value) => expect.closeTo(value, 12)));
  }
});

test("the reference, an empty list, and what is no p-value", () => {
  expect(benjaminiHochberg([0.01, 0.04, 0.03, 0.005])).toEqual([0.02, 0.04, 0.04, 0.02]);
  expect(benjaminiHochberg([])).toEqual([]);
  for (const correct of [benjaminiHochberg, holm])
    for (const wrong of [Number.NaN, -0.1, 1.1])
      expect(() => correct([0.5, wrong])).toThrowError(expect.objectContaining({ code: "p-out-of-range" }));
});
