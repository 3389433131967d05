import { expect, test } from "vitest";
import { fuzzPrograms } from "./fuzz.conformance.ts";

test("twenty thousand odd texts get a program or one sentence", () => {
  const { refused, mistaken, bound } = fuzzPrograms({ count: 20_000, seed: 1 });
  expect(Math.min(refused, mistaken, bound)).toBeGreaterThan(1_000);
});
