import { expect, test } from "vitest";
import { domainBorder } from "./domain-border.ts";
import { planeK } from "./problems.ts";

test.each([
  ["l1", (x: number, y: number) => Math.max(Math.abs(x), Math.abs(y))],
  ["l2", (x: number, y: number) => Math.hypot(x, y)],
  ["linf", (x: number, y: number) => Math.abs(x) + Math.abs(y)],
])("the border of %s is its dual ball of radius 1 / lambda", (name, dual) => {
  const border = domainBorder(planeK(name).k, 4)!;
  expect(border[0]).toEqual(border.at(-1));
  for (const [x, y] of border) expect(dual(x, y)).toBeCloseTo(0.25, 12);
});

test("a set that does not hold 0, and one without an inside, have their border too", () => {
  const box = planeK("asymmetric-box", { lower: [1, -2], upper: [3, -1] }).k;
  const corners = domainBorder(box, 2)!.map(([x, y]) => [x, y]);
  expect(corners).toEqual([
    [1.5, -0.5],
    [0.5, -0.5],
    [0.5, -1],
    [1.5, -1],
    [1.5, -0.5],
  ]);
  for (const [x, y] of domainBorder(planeK("simplex").k, 1)!) {
    expect(x + y).toBe(1);
    expect(Math.min(x, y)).toBe(0);
  }
});

test("a K whose conjugate is finite everywhere has none", () => {
  expect(domainBorder(planeK("quadratic").k, 1)).toBeNull();
});
