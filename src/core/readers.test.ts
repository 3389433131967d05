import { expect, test } from "vitest";
import { fuzzedReaders, fuzzReader } from "./readers.conformance.ts";

test.each(fuzzedReaders)("thousands of damaged $name files give a value or one sentence", (reader) => {
  const { read, refused, escaped } = fuzzReader(reader, { count: 3000, seed: 1 });
  expect(escaped).toEqual([]);
  expect(read + refused).toBe(3000);
  expect(refused).toBeGreaterThan(1000);
});
