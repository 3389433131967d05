import { expect, test } from "vitest";
import { fuzzPrograms } from "./fuzz.conformance.ts";

test("twenty thousand odd texts get a program or one sentence, each within 50 ms", () => {
  const { refused, mistaken, bound, slowestMs, slowest } = fuzzPrograms({ count: 20_000, seed: 1 });
  expect(Math.min(refused, mistaken, bound)).toBeGreaterThan(1_000);
  expect(slowestMs, JSON.stringify(slowest)).toBeLessThan(50);
});
