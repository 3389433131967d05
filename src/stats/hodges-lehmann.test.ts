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

test("two diverged runs differ by 0, one by an infinite amount", () => {
  expect(hodgesLehmann([-Infinity], [-Infinity]).value).toBe(0);
  expect(hodgesLehmann([0.9], [-Infinity]).value).toBe(Infinity);
});
