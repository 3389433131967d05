import { expect, test } from "vitest";
import { readNumericCsv } from "./numeric-csv.ts";

const text = '\uFEFFname,"a, b",c\r\nfirst,1,-2e-3\r\n\r\n"se""cond, too", 3 ,"4"\r\n';

test("reads the columns that are asked for, in the order asked", () => {
  expect(readNumericCsv(text, { file: "data.csv", columns: ["c", "a, b"] })).toEqual([
    [-0.002, 1],
    [4, 3],
  ]);
  expect(readNumericCsv("name,x\n,1\n", { file: "data.csv", columns: ["x"] })).toEqual([[1]]);
  expect(readNumericCsv("x,y\n1,2\n", { file: "data.csv" })).toEqual([[1, 2]]);
});

test.each([
  [text, ["d"], 'data.csv has no column "d"; did you mean c?'],
  [text, ["weight"], 'data.csv has no column "weight"; it has name, a, b, c.'],
  [text, ["name"], 'data.csv:2: the column name must hold decimal numbers, but here it holds "first".'],
  ["a,b\n1,2\n\n3\n", ["a"], "data.csv:4: a row must have 2 fields, but this has 1."],
  ["a,b\n1,2,3\n", ["a"], "data.csv:2: a row must have 2 fields, but this has 3."],
  ["a,b\n1,\n", ["b"], 'data.csv:2: the column b must hold decimal numbers, but here it holds "".'],
  ["a\nInfinity\n", ["a"], 'data.csv:2: the column a must hold decimal numbers, but here it holds "Infinity".'],
  ["a\n0x10\n", ["a"], 'data.csv:2: the column a must hold decimal numbers, but here it holds "0x10".'],
  ["a,b,a\n1,2,3\n", ["b"], 'data.csv: each column must have a name of its own, but columns 1 and 3 are both "a".'],
  ["a,b\n", ["a"], "data.csv must hold a line of column names and at least one row of numbers."],
  ["", ["a"], "data.csv must hold a line of column names and at least one row of numbers."],
])("refuses %j, columns %j", (content, columns, sentence) => {
  expect(() => readNumericCsv(content, { file: "data.csv", columns })).toThrow(sentence);
});
