/**
 * Tables for the terminal: aligned, in colour where the caller says that colours are seen, narrowed by leaving out columns.
 */
import { printable } from "../core/printable.ts";
import type { Block, Cell, Column, ReportDocument, TableBlock, Tone } from "./document.ts";
import { formatSeeds } from "./format.ts";

/** How a terminal shows text. */
export interface TerminalOptions {
  /** Whether escape codes for colour are understood; the caller decides (TTY, NO_COLOR). */
  readonly color: boolean;
  /** Characters per line; default: as wide as the table is. */
  readonly width?: number;
}

/**
 * Headline, summary table, warnings, the bound where it was followed, and last, where the eye is, what was found: what `compare` and `show`
 * print. Ends with a line break.
 */
export function renderTerminalReport(document: ReportDocument, options: TerminalOptions): string {
  const blocksOf = (id: string): readonly Block[] =>
    document.sections.find((section) => section.id === id)?.blocks ?? [];
  const parts = [
    paint(wrap(document.headline, options.width ?? 100), "1", options.color),
    ...[...blocksOf("summary"), ...warningsOf(blocksOf("comparison")), ...blocksOf("bounds")].map((block) =>
      blockText(block, options),
    ),
    ...foundText(
      blocksOf("verdict").filter((block) => block.kind === "text"),
      options,
    ),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/**
 * One table as lines: header, rule, rows. Columns are left out by falling `priority` until the lines fit `width`; the last
 * line then names what was left out.
 */
export function renderTable(foreign: TableBlock, options: TerminalOptions): string {
  const table = printableTable(foreign);
  const shown = columnsThatFit(table, options.width ?? Number.POSITIVE_INFINITY);
  const columns = shown.map((index) => table.columns[index]!);
  const rows = table.rows.map((row) => shown.map((index) => row[index]!));
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(row[index]!.text))),
  );
  const header = columns.map((column, index) => pad(column.title, widths[index]!, column.align)).join("  ");
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  const lines = rows.map((row) => rowText(row, columns, widths, options.color));
  const left = table.columns.filter((_, index) => !shown.includes(index)).map((column) => column.title);
  const note = left.length > 0 ? [paint(`not shown for width: ${left.join(", ")}`, "2", options.color)] : [];
  return [paint(header.trimEnd(), "1", options.color), paint(rule, "2", options.color), ...lines, ...note].join("\n");
}

/** The table with titles and texts that no terminal obeys. */
function printableTable(table: TableBlock): TableBlock {
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, title: printable(column.title) })),
    rows: table.rows.map((row) => row.map((cell) => ({ ...cell, text: printable(cell.text) }))),
  };
}

function blockText(block: Block, options: TerminalOptions): string {
  switch (block.kind) {
    case "table":
      return `${renderTable(block, options)}\n${paint(wrap(tableNote(block), options.width ?? Number.POSITIVE_INFINITY), "2", options.color)}`;
    case "text":
      return wrap(block.tone === "warning" ? `Note: ${block.text}` : block.text, options.width ?? 100);
    case "chart":
    case "surfaces":
    case "code":
      return "";
  }
}

/** The words of a verdict under a heading; none where there are none. */
function foundText(found: readonly Block[], options: TerminalOptions): readonly string[] {
  if (found.length === 0) return [];
  return [paint("What was found", "1", options.color), ...found.map((block) => blockText(block, options))];
}

/** The warnings of a comparison that tested something; its verdict stands in what was found. */
function warningsOf(comparison: readonly Block[]): readonly Block[] {
  if (!comparison.some((block) => block.kind === "table")) return [];
  return comparison.filter((block) => block.kind === "text" && block.tone === "warning");
}

function tableNote({ provenance }: TableBlock): string {
  return `seeds per row: ${formatSeeds(provenance.seeds)}; interval: ${provenance.interval}`;
}

function rowText(row: readonly Cell[], columns: readonly Column[], widths: readonly number[], color: boolean): string {
  const cells = row.map((cell, index) => {
    const text = pad(cell.text, widths[index]!, columns[index]!.align);
    return paint(text, toneCode(cell.tone), color);
  });
  return color ? cells.join("  ") : cells.join("  ").trimEnd();
}

function columnsThatFit(table: TableBlock, width: number): readonly number[] {
  const widths = table.columns.map((column, index) =>
    Math.max(displayWidth(column.title), ...table.rows.map((row) => displayWidth(row[index]!.text))),
  );
  let shown = table.columns.map((_, index) => index);
  const total = (): number => shown.reduce((sum, index) => sum + widths[index]! + 2, -2);
  while (total() > width) {
    const worst = Math.max(...shown.map((index) => table.columns[index]!.priority));
    if (worst === 0) break;
    shown = shown.filter((index) => table.columns[index]!.priority !== worst);
  }
  return shown;
}

function toneCode(tone: Tone): string {
  switch (tone) {
    case "plain":
      return "";
    case "best":
      return "1;32";
    case "bad":
      return "31";
    case "muted":
      return "2";
  }
}

function paint(text: string, code: string, color: boolean): string {
  return color && code !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
}

function pad(text: string, width: number, align: Column["align"]): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + space : space + text;
}

/** Cells a text takes; wide East Asian characters take two, combining marks none. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

/** Prose in lines of at most `width`, printable. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(" ")) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join("\n");
}
