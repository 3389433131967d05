import { expect, test } from "vitest";
import { fuzzPrograms } from "./fuzz.conformance.ts";

test("five thousand odd texts get a program or one sentence", () => {
  const { refused, mistaken, bound } = fuzzPrograms({ count: 5_000, seed: 1 });
  expect(Math.min(refused, mistaken, bound)).toBeGreaterThan(250);
});
