/**
 * A report as files in a folder.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { explainFileError, type FileContent, writeFileAtomically } from "../core/atomic-file.ts";
import { curvesCsvPieces, renderTableCsv, resultsCsvPieces } from "./csv.ts";
import { curvesLeftOut } from "./curve-files.ts";
import type { CurveChoice, ReportDocument, StudyReport, TableBlock } from "./document.ts";
import { renderHtml } from "./html.ts";
import { jsonPieces, renderTablesJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { onWhite, renderFigures } from "./svg.ts";

/** Where a written report lies. */
export interface WrittenReport {
  /** The page to open. */
  readonly html: string;
  readonly files: readonly string[];
  /** Epochs whose curves no file holds; absent where they all do. */
  readonly epochsLeftOut?: number;
}

/**
 * Writes report.html, report.md, report.json, verdict.csv, results.csv, curves.csv and one SVG per figure into `folder`, which is made if
 * missing. Each file appears whole or not at all; an earlier report is replaced. `curves`: write every trial's, also of a study of
 * so many epochs that they are left out otherwise (see `curvesLeftOut`). Errors: those of `explainFileError`.
 */
export async function writeReport(
  document: StudyReport,
  folder: string,
  { curves = false }: Partial<CurveChoice> = {},
): Promise<WrittenReport> {
  const leftOut = curves ? null : curvesLeftOut(document);
  const choice = { curves: leftOut === null };
  const written = await writeFiles(document, {
    folder,
    data: [
      ...tablesOf(document)
        .filter(({ id }) => id === "verdict")
        .map(tableFile),
      ["results.csv", resultsCsvPieces(document)],
      ...(choice.curves ? [["curves.csv", curvesCsvPieces(document)] as const] : []),
      ["report.json", jsonPieces(document, choice)],
    ],
  });
  if (leftOut === null) return written;
  await removeFile(join(folder, "curves.csv")); // of an earlier report
  return { ...written, epochsLeftOut: leftOut };
}

async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw explainFileError(error, `remove ${path}`);
  }
}

/** Writes a report as its page alone. Errors: those of `explainFileError`. */
export async function writePage(document: ReportDocument, path: string): Promise<WrittenReport> {
  await writeFileAtomically(path, await renderHtml(document, await renderFigures(document)));
  return { html: path, files: [path] };
}

/**
 * Writes report.html, report.md, report.json, one CSV per table and one SVG per figure of a report of any subject into `folder`,
 * as `writeReport` does.
 */
export async function writeTablesReport(document: ReportDocument, folder: string): Promise<WrittenReport> {
  return writeFiles(document, {
    folder,
    data: [...tablesOf(document).map(tableFile), ["report.json", renderTablesJson(document)]],
  });
}

function tablesOf(document: ReportDocument): readonly TableBlock[] {
  return document.sections.flatMap((section) => section.blocks).filter((block) => block.kind === "table");
}

function tableFile(table: TableBlock): readonly [name: string, content: string] {
  return [`${table.id}.csv`, renderTableCsv(table)];
}

async function writeFiles(
  document: ReportDocument,
  {
    folder,
    data,
  }: { readonly folder: string; readonly data: readonly (readonly [name: string, content: FileContent])[] },
): Promise<WrittenReport> {
  const figures = await renderFigures(document);
  const contents: readonly (readonly [string, FileContent])[] = [
    ...[...figures].map(([id, svg]) => [`${id}.svg`, onWhite(svg)] as const),
    ...data,
    ["report.md", renderMarkdown(document, { figures: true })],
    ["report.html", await renderHtml(document, figures)],
  ];
  for (const [name, content] of contents) await writeFileAtomically(join(folder, name), content);
  return { html: join(folder, "report.html"), files: contents.map(([name]) => join(folder, name)) };
}
