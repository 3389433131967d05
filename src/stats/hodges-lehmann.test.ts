import { expect, test } from "vitest";
import { hodgesLehmann } from "./hodges-lehmann.ts";

test("the shift of a shifted sample is the shift, inside its interval", () => {
  const x = [1, 2, 4, 8, 16];
  const shift = hodgesLehmann(
    x.map((v) => v + 3),
    x,
  );
  expect(shift.value).toBe(3);
  expect(shift.low).toBeLessThan(3);
  expect(shift.high).toBeGreaterThan(3);
});

test("at 5 + 5 values and 95 per cent the interval runs from the 3rd to the 23rd of 25 differences", () => {
  const x = [10, 20, 30, 40, 50];
  const y = [1, 2, 3, 4, 5];
  const differences = x.flatMap((a) => y.map((b) => a - b)).sort((a, b) => a - b);
  expect(hodgesLehmann(x, y)).toMatchObject({ low: differences[2], high: differences[22] });
});

test("3 + 3 values cannot carry a 95 per cent interval", () => {
  expect(hodgesLehmann([1, 2, 3], [4, 5, 6])).toMatchObject({ value: -3, low: null, high: null });
});

test.each([
  [3, 0.9],
  [4, 1 - 2 / 70],
  [5, 1 - 2 / 252],
])("%i values against as many carry the level that their extremes have exactly, %f", (size, level) => {
  const x = Array.from({ length: size }, (_, i) => i);
  const y = x.map((value) => value + size);
  expect(hodgesLehmann(x, y, level)).toMatchObject({ low: 1 - 2 * size, high: -1 });
});

test("two diverged runs differ by 0, one by an infinite amount", () => {
  expect(hodgesLehmann([-Infinity], [-Infinity]).value).toBe(0);
  expect(hodgesLehmann([0.9], [-Infinity]).value).toBe(Infinity);
});

test("thousands of values take no list of all differences; near 80 both ways of the interval agree", () => {
  const ramp = (n: number, step: number) => Array.from({ length: n }, (_, i) => i * step);
  const large = hodgesLehmann(ramp(20_000, 1.5), ramp(20_000, 1.5));
  expect(large.value).toBe(0);
  expect(large.low).toBeCloseTo(-large.high!, 9);
  const at = (n: number) => hodgesLehmann(ramp(n, 1 / n), ramp(n, 1 / n)).high!;
  expect(Math.abs(at(41) - at(40))).toBeLessThan(1 / 40); // normal approximation, exact: less than a step of the values
});

test("an empty sample has no shift", () => {
  expect(hodgesLehmann([], [1])).toEqual({ n: 0, value: Number.NaN, low: null, high: null });
});
