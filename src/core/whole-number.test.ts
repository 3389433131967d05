import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeText } from "./whole-number.ts";

test("whole numbers are written as the language's own tables write them", () => {
  const same = (value: number): void => {
    expect(wholeText(value)).toBe((Math.round(value) + 0).toLocaleString("en-US"));
  };
  for (const value of [0, 7, 999, 1000, 12345.6, 999_999.5, -1234, 2 ** 53, 1e21, Number.NaN, Number.POSITIVE_INFINITY])
    same(value);
  fc.assert(fc.property(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), same));
  expect(wholeText(1234567)).toBe("1,234,567");
});
