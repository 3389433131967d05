/**
 * What a store asks of a database, whichever it is: queries built with kysely, done inside transactions.
 *
 * Values travel as they are: a number as a number, a count too; what is missing as null; bytes as a `Uint8Array`; text as it was put.
 */
import type { Compilable, Kysely } from "kysely";

/** Queries on one connection, within one transaction. Each is awaited before the next is asked for. */
export interface SqlSession {
  rows<Row>(query: Compilable<Row>): Promise<readonly Row[]>;
  /** The same rows as lists of values, for tables of which hundreds of thousands of rows are read. */
  lists(query: Compilable<unknown>): Promise<RowLists>;
  /** How many rows were changed. */
  run(query: Compilable<unknown>): Promise<number>;
}

/** Rows as lists of values, and the names of their columns; there may be no names where there are no rows. */
export interface RowLists {
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** What is done inside a transaction. It may be done again from its beginning, so it changes nothing outside. */
export type SqlWork<T> = (session: SqlSession) => Promise<T>;

/** What a write does where another program holds the database: wait (see `patience.ts`), or fail at once with `storage-busy`. */
export type WhereHeld = "wait" | "fail";

/** A store's database, of one dialect. Every method fails with a `LabError` where the database, its disk or the way to it does. */
export interface SqlDatabase<Tables> {
  readonly dialect: "sqlite" | "postgres";
  /** For messages, without a secret. */
  readonly location: string;
  /** Builds queries, and does none; sessions do. */
  readonly queries: Kysely<Tables>;
  /** One transaction, wholly or not at all, as if it were alone; waits where the database is held, and is done again where others were in its way. */
  write<T>(work: SqlWork<T>, whereHeld?: WhereHeld): Promise<T>;
  /** A transaction that only reads, all of one moment; it holds nobody up. */
  read<T>(work: SqlWork<T>): Promise<T>;
  /** Takes the right to run what the store plans under a name, of a file under any, until `close` or the end of the process. Errors: `already-running`. */
  lockForRun(name: string): Promise<void>;
  /** Claims what other runs may want too for a run that has its right, until `giveUp`, `close` or the end of the process; false where another has it. Of a file nobody else has any. */
  claim(run: string, name: string): Promise<boolean>;
  giveUp(run: string, name: string): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}
