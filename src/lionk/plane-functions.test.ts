import { describe, expect, test } from "vitest";
import { noiseOf, objectiveOf, planeFunctions } from "./plane-functions.ts";

describe.each(planeFunctions)("$name", (of) => {
  const { value, gradient } = objectiveOf(of);
  const places = Array.from({ length: 40 }, (_, i): [number, number] => {
    const [u, v] = [(i * 0.618034 + 0.07) % 1, (i * 0.754878 + 0.03) % 1];
    const { x, y } = of.window;
    return [x[0] + u * (x[1] - x[0]), y[0] + v * (y[1] - y[0])];
  });

  test("has the gradient that differences have", () => {
    const h = 1e-6;
    for (const [x, y] of places) {
      const [dx, dy] = gradient(Float64Array.of(x, y));
      const slope = (a: number, b: number) =>
        (value(Float64Array.of(x + a, y + b)) - value(Float64Array.of(x - a, y - b))) / (2 * h);
      const size = Math.max(1, Math.abs(value(Float64Array.of(x, y))));
      expect(Math.abs(dx! - slope(h, 0))).toBeLessThan(1e-8 * size + 1e-6 * Math.abs(dx!));
      expect(Math.abs(dy! - slope(0, h))).toBeLessThan(1e-8 * size + 1e-6 * Math.abs(dy!));
    }
  });

  test("is lowest where it says, and nowhere lower", () => {
    for (const [x, y] of of.minima) {
      expect(value(Float64Array.of(x, y))).toBeCloseTo(of.least, 12);
      expect(x >= of.window.x[0] && x <= of.window.x[1] && y >= of.window.y[0] && y <= of.window.y[1]).toBe(true);
      for (const slope of gradient(Float64Array.of(x, y))) expect(Math.abs(slope)).toBeLessThan(1e-9);
    }
    for (const [x, y] of places) expect(value(Float64Array.of(x, y))).toBeGreaterThan(of.least);
  });

  test("begins within its window, above its lowest point", () => {
    const [x, y] = of.start;
    expect(value(Float64Array.of(x, y))).toBeGreaterThan(of.least + 0.1);
    expect(x > of.window.x[0] && x < of.window.x[1] && y > of.window.y[0] && y < of.window.y[1]).toBe(true);
  });
});

test("values that others give", () => {
  const at = (name: string, x: number, y: number) =>
    objectiveOf(planeFunctions.find((each) => each.name === name)!).value(Float64Array.of(x, y));
  expect(at("rosenbrock", -1.2, 1)).toBeCloseTo(24.2, 12); // Moré, Garbow & Hillstrom 1981, problem 1
  expect(at("beale", 1, 1)).toBeCloseTo(14.203125, 12);
  expect(at("himmelblau", -0.270844590667, -0.923038522)).toBeCloseTo(181.6165215, 6); // its local maximum
  expect(at("rastrigin", 1, 0)).toBeCloseTo(1, 12);
});

test("noise is a function of the seed", () => {
  const noisy = planeFunctions.find(({ noise }) => noise !== undefined)!;
  const draw = (seed: number) => Array.from({ length: 4000 }, noiseOf(noisy, seed)!);
  const one = draw(1);
  expect(one).toEqual(draw(1));
  expect(one).not.toEqual(draw(2));
  expect(one.reduce((sum, value) => sum + value ** 2, 0) / one.length).toBeCloseTo(noisy.noise! ** 2, 1);
  expect(noiseOf(planeFunctions[0]!, 1)).toBeNull();
});
