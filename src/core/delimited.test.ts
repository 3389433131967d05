import fc from "fast-check";
import { expect, test } from "vitest";
import { delimitedRows, separatorOf } from "./delimited.ts";

test("any fields without line breaks, quoted, come back; lines keep their numbers", () => {
  const field = fc.stringMatching(/^[a-z0-9 ,;"\t.]*$/);
  const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(rows, fc.constantFrom("," as const, ";" as const, "\t" as const), (table, separator) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const text = table.map((fields) => fields.map(quoted).join(separator)).join("\r\n\r\n");
      expect(delimitedRows(`\uFEFF${text}`, separator)).toEqual(
        table.map((fields, index) => ({ line: 2 * index + 1, fields })),
      );
    }),
  );
});

test("plain fields lose blanks around them, and may be empty", () => {
  expect(delimitedRows(" a ;;b\n", ";")).toEqual([{ line: 1, fields: ["a", "", "b"] }]);
  expect(delimitedRows("a\t\t b", "\t")).toEqual([{ line: 1, fields: ["a", "", "b"] }]);
  expect(delimitedRows(",1,,", ",")).toEqual([{ line: 1, fields: ["", "1", "", ""] }]);
  expect(delimitedRows('a "b" c,"d"e', ",")).toEqual([{ line: 1, fields: ['a "b" c', '"d"e'] }]);
  expect(delimitedRows("x", ",")).toEqual([{ line: 1, fields: ["x"] }]);
});

test("the separator is what the first line has outside quotes", () => {
  expect(["a,b", "a;b", "a\tb", '"a;b",c', '"a\tb";c,d', "a", "", "\n\na;b\n1,2;3"].map(separatorOf)).toEqual([
    ",",
    ";",
    "\t",
    ",",
    ";",
    ",",
    ",",
    ";",
  ]);
});
