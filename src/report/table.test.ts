import { expect, test } from "vitest";
import type { TableBlock } from "./document.ts";
import { renderTable } from "./table.ts";

const table: TableBlock = {
  kind: "table",
  id: "t",
  title: "T",
  columns: [
    { title: "name", align: "left", priority: 0, description: "" },
    { title: "figure", align: "right", priority: 2, description: "" },
    { title: "more", align: "right", priority: 1, description: "" },
  ],
  rows: [
    [
      { text: "lion", value: "lion", tone: "plain" },
      { text: "91.2 %", value: 0.912, tone: "best" },
      { text: "–", value: null, tone: "muted" },
    ],
    [
      { text: "獅子", value: "獅子", tone: "plain" },
      { text: "9 %", value: 0.09, tone: "bad" },
      { text: "12", value: 12, tone: "plain" },
    ],
  ],
  caption: "",
  provenance: { command: "c", seeds: { fewest: 1, most: 1 }, interval: "none" },
};

test("columns are aligned, wide characters counted as two", () => {
  expect(renderTable(table, { color: false })).toBe(
    ["name  figure  more", "────  ──────  ────", "lion  91.2 %     –", "獅子     9 %    12"].join("\n"),
  );
});

test("on a narrow terminal the least important columns go, and are named", () => {
  expect(renderTable(table, { color: false, width: 14 })).toBe(
    ["name  more", "────  ────", "lion     –", "獅子    12", "not shown for width: figure"].join("\n"),
  );
  expect(renderTable(table, { color: false, width: 1 })).toContain("name\n");
});

test("colour is there only when asked for, and changes no letter", () => {
  const colored = renderTable(table, { color: true });
  expect(colored).toContain("\u001b[1;32m91.2 %\u001b[0m");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is removed
  const plain = colored.replaceAll(/\u001b\[[0-9;]*m/g, "");
  expect(plain).toBe(renderTable(table, { color: false }));
});
