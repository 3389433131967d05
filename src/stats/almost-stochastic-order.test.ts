import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { createRng } from "../core/rng.ts";
import { almostStochasticOrder } from "./almost-stochastic-order.ts";

const with200 = (x: readonly number[], y: readonly number[]) =>
  almostStochasticOrder(x, y, { rng: createRng(1), resamples: 200 });

test("violations equal the quadrature over a grid of all steps, on 300 pairs of samples", () => {
  for (const [x, y, violation] of inference.order) {
    const both = { there: with200(x, y), back: with200(y, x) };
    expect(both.there.violation).toBeCloseTo(violation, 11);
    expect(both.back.violation).toBeCloseTo(1 - violation, 11);
    expect(both.there.epsilonMin).toBeGreaterThanOrEqual(Math.min(1, both.there.violation) - 1e-12);
  }
});

test("a clearly better sample has a bound near 0, an equal one none below 1/2", () => {
  const y = Array.from({ length: 20 }, (_, i) => (7 * i) % 20);
  const better = y.map((value) => value + 30);
  expect(with200(better, y)).toEqual({ violation: 0, epsilonMin: 0 });
  expect(with200(y, better).epsilonMin).toBe(1);
  expect(with200(y, y).epsilonMin).toBeGreaterThan(0.5);
  expect(with200([3, 1, 2], [2, 3, 1])).toMatchObject({ violation: 0.5 });
});

test("the same stream gives the same bound; infinities and NaN are refused", () => {
  expect(with200([1, 3, 5], [2, 3, 4])).toEqual(with200([1, 3, 5], [2, 3, 4]));
  expect(() => with200([1, -Infinity], [1])).toThrowError(expect.objectContaining({ code: "not-finite" }));
  expect(() => with200([1, Number.NaN], [1])).toThrowError(expect.objectContaining({ code: "not-a-number" }));
  expect(() => with200([], [1])).toThrowError(expect.objectContaining({ code: "empty-sample" }));
});
