import { expect, test } from "vitest";
import { differencesText } from "./differences.ts";

test("names both values of what differs, also of what only one has", () => {
  const stored = { status: "finished", test: { loss: 0.5, accuracy: 0.25 }, best: null };
  expect(differencesText(stored, { ...stored, test: { loss: 0.1 + 0.2, accuracy: 0.25 } })).toBe(
    "test.loss is 0.5, and 0.30000000000000004 was computed",
  );
  expect(differencesText(stored, { ...stored, best: 2, more: "x" })).toBe(
    'best is null, and 2 was computed; more is not there, and "x" was computed',
  );
  expect(differencesText([1, Number.NaN, 3, 4, 5], [2, Number.NaN, 2, 2, 2])).toBe(
    "0 is 1, and 2 was computed; 2 is 3, and 2 was computed; 3 is 4, and 2 was computed; and 1 more",
  );
});
