import { expect, test } from "vitest";
import { jsonText, plainTable } from "./plain-table.ts";

test("cells of foreign text cannot leave their table", () => {
  const table = plainTable([{ title: "name" }, { title: "n", align: "right" }], [["a\u001b[31m\nb", "1"]]);
  expect(table.split("\n")).toEqual(["name          n", "────────────  ─", "a\\x1b[31m\\nb  1", ""]);
});

test("a table of a quarter of a million rows is printed", () => {
  const rows = Array.from({ length: 250_000 }, (_, i) => [String(i)]);
  expect(plainTable([{ title: "tensor" }], rows).length).toBeGreaterThan(250_000);
});

test("an answer in JSON keeps its value without raw control characters", () => {
  expect(jsonText(["\u009b2J"])).toBe('[\n  "\\u009b2J"\n]\n');
});
