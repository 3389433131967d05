import { expect, test } from "vitest";
import { atMost } from "./at-most.ts";

test("a rounding decides nothing, a difference does", () => {
  expect(atMost(1 / 20, (1 - 0.9) / 2)).toBe(true);
  expect(atMost(3 * 0.1, 0.3)).toBe(true);
  expect(atMost(0.3 + 1e-9, 0.3)).toBe(false);
  expect(atMost(0, 0)).toBe(true);
  expect(atMost(1e-300, 0)).toBe(false);
});
