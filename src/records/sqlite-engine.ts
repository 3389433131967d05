/**
 * The SQLite engine: Node's own where it has one, else the package with the same interface, and kysely over either.
 */
import { Kysely, SqliteDialect } from "kysely";
import { LabError } from "../core/errors.ts";

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
}

type DatabaseClass = new (location: string | URL, options?: { readonly readOnly?: boolean }) => Database;

let engine: Promise<DatabaseClass> | undefined;

/** Opens a database file. Errors: those of `storageFault`. */
export async function openDatabase(
  location: string | URL,
  options: { readonly readOnly?: boolean } = {},
): Promise<Database> {
  engine ??= loadEngine();
  const DatabaseSync = await engine;
  return guarded(String(location), () => new DatabaseSync(location, options));
}

/** Query builder over an open database, which its owner closes. */
export function queryBuilder<Tables>(database: Database, location: string): Kysely<Tables> {
  const prepared = new Map<string, ReturnType<typeof adapted>>();
  return new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: {
        // The storage closes the database itself, also when no query was ever made.
        close: () => {},
        prepare: (sql) => {
          const known = prepared.get(sql);
          if (known !== undefined) return known;
          const statement = guarded(location, () => adapted(database.prepare(sql), { sql, location }));
          prepared.set(sql, statement);
          return statement;
        },
      },
    }),
  });
}

/** Runs work on the engine; its errors become those of `storageFault`. */
export function guarded<T>(location: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageFault(error, location) ?? error;
  }
}

/**
 * The user's error behind an error of the engine, or null when it is ours.
 * Codes: `storage-read-only`, `disk-full`, `storage-unreachable`, `storage-not-ours`, `storage-damaged`, `storage-busy`.
 */
export function storageFault(error: unknown, location: string): LabError | null {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  if (typeof code !== "number") return null;
  const known = faults[code & 0xff];
  return known === undefined ? null : new LabError(known.code, known.sentence(location), { location, sqlite: code });
}

/** By primary result code of SQLite, see https://sqlite.org/rescode.html. */
const faults: { readonly [errcode: number]: { readonly code: string; readonly sentence: (at: string) => string } } = {
  5: {
    code: "storage-busy",
    sentence: (at) => `Cannot use ${at}: another program holds it; close that program and run again.`,
  },
  8: {
    code: "storage-read-only",
    sentence: (at) => `Cannot write to ${at}: the file or its folder is read-only; give a writable folder with --out.`,
  },
  10: {
    code: "storage-damaged",
    sentence: (at) => `Cannot read or write ${at}: the disk reported an error; check the disk and its free space.`,
  },
  11: {
    code: "storage-damaged",
    sentence: (at) => `${at} is damaged; restore it from a copy, or move it away to start anew.`,
  },
  13: {
    code: "disk-full",
    sentence: (at) =>
      `Cannot write to ${at}: the disk is full; free some space and run again, nothing recorded is lost.`,
  },
  14: {
    code: "storage-unreachable",
    sentence: (at) =>
      `Cannot open ${at}: the folder is missing or may not be written; create it or give another with --out.`,
  },
  26: {
    code: "storage-not-ours",
    sentence: (at) => `${at} holds no records: the file is no SQLite database; give another file.`,
  },
};

/** kysely asks each statement whether it returns rows; the engines differ in how they tell, the text does not. */
function adapted(statement: SqlStatement, { sql, location }: { readonly sql: string; readonly location: string }) {
  const reader = /^\s*(select|with|pragma|explain)\b|\breturning\b/i.test(sql);
  return {
    reader,
    all: (parameters: readonly unknown[]) => guarded(location, () => statement.all(...parameters)),
    run: (parameters: readonly unknown[]) =>
      sql === "rollback" ? rollback(statement) : guarded(location, () => statement.run(...parameters)),
    iterate: (parameters: readonly unknown[]) => guarded(location, () => statement.iterate(...parameters)),
  };
}

/** Rolls back unless the engine already did so by itself, as it does when the disk is full; the cause is thrown, not this. */
function rollback(statement: SqlStatement) {
  try {
    return statement.run();
  } catch {
    return { changes: 0, lastInsertRowid: 0 };
  }
}

/** `node:sqlite` came with Node 22.13; before, the package's build of the same interface. */
async function loadEngine(): Promise<DatabaseClass> {
  const builtIn = builtInEngine();
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
