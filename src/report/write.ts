/**
 * A report as files in a folder.
 */
import { join } from "node:path";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { renderCurvesCsv, renderResultsCsv } from "./csv.ts";
import type { ReportDocument } from "./document.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { onWhite, renderFigures } from "./svg.ts";

/** Where a written report lies. */
export interface WrittenReport {
  /** The page to open. */
  readonly html: string;
  readonly files: readonly string[];
}

/**
 * Writes report.html, report.md, report.json, results.csv, curves.csv and one SVG per figure into `folder`, which is made if
 * missing. Each file appears whole or not at all; an earlier report is replaced. Errors: those of `explainFileError`.
 */
export async function writeReport(document: ReportDocument, folder: string): Promise<WrittenReport> {
  const figures = await renderFigures(document);
  const contents: readonly (readonly [string, string])[] = [
    ...[...figures].map(([id, svg]) => [`${id}.svg`, onWhite(svg)] as const),
    ["results.csv", renderResultsCsv(document)],
    ["curves.csv", renderCurvesCsv(document)],
    ["report.json", renderJson(document)],
    ["report.md", renderMarkdown(document, { figures: true })],
    ["report.html", await renderHtml(document, figures)],
  ];
  for (const [name, content] of contents) await writeFileAtomically(join(folder, name), content);
  return { html: join(folder, "report.html"), files: contents.map(([name]) => join(folder, name)) };
}
