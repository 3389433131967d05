/**
 * The SQLite engine: Node's own where it has one, else the package with the same interface; its statements and transactions.
 */
import { storageFault } from "./faults.ts";

/** The part of `DatabaseSync` (node:sqlite) that is used. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): SqlStatement;
  close(): void;
}

/** A prepared statement. */
export interface SqlStatement {
  all(...parameters: readonly unknown[]): unknown[];
  get(...parameters: readonly unknown[]): unknown;
  run(...parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
  /** Both came to Node's engine with 22.16. */
  setReturnArrays?(enabled: boolean): void;
  columns?(): readonly { readonly name: string }[];
}

type DatabaseClass = new (location: string | URL, options?: { readonly readOnly?: boolean }) => Database;

/** Node's own engine, and the package with the same interface. */
export type EngineName = "built-in" | "package";

let engine: Promise<DatabaseClass> | undefined;

/** The engines that there are here, the one that is used first. */
export function engineNames(): readonly EngineName[] {
  return builtInEngine() === undefined ? ["package"] : ["built-in", "package"];
}

/** Uses an engine from now on, for tests of both. */
export function useEngine(name: EngineName): void {
  engine = loadEngine(name);
}

/** Opens a database file. Errors: those of `storageFault`. */
export async function openDatabase(
  location: string | URL,
  options: { readonly readOnly?: boolean } = {},
): Promise<Database> {
  engine ??= loadEngine(engineNames()[0]!);
  const DatabaseSync = await engine;
  return guarded(String(location), () => new DatabaseSync(location, options));
}

/** Runs work on the engine; its errors become those of `storageFault`. */
export function guarded<T>(location: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageFault(error, location) ?? error;
  }
}

/** A prepared statement whose rows may be read as lists. */
export interface RowStatement extends SqlStatement {
  /** Its rows as lists of values, and the names of their columns; no names where there are no rows. */
  lists(...parameters: readonly unknown[]): { readonly names: readonly string[]; readonly rows: readonly unknown[][] };
}

/** Statements by name. */
export type StatementsOf<Texts> = { readonly [name in keyof Texts]: RowStatement };

/** The statements of an open file, each prepared when it is first used: those that write do not fit an older file that is only read. */
export function statementsOf<Texts extends { readonly [name: string]: string }>(
  database: Database,
  texts: Texts,
): StatementsOf<Texts> {
  const statements = {};
  for (const [name, text] of Object.entries(texts)) {
    let prepared: RowStatement | undefined;
    Object.defineProperty(statements, name, { get: () => (prepared ??= prepareRows(database, text)) });
  }
  return statements as StatementsOf<Texts>;
}

/** A statement whose rows are read as lists of values, where the engine can, and named here: that takes a third of the time. */
export function prepareRows(database: Database, text: string): RowStatement {
  const statement = database.prepare(text);
  const lists = listsOf(statement);
  return {
    lists,
    all: (...parameters) => {
      const { names, rows } = lists(...parameters);
      return rows.map((values) => {
        const row: Record<string, unknown> = {};
        for (let i = 0; i < names.length; i++) row[names[i]!] = values[i];
        return row;
      });
    },
    get: (...parameters) => statement.get(...parameters),
    run: (...parameters) => statement.run(...parameters),
    iterate: (...parameters) => statement.iterate(...parameters),
  };
}

function listsOf(statement: SqlStatement): RowStatement["lists"] {
  if (statement.setReturnArrays === undefined || statement.columns === undefined)
    return (...parameters) => {
      const rows = statement.all(...parameters) as object[];
      return { names: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) };
    };
  let names: readonly string[] | undefined;
  return (...parameters) => {
    statement.setReturnArrays!(true);
    try {
      const rows = statement.all(...parameters) as unknown[][];
      names ??= statement.columns!().map(({ name }) => name);
      return { names, rows };
    } finally {
      statement.setReturnArrays!(false);
    }
  };
}

/** Does work that happens wholly or not at all. */
export function transact(database: Database, work: () => void): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    work();
    database.exec("COMMIT");
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** The engine rolls back by itself where the disk is full; the cause is thrown, not this. */
export function rollBack(database: Database): void {
  try {
    database.exec("ROLLBACK");
  } catch {}
}

/** `node:sqlite` came with Node 22.13; before, the package's build of the same interface. */
async function loadEngine(name: EngineName): Promise<DatabaseClass> {
  const builtIn = name === "built-in" ? builtInEngine() : undefined;
  if (builtIn !== undefined) return builtIn;
  const { DatabaseSync } = await import("@photostructure/sqlite");
  return DatabaseSync as unknown as DatabaseClass;
}

/** Node's engine; the notice that it is experimental, which Node 22 prints, is not for our users. */
function builtInEngine(): DatabaseClass | undefined {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return (process.getBuiltinModule?.("node:sqlite") as { DatabaseSync?: DatabaseClass } | undefined)?.DatabaseSync;
  } finally {
    process.emitWarning = emitWarning;
  }
}
