import { expect, test } from "vitest";
import { absent, createNameTable, numberOf, sharedName } from "./names.ts";

test("equal names have one number and one string", () => {
  const name = ["mom", "entum"].join("");
  expect(numberOf(name)).toBe(numberOf("momentum"));
  expect(numberOf("momentum")).not.toBe(numberOf("variance"));
  expect(sharedName(["vari", "ance"].join(""))).toBe("variance");
});

test("a table forgets everything at once, and knows names that were met later", () => {
  const table = createNameTable();
  const [a, b] = [numberOf("a name"), numberOf("another name")];
  table.clear();
  expect(table.get(a)).toBe(absent);
  table.set(a, 3);
  table.set(numberOf("a name met after the table was cleared"), 4);
  expect([table.get(a), table.get(b)]).toEqual([3, absent]);
  expect(table.get(numberOf("a name met after the table was cleared"))).toBe(4);
  table.clear();
  expect([table.get(a), table.get(b)]).toEqual([absent, absent]);
});
