/**
 * A report for programs: the tables with their values and every trial's records; figures are left to those who draw them.
 */
import { printableJson } from "../core/printable.ts";
import type { Block, CurveChoice, ReportDocument, ResultRow, StudyReport, TableBlock } from "./document.ts";

/**
 * The report of a study as indented JSON, ending with a line break. Figures that are not finite (a diverged run's loss) are null.
 * Shape: `{schemaVersion, title, headline, verdict, conditions, standings, command, facts, progress, tables: [{id, title, caption, provenance, rows}], results}`;
 * `verdict` is what was found in sentences, `conditions` how it was compared; a table's row an object from column title to value.
 */
export function renderJson(document: StudyReport): string {
  return [...jsonPieces(document)].join("");
}

/** The same in pieces, one for each trial; each epoch of its curve is a line, or the curve is null. */
export function* jsonPieces(document: StudyReport, { curves }: CurveChoice = { curves: true }): Generator<string> {
  const { schemaVersion, title, headline, command, facts, progress, standings, results } = document;
  const [verdict, conditions] = [textsOf(document, "verdict"), textsOf(document, "conditions")];
  const tables = tablesOf(document);
  const head = jsonText({
    schemaVersion,
    title,
    headline,
    verdict,
    conditions,
    standings,
    command,
    facts,
    progress,
    tables,
  });
  yield `${head.slice(0, -"\n}\n".length)},\n  "results": [`;
  for (const [at, row] of results.entries()) yield printableJson(`${at === 0 ? "" : ","}\n    ${rowText(row, curves)}`);
  yield results.length === 0 ? "]\n}\n" : "\n  ]\n}\n";
}

/**
 * Any report as indented JSON, ending with a line break: `{schemaVersion, subject, title, headline, command, facts, state, tables}`
 * with tables as in `renderJson`.
 */
export function renderTablesJson(document: ReportDocument): string {
  const { schemaVersion, subject, title, headline, command, facts, state } = document;
  const tables = tablesOf(document);
  return jsonText({ schemaVersion, subject, title, headline, command, facts, state, tables });
}

/** A trial, its members on lines of their own, and the epochs of its curve on one each: a third of the text is blanks otherwise. */
function rowText(row: ResultRow, withCurve: boolean): string {
  let members = "";
  for (const name of Object.keys(row) as (keyof ResultRow)[])
    if (name !== "curve") members += `${members === "" ? "" : ","}\n      "${name}": ${memberText(row[name])}`;
  if (!withCurve) return `{${members},\n      "curve": null\n    }`;
  // between epochs and between points of steps, which have no texts
  const epochs = JSON.stringify(row.curve).slice(1, -1).replaceAll("},{", "},\n        {");
  return `{${members},\n      "curve": [${epochs === "" ? "" : `\n        ${epochs}\n      `}]\n    }`;
}

function memberText(value: ResultRow[keyof ResultRow]): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  return typeof value === "object" && value !== null
    ? JSON.stringify(value, null, 2).replaceAll("\n", "\n      ")
    : JSON.stringify(value);
}

/** The sentences of a section. */
function textsOf(document: ReportDocument, section: string): readonly string[] {
  const blocks = document.sections.find(({ id }) => id === section)?.blocks ?? [];
  return blocks.flatMap((block) => (block.kind === "text" ? [block.text] : []));
}

function jsonText(value: object): string {
  return printableJson(`${JSON.stringify(value, null, 2)}\n`);
}

function tablesOf(document: ReportDocument): readonly unknown[] {
  const blocks: readonly Block[] = document.sections.flatMap((section) => section.blocks);
  return blocks.filter((block) => block.kind === "table").map(tableData);
}

function tableData(table: TableBlock): unknown {
  const { id, title, caption, provenance } = table;
  const rows = table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, index) => [column.title, row[index]?.value ?? null])),
  );
  return { id, title, caption, provenance, rows };
}
