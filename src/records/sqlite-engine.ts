/**
 * The SQLite engine: Node's own where it has one, else the package with the same interface, and kysely over either.
 */
import { Kysely, SqliteDialect } from "kysely";
import { storageFault } from "./sqlite-faults.ts";

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
