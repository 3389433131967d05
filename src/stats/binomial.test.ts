import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { binomialUpperTail, mostByLuck } from "./binomial.ts";

const golden = JSON.parse(readFileSync("test/fixtures/stats/scipy.json", "utf8"));

test("upper tails and the most that luck gives equal SciPy's", () => {
  expect(golden.binomial.length).toBeGreaterThan(5);
  for (const [k, n, p, tail, most] of golden.binomial) {
    expect(Math.abs(binomialUpperTail(k, n, p) / tail - 1)).toBeLessThan(1e-9);
    expect(mostByLuck(n, p)).toBe(most);
  }
  expect([binomialUpperTail(0, 5, 0.1), binomialUpperTail(6, 5, 0.1), mostByLuck(3, 1)]).toEqual([1, 0, 3]);
});
