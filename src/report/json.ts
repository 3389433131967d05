/**
 * A report for programs: the tables with their values and every trial's records; figures are left to those who draw them.
 */
import type { Block, ReportDocument, TableBlock } from "./document.ts";

/**
 * The report as indented JSON, ending with a line break. Figures that are not finite (a diverged run's loss) are null.
 * Shape: `{schemaVersion, title, headline, command, facts, progress, tables: [{id, title, caption, provenance, rows}], results}`;
 * a table's row is an object from column title to value.
 */
export function renderJson(document: ReportDocument): string {
  const { schemaVersion, title, headline, command, facts, progress, results } = document;
  const blocks: readonly Block[] = document.sections.flatMap((section) => section.blocks);
  const tables = blocks.filter((block) => block.kind === "table").map(tableData);
  return `${JSON.stringify({ schemaVersion, title, headline, command, facts, progress, tables, results }, null, 2)}\n`;
}

function tableData(table: TableBlock): unknown {
  const { id, title, caption, provenance } = table;
  const rows = table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, index) => [column.title, row[index]?.value ?? null])),
  );
  return { id, title, caption, provenance, rows };
}
