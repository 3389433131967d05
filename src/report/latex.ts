/**
 * A report for a paper: each table as a `tabular` with the rules of booktabs, each figure of curves as a picture of pgfplots, and a document that shows them all.
 *
 * Each file is for `\input` by itself. What a table or figure was made by stands above it as comments.
 */

import { latexProse, latexText } from "../core/latex-text.ts";
import { printable } from "../core/printable.ts";
import type { ChartBlock, Provenance, ReportDocument, TableBlock } from "./document.ts";
import { thinned } from "./line-chart.ts";
import { provenanceLine } from "./markdown.ts";
import { type DrawnLines, drawnLines } from "./sections/line-spec.ts";

/** Rows of a table that fits a page; longer ones are named in the document and left to results.csv. */
const mostRows = 45;

/** Points of a line, at most. */
const mostPoints = 200;

/** The files of a report by name; `report.tex` is the document. */
export function renderLatex(document: ReportDocument): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const body: string[] = [];
  for (const section of document.sections) {
    const parts = section.blocks.flatMap((block) => {
      if (block.kind === "table") {
        if (block.rows.length > mostRows) return [`% ${comment(block.title)}: ${block.rows.length} rows, left out`];
        files.set(`${block.id}.tex`, tableTex(block));
        return [shown("table", block)];
      }
      const drawn = block.kind === "chart" ? drawnLines(block.spec) : null;
      if (block.kind !== "chart" || drawn === null) return [];
      files.set(`${block.id}.tex`, figureTex(block, drawn));
      return [shown("figure", block)];
    });
    if (parts.length > 0) body.push(`\\section*{${latexText(section.title)}}`, ...parts);
  }
  return new Map([["report.tex", wholeTex(document, body)], ...files]);
}

function wholeTex({ title, headline, command }: ReportDocument, body: readonly string[]): string {
  return lines(
    `% ${comment(command)}`,
    "\\documentclass{article}",
    "\\usepackage[T1]{fontenc}",
    "\\usepackage[utf8]{inputenc}",
    "\\usepackage{booktabs,float,graphicx,pgfplots}",
    "\\pgfplotsset{compat=1.16}",
    "\\newcommand{\\fitted}[1]{\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{#1}}",
    "\\begin{document}",
    `\\title{${latexText(title)}}\\author{}\\date{}\\maketitle`,
    latexProse(headline),
    ...body,
    "\\end{document}",
  );
}

function shown(kind: "table" | "figure", { id, caption }: { readonly id: string; readonly caption: string }): string {
  const input = `\\fitted{\\input{${id}}}`;
  return lines(
    `\\begin{${kind}}[H]\\centering`,
    `\\caption{${latexProse(caption)}}\\label{${kind}:${id}}`,
    input,
    `\\end{${kind}}`,
  ).trimEnd();
}

function tableTex({ title, columns, rows, provenance }: TableBlock): string {
  const row = (cells: readonly string[]): string => `${cells.join(" & ")} \\\\`;
  return lines(
    ...made(title, provenance),
    `\\begin{tabular}{${columns.map(({ align }) => (align === "right" ? "r" : "l")).join("")}}`,
    "\\toprule",
    row(columns.map((column) => latexText(column.title))),
    "\\midrule",
    ...rows.map((cells) =>
      row(cells.map(({ text, tone }) => (tone === "best" ? `\\textbf{${latexText(text)}}` : latexText(text)))),
    ),
    "\\bottomrule",
    "\\end{tabular}",
  );
}

/** Lines with their bands; shares are in per cent. */
function figureTex({ title, provenance }: ChartBlock, { points, across, percent, log, colors }: DrawnLines): string {
  const scale = percent ? 100 : 1;
  const modes = `${log.x ? ", xmode=log" : ""}${log.y ? ", ymode=log" : ""}`;
  const shown = [...colors].filter(([label]) => points.some((point) => point.label === label));
  return lines(
    ...made(title, provenance),
    ...shown.map(([, color], index) => `\\definecolor{lionlab${index}}{HTML}{${color.replace("#", "").toUpperCase()}}`),
    "\\begin{tikzpicture}",
    `\\begin{axis}[width=11cm, height=6.5cm, xlabel={${latexText(across)}}, ylabel={${latexText(title)}${percent ? " (\\%)" : ""}}, axis lines=left${modes},`,
    "  legend pos=outer north east, legend cell align=left, legend style={draw=none}]",
    ...shown.flatMap(([label], index) => {
      const own = thinned(
        points.filter((point) => point.label === label),
        mostPoints,
      );
      const banded = own.some(({ low, high }) => low < high);
      const outline = [
        ...own.map(({ x, low }) => [x, low * scale]),
        ...own.map(({ x, high }) => [x, high * scale]).reverse(),
      ];
      const band = `\\addplot[draw=none, fill=lionlab${index}, fill opacity=0.14, forget plot] coordinates {${places(outline)}} -- cycle;`;
      const line = `\\addplot[lionlab${index}, thick] coordinates {${places(own.map(({ x, mean }) => [x, mean * scale]))}};`;
      return [...(banded ? [band] : []), line, `\\addlegendentry{${latexText(label)}}`];
    }),
    "\\end{axis}",
    "\\end{tikzpicture}",
  );
}

function places(points: readonly (readonly number[])[]): string {
  return points.map(([x, y]) => `(${x},${Number(y!.toPrecision(6))})`).join(" ");
}

function made(title: string, provenance: Provenance): readonly string[] {
  return [`% ${comment(title)}`, `% ${comment(provenanceLine(provenance))}`];
}

/** Text that stays in its comment. */
function comment(text: string): string {
  return printable(text);
}

function lines(...parts: readonly string[]): string {
  return `${parts.join("\n")}\n`;
}
