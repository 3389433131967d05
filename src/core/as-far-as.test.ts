import { expect, test } from "vitest";
import { asFarAs } from "./as-far-as.ts";

test("what is not known is left out at every depth, and nothing else", () => {
  const known = { a: 1, b: { c: [1, 2], d: null }, e: [{ f: 1 }], g: 0, h: [1] };
  const found = { a: 2, b: { c: [1, 3], d: { x: 1 }, new: 1 }, e: [{ f: 1, new: 2 }], h: [1, 2], new: 3 };
  expect(asFarAs(known, found)).toEqual({ a: 2, b: { c: [1, 3], d: { x: 1 } }, e: [{ f: 1 }], h: [1, 2] });
  expect(asFarAs(null, { a: 1 })).toEqual({ a: 1 });
  expect(asFarAs({ a: 1 }, null)).toBeNull();
});
