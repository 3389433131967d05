/**
 * Small aligned tables of plain text, for lists of things (reports have their own tables).
 */
import { printable, printableJson } from "../core/printable.ts";

/** A column of a plain table. */
export interface PlainColumn {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Header, rule and rows, two spaces between columns, no trailing blanks. Cells may be foreign text. Ends with a line break. */
export function plainTable(columns: readonly PlainColumn[], cellRows: readonly (readonly string[])[]): string {
  const rows = cellRows.map((row) => row.map(printable));
  const widths = columns.map(({ title }, index) =>
    rows.reduce((widest, row) => Math.max(widest, [...(row[index] ?? "")].length), [...title].length),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? "";
        const blanks = " ".repeat(widths[index]! - [...cell].length);
        return align === "right" ? blanks + cell : cell + blanks;
      })
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return `${[line(columns.map(({ title }) => title)), rule, ...rows.map(line)].join("\n")}\n`;
}

/** One JSON value as indented text with a line break, the form of every `--json` answer. */
export function jsonText(value: unknown): string {
  return printableJson(`${JSON.stringify(value, null, 2)}\n`);
}
