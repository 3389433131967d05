/**
 * Small aligned tables of plain text, for lists of things (reports have their own tables).
 */
import { printable, printableJson } from "../core/printable.ts";
import { wrapped } from "./wrapped.ts";

/** A column of a plain table. */
export interface PlainColumn {
  readonly title: string;
  readonly align?: "left" | "right";
}

/**
 * Header, rule and rows, two spaces between columns, no trailing blanks. Cells may be foreign text. Ends with a line break.
 * With `width`, columns of the terminal, the last column is prose and goes on below itself where it would reach beyond.
 */
export function plainTable(
  columns: readonly PlainColumn[],
  cellRows: readonly (readonly string[])[],
  { width }: { readonly width?: number } = {},
): string {
  const foreign = cellRows.map((row) => row.map(printable));
  const rows = width === undefined ? foreign : proseRows(columns, foreign, width);
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

/** Rows whose last cells are broken into lines, each line a row of its own with blanks before it. */
function proseRows(
  columns: readonly PlainColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly (readonly string[])[] {
  const before = columns.slice(0, -1);
  const indent = before.reduce((sum, { title }, index) => {
    const cells = rows.map((row) => [...(row[index] ?? "")].length);
    return sum + cells.reduce((widest, length) => Math.max(widest, length), [...title].length) + 2;
  }, 0);
  return rows.flatMap((row) => {
    const [first = "", ...more] = wrapped(row[before.length] ?? "", { width, indent }).split(/\n */);
    return [[...row.slice(0, -1), first], ...more.map((line) => [...before.map(() => ""), line])];
  });
}

/** One JSON value as indented text with a line break, the form of every `--json` answer. */
export function jsonText(value: unknown): string {
  return printableJson(`${JSON.stringify(value, null, 2)}\n`);
}
