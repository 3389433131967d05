/**
 * A report as Markdown, for terminals, notes and repositories.
 */
import { printable, printableLines } from "../core/printable.ts";
import type { Block, Provenance, ReportDocument, TableBlock } from "./document.ts";
import { formatSeeds } from "./format.ts";

/** How a Markdown report is written. */
export interface MarkdownOptions {
  /** Whether figures are named as files beside the report (`<id>.svg`); otherwise they are left out. */
  readonly figures: boolean;
}

/** The report as Markdown (GitHub's tables), ending with a line break. */
export function renderMarkdown(document: ReportDocument, options: MarkdownOptions): string {
  const facts = document.facts.map(({ name, value }) => `- ${name}: ${escapeMarkdown(value)}`);
  const sections = document.sections.flatMap((section) => {
    const blocks = section.blocks.flatMap((block) => blockMarkdown(block, options) ?? []);
    return blocks.length > 0 ? [`## ${escapeMarkdown(section.title)}`, ...blocks] : [];
  });
  const head = [`# ${escapeMarkdown(document.title)}`, escapeMarkdown(document.headline), facts.join("\n")];
  return `${[...head, ...sections].filter((part) => part !== "").join("\n\n")}\n`;
}

/** Provenance as one line of plain text. */
export function provenanceLine({ command, seeds, interval }: Provenance): string {
  return `Command: ${command} · seeds: ${formatSeeds(seeds)} · interval: ${interval}`;
}

function blockMarkdown(block: Block, options: MarkdownOptions): string | null {
  switch (block.kind) {
    case "table":
      return [`### ${escapeMarkdown(block.title)}`, tableMarkdown(block), captionMarkdown(block)].join("\n\n");
    case "chart":
    case "surfaces":
      if (!options.figures) return null;
      return [
        `### ${escapeMarkdown(block.title)}`,
        `![${escapeMarkdown(block.title)}](${block.id}.svg)`,
        captionMarkdown(block),
      ].join("\n\n");
    case "text":
      return block.tone === "warning" ? `> **Note.** ${prose(block.text)}` : prose(block.text);
    case "code":
      return `${escapeMarkdown(block.title)}:\n\n${fenced(block.text, block.language)}`;
  }
}

function tableMarkdown(table: TableBlock): string {
  const header = `| ${table.columns.map((column) => escapeMarkdown(column.title)).join(" | ")} |`;
  const rule = `| ${table.columns.map((column) => (column.align === "right" ? "---:" : "---")).join(" | ")} |`;
  const rows = table.rows.map((row) => {
    const cells = row.map((cell) =>
      cell.tone === "best" ? `**${escapeMarkdown(cell.text)}**` : escapeMarkdown(cell.text),
    );
    return `| ${cells.join(" | ")} |`;
  });
  return [header, rule, ...rows].join("\n");
}

function captionMarkdown(block: { readonly caption: string; readonly provenance: Provenance }): string {
  return `${prose(block.caption)} *${escapeMarkdown(provenanceLine(block.provenance))}*`;
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${printableLines(text.trimEnd())}\n${fence}`;
}

/** A sentence of ours: what stands between backticks stays code. */
function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? printable(part) : escapeMarkdown(part)))
    .join("");
}

/** Text that Markdown shows as it is, on one line, also where it begins a line and could begin a heading, list or quotation. */
function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll(/[\\`*_~[\]|]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/^( {0,3})(?=#{1,6}(?:\s|$)|>|[+-](?:\s|$)|-{3,})/, "$1\\")
    .replace(/^( {0,3}\d+)(?=[.)](?:\s|$))/, "$1\\")
    .replace(/^ {4,}/, (blanks) => "&nbsp;".repeat(blanks.length));
}
