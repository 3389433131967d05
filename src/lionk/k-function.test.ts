import { describe, expect, it, test } from "vitest";
import { kFunctions, kNamed } from "./functions/index.ts";
import {
  boundTo,
  casesOf,
  draws,
  expectConjugateSubgradient,
  expectFenchelEquality,
  expectFenchelInequality,
  expectGradient,
  streamOf,
} from "./k-function.conformance.ts";
import { bindK } from "./k-function.ts";
import { combine, scaled } from "./vectors.ts";

describe.each(kFunctions.map((k) => [k.name, k] as const))("%s", (_, k) => {
  const bound = casesOf(k).map((one) => ({ ...one, k: boundTo(k, one) }));

  it("meets Fenchel's equality at its gradient, which lies in the domain", () => {
    for (const { k: on, shape } of bound)
      for (const m of draws(streamOf(k), shape.size, 100)) expectFenchelEquality(on, m);
  });

  it("meets Fenchel's inequality everywhere, infinite outside the domain", () => {
    const rng = streamOf(k);
    for (const { k: on, shape } of bound) {
      const [ms, zs] = [draws(rng, shape.size, 100), [...draws(rng, shape.size, 100)]];
      for (const [i, m] of [...ms].entries()) {
        expectFenchelInequality(on, m, zs[i]!);
        const inside = on.gradient(scaled(-1, zs[i]!));
        expectFenchelInequality(on, m, inside);
      }
    }
  });

  it("has subgradients of its conjugate inside the domain", () => {
    for (const { k: on, shape } of bound) {
      const points = [...draws(streamOf(k), shape.size, 40)].map((m) => on.gradient(m));
      // away from the border, where the slope of a soft box is infinite
      const inner = points.map((z, i) => combine(0.6, z, 0.4, points[(i + 1) % points.length]!));
      for (const [i, z] of inner.entries()) expectConjugateSubgradient(on, points[(7 * i) % points.length]!, z);
    }
  });

  it("has the gradient of its value", () => {
    for (const { k: on, shape } of bound) {
      // at random points without zeros and ties every member has a gradient
      for (const m of draws(streamOf(k), shape.size, 3)) expectGradient(on, m);
    }
  });

  it("is homogeneous and even as it says, and 0 at 0", () => {
    for (const { k: on, shape } of bound) {
      const zero = new Float64Array(shape.size);
      if (k.even) expect(on.value(zero)).toBe(0);
      if (k.even) expect([...on.gradient(zero)].every((value) => value === 0)).toBe(true);
      let [bent, odd] = [0, 0];
      for (const m of draws(streamOf(k), shape.size, 20)) {
        const value = on.value(m);
        bent = Math.max(bent, Math.abs(on.value(scaled(2.5, m)) - 2.5 * value) / (1e-300 + Math.abs(value)));
        odd = Math.max(odd, Math.abs(on.value(scaled(-1, m)) - value) / (1e-300 + Math.abs(value)));
      }
      expect(bent < 1e-12).toBe(k.homogeneous);
      expect(odd < 1e-12).toBe(k.even);
    }
  });
});

test("parameters are checked, each with one sentence", () => {
  const shape = { size: 3 };
  expect(() => bindK(kNamed("huber"), { e: 0 }, shape)).toThrow("must be finite numbers above 0, but 0 was given");
  expect(() => bindK(kNamed("huber"), { delta: 1 }, shape)).toThrow('has no parameter "delta"; it has e');
  expect(() => bindK(kNamed("top-k"), {}, shape)).toThrow("needs the parameter k: how many coordinates");
  expect(() => bindK(kNamed("top-k"), { k: 4 }, shape)).toThrow("at most the 3 coordinates of x");
  expect(() => bindK(kNamed("owl"), { weights: [1, 2, 3] }, shape)).toThrow("a list that never rises");
  expect(() => bindK(kNamed("asymmetric-box"), { lower: [0, 0, 2], upper: [1, 1, 1] }, shape)).toThrow("nowhere above");
  expect(() => bindK(kNamed("ellipsoid"), { q: [1, 2, 2, 1, 0, 0, 0, 0, 1] }, shape)).toThrow("symmetric positive");
  expect(() => bindK(kNamed("nuclear"), {}, shape)).toThrow(
    "is a function of a matrix, but x is a vector of 3 numbers",
  );
  expect(() => kNamed("hubert")).toThrow("huber");
});
