import { expect, it } from "vitest";
import { indentAfter, offsetOf } from "./text-places.ts";

it("a place is an offset, and what is not there the nearest one", () => {
  const text = "ab\n\ncdef";
  expect(offsetOf(text, { line: 1, column: 1 })).toBe(0);
  expect(offsetOf(text, { line: 3, column: 3 })).toBe(6);
  expect(offsetOf(text, { line: 1, column: 99 })).toBe(2);
  expect(offsetOf(text, { line: 99, column: 1 })).toBe(4);
});

it("a new line begins as the last one, deeper in a function", () => {
  expect(indentAfter("  a = 1", 7)).toBe("  ");
  expect(indentAfter("  a = 1", 1)).toBe(" ");
  expect(indentAfter("x\ndef train(w, g, lr):", 22)).toBe("  ");
  expect(indentAfter("a = 1", 5)).toBe("");
});
