/**
 * A SQLite file of ours: told from others by its mark, of a version that we read, in WAL mode with one writer.
 */
import { pathToFileURL } from "node:url";
import { LabError } from "../../core/errors.ts";
import type { StoreMode, StoreOptions } from "../location.ts";
import { engineWait, patiently } from "../patience.ts";
import { checkFile } from "./check.ts";
import { type Database, guarded, openDatabase, transact } from "./engine.ts";

/** A kind of file. */
export interface FileKind {
  /** What users call it, such as "study". */
  readonly noun: string;
  /** Its mark, see https://sqlite.org/pragma.html#pragma_application_id. */
  readonly applicationId: number;
  /** Version of its tables that is written; older ones are read. */
  readonly version: number;
  /** Bytes of a page, where many rows are of more than a thousand bytes; SQLite's default else. */
  readonly pageSize?: number;
  /** Statements that make the tables. */
  readonly tables: string;
  /** Columns without a value that older files of this version lack; they are added when such a file is written. */
  readonly laterColumns?: readonly { readonly table: string; readonly column: string; readonly type: string }[];
  /** Tables that came later likewise: files of earlier versions get them when they are written, and are read without them. */
  readonly laterTables?: readonly LaterTable[];
}

/** A table that came later, with the statements that make it and what belongs to it. */
export interface LaterTable {
  readonly name: string;
  readonly sql: string;
}

/**
 * Opens a file of a kind. `run` creates it where there is none; `read` does not write.
 * Errors: `storage-not-ours`, `storage-too-new` and those of `storageFault`.
 */
export async function openFile(
  kind: FileKind,
  { path, mode, ...patience }: StoreOptions & { readonly path: string },
): Promise<Database> {
  return patiently(path, patience, () => openNow(kind, { path, mode }));
}

/** For a reader, a cache (in KiB) that has room for the inner pages of the tables of two million epochs. */
const settings: Readonly<Record<StoreMode, string>> = {
  run: "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON",
  read: "PRAGMA cache_size = -8000",
};

async function openNow(
  kind: FileKind,
  { path, mode }: { readonly path: string; readonly mode: StoreMode },
): Promise<Database> {
  const database = mode === "read" ? await openToRead(path) : await openDatabase(path);
  try {
    prepareFile(database, { kind, location: path, create: mode === "run" });
    guarded(path, () => checkFile(database, { kind, location: path }));
    guarded(path, () => database.exec(settings[mode]));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Checks that a database is a file of this kind and of a version we read, and makes an empty one into one when `create` is
 * set. Errors: `storage-not-ours`, `storage-too-new`. The tables appear in one transaction: wholly or not at all.
 */
export function prepareFile(
  database: Database,
  { kind, location, create }: { readonly kind: FileKind; readonly location: string; readonly create: boolean },
): void {
  const isOurs = (): boolean => pragma(database, "application_id") === kind.applicationId;
  guarded(location, () => {
    database.exec(`PRAGMA busy_timeout = ${engineWait}`);
    if (isOurs()) {
      checkVersion(pragma(database, "user_version"), { kind, location });
      if (create) addLater(database, kind);
      return;
    }
    if (!create || !isEmpty(database)) throw notOurs(kind, location);
    if (kind.pageSize !== undefined) database.exec(`PRAGMA page_size = ${kind.pageSize}`);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("BEGIN IMMEDIATE");
    if (!isOurs()) {
      database.exec(kind.tables);
      for (const { sql } of kind.laterTables ?? []) database.exec(sql);
      database.exec(`PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${kind.version}`);
    }
    database.exec("COMMIT");
  });
}

/** What came later is made in one transaction, and none is begun where nothing is missing. */
function addLater(database: Database, kind: FileKind): void {
  if (missingLater(database, kind).length === 0) return;
  transact(database, () => {
    for (const sql of missingLater(database, kind)) database.exec(sql);
  });
}

/** Statements that make what a file of an earlier version lacks. */
function missingLater(database: Database, { laterColumns = [], laterTables = [] }: FileKind): readonly string[] {
  const columnsOf = (table: string): readonly string[] =>
    (database.prepare("SELECT name FROM pragma_table_info(?)").all(table) as { name: string }[]).map(
      ({ name }) => name,
    );
  return [
    ...laterColumns
      .filter(({ table, column }) => !columnsOf(table).includes(column))
      .map(({ table, column, type }) => `ALTER TABLE ${table} ADD COLUMN ${column} ${type}`),
    ...laterTables.filter(({ name }) => columnsOf(name).length === 0).map(({ sql }) => sql),
  ];
}

/** Closes a file. The log is folded into it where the disk allows it, so that the file alone can be copied. */
export function closeFile(database: Database, mode: StoreMode): void {
  if (mode === "run") foldLog(database);
  database.close();
}

/** A file in a folder that may not be written is opened as one that nobody changes, for SQLite would want files beside it. */
async function openToRead(path: string): Promise<Database> {
  const database = await openDatabase(path, { readOnly: true });
  try {
    guarded(path, () => database.prepare("PRAGMA schema_version").get());
    return database;
  } catch (error) {
    database.close();
    if (!(error instanceof LabError) || (error.code !== "storage-unreachable" && error.code !== "storage-read-only"))
      throw error;
    const url = pathToFileURL(path);
    url.searchParams.set("immutable", "1");
    return openDatabase(url, { readOnly: true });
  }
}

/** A log that cannot be folded now (a full disk) is as safe, and is folded by the next process. */
function foldLog(database: Database): void {
  try {
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch {}
}

function isEmpty(database: Database): boolean {
  const { count } = database.prepare("SELECT count(*) AS count FROM sqlite_master").get() as { count: number };
  return count === 0 && pragma(database, "application_id") === 0;
}

function pragma(database: Database, name: string): number {
  return (database.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name] ?? 0;
}

function checkVersion(found: number, { kind, location }: { readonly kind: FileKind; readonly location: string }): void {
  if (found <= kind.version) return;
  throw new LabError(
    "storage-too-new",
    `${location} has schema version ${found}, written by a newer lionlab; this one reads up to version ${kind.version}: update lionlab.`,
    { location, found, known: kind.version },
  );
}

function notOurs({ noun }: FileKind, location: string): LabError {
  return new LabError(
    "storage-not-ours",
    `${location} is not a ${noun}: it is a database of another kind; give another file.`,
    { location },
  );
}
