/**
 * Whether a store's file can be what was written: its length, its tables, and, while it is small, the whole of its structure.
 */
import { statSync } from "node:fs";
import type { Database } from "./engine.ts";
import { damaged } from "./faults.ts";
import type { FileKind } from "./file.ts";

/** Bytes up to which a file's structure is checked each time it is opened, which takes some tens of milliseconds. */
const longestChecked = 16 * 1024 * 1024;

/** Checks an open file of a kind. Errors: `storage-damaged`. What the engine itself finds is thrown as it throws it. */
export function checkFile(database: Database, { kind, location }: { kind: FileKind; location: string }): void {
  checkLength(database, location);
  const missing = missingColumn(database, kind);
  if (missing !== null) throw damaged(location, missing);
  if (lengthOf(location) > longestChecked) return;
  const [found] = database.prepare("PRAGMA integrity_check(1)").all() as { integrity_check: string }[];
  if (found?.integrity_check !== "ok") throw damaged(location, found?.integrity_check ?? "its structure");
}

/**
 * The engine reads zeros where the last page of a file is cut, and says nothing. While a log lies beside the file it may be
 * shorter than it will be, and the log is what counts.
 */
function checkLength(database: Database, location: string): void {
  if (lengthOf(`${location}-wal`) > 0) return;
  const length = lengthOf(location);
  const { page_count: pages } = database.prepare("PRAGMA page_count").get() as { page_count: number };
  const { page_size: size } = database.prepare("PRAGMA page_size").get() as { page_size: number };
  if (length > 0 && length !== pages * size) throw damaged(location, `its length: ${length} of ${pages * size} bytes`);
}

function lengthOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** A column of the kind's tables that the file lacks; those that came later may be missing. */
function missingColumn(database: Database, { tables, laterColumns = [] }: FileKind): string | null {
  const columns = database
    .prepare("SELECT m.name AS 'table', c.name AS 'column' FROM sqlite_master m, pragma_table_info(m.name) c")
    .all() as { readonly table: string; readonly column: string }[];
  const there = new Set(columns.map(({ table, column }) => `${table}.${column}`));
  const later = new Set(laterColumns.map(({ table, column }) => `${table}.${column}`));
  return columnsOf(tables).find((name) => !there.has(name) && !later.has(name)) ?? null;
}

/** `table.column` of statements that make tables, as ours are written: one name before each type. */
function columnsOf(tables: string): readonly string[] {
  return [...tables.matchAll(/CREATE TABLE (\w+) \(([\s\S]*?)\n? *\)(?: WITHOUT ROWID)?;/g)].flatMap(
    ([, table, body]) =>
      [...body!.matchAll(/(?:^|,)\s*([a-z_0-9]+) (?:TEXT|INTEGER|REAL|BLOB)/g)].map(
        ([, column]) => `${table}.${column}`,
      ),
  );
}
