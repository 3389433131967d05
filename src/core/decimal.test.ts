import { expect, test } from "vitest";
import { parse } from "yaml";
import { decimalOf, decimalTags } from "./decimal.ts";

test.each([
  ["1", 1],
  ["-0.5", -0.5],
  ["+2.", 2],
  [".25", 0.25],
  ["1e-3", 0.001],
  ["6.02E+23", 6.02e23],
])("%s is a number", (text, value) => expect(decimalOf(text)).toBe(value));

test.each([
  "",
  " ",
  "0x10",
  "0b11",
  "0o7",
  "1_000",
  "1,5",
  "Infinity",
  "-Infinity",
  "NaN",
  "1e999",
  "1e",
  ".",
  "--1",
  "１２",
])("%j is none", (text) => expect(decimalOf(text)).toBeNull());

test("YAML's hexadecimal and octal numbers are text, its decimals numbers", () => {
  const read = (text: string) => parse(text, { customTags: (tags) => decimalTags(tags) });
  expect(read("[0x10, 0o17, 16, 1e-3, .5, true]")).toEqual(["0x10", "0o17", 16, 0.001, 0.5, true]);
});
