/**
 * A SQLite file as the database of a store: one connection, whose transactions come one after another.
 */
import type { Compilable } from "kysely";
import type { StoreMode, StoreOptions } from "../location.ts";
import { engineWait, type Patience, patiently } from "../patience.ts";
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "../sql/kysely.ts";
import type { SqlDatabase, SqlSession, SqlWork, WhereHeld } from "../sql/session.ts";
import { type Database, guarded, prepareRows, type RowStatement, rollBack } from "./engine.ts";
import { withExactValues } from "./exact-values.ts";
import { closeFile, type FileKind, openFile } from "./file.ts";
import { takeRunLock } from "./lock.ts";
import { sameFile } from "./same-file.ts";

/**
 * Opens a file of a kind, or one in memory. `run` creates it where there is none; `read` does not write.
 * Errors: `storage-not-ours`, `storage-too-new` and those of `storageFault`.
 */
export async function openSqlite<Tables>(
  kind: FileKind,
  { path, ...options }: StoreOptions & { readonly path: string },
): Promise<SqlDatabase<Tables>> {
  const database = await openFile(kind, { path, ...options });
  return new SqliteDatabase(path, { database, ...options });
}

class SqliteDatabase<Tables> implements SqlDatabase<Tables> {
  readonly dialect = "sqlite";
  readonly location: string;
  readonly queries: Kysely<Tables> = queryBuilder();
  readonly #database: Database;
  readonly #mode: StoreMode;
  readonly #patience: Patience;
  /** Fails where the file was removed or replaced. */
  readonly #isThere: () => void;
  readonly #session: SqlSession;
  /** Each statement is prepared once: those that write do not fit an older file that is only read. */
  readonly #statements = new Map<string, RowStatement>();
  /** Ends with the transaction that is under way, whatever becomes of it. */
  #last: Promise<unknown> = Promise.resolve();
  #runLock: { release(): void } | null = null;

  constructor(location: string, { database, mode, ...patience }: StoreOptions & { readonly database: Database }) {
    this.location = location;
    this.#database = database;
    this.#mode = mode;
    this.#patience = patience;
    this.#isThere = mode === "run" ? sameFile(location) : () => {};
    this.#session = this.#newSession();
  }

  async write<T>(work: SqlWork<T>, whereHeld: WhereHeld = "wait"): Promise<T> {
    if (whereHeld === "wait") return this.#patiently(() => this.#committed(work));
    const done = await this.#inTurn(() => this.#atOnce(() => this.#committed(work)));
    this.#isThere();
    return done;
  }

  async read<T>(work: SqlWork<T>): Promise<T> {
    return this.#patiently(() => this.#reading(work));
  }

  async claim(): Promise<boolean> {
    return true; // one process at a time runs what a file plans
  }

  async giveUp(): Promise<void> {}

  async lockForRun(): Promise<void> {
    if (this.location !== ":memory:") this.#runLock ??= await takeRunLock(this.location);
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => closeFile(this.#database, this.#mode));
    this.#runLock?.release();
  }

  /** Waits where the file is held; between two tries, others have their turn. */
  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    const done = await patiently(this.location, this.#patience, () => this.#inTurn(work));
    this.#isThere();
    return done;
  }

  /** Does the work when what was begun before is over: a connection has one transaction at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  async #committed<T>(work: SqlWork<T>): Promise<T> {
    this.#execute("BEGIN IMMEDIATE");
    try {
      const done = await work(this.#session);
      this.#execute("COMMIT");
      return done;
    } catch (error) {
      rollBack(this.#database);
      throw error;
    }
  }

  async #reading<T>(work: SqlWork<T>): Promise<T> {
    this.#execute("BEGIN");
    try {
      return await work(this.#session);
    } finally {
      rollBack(this.#database);
    }
  }

  /** Does work that fails where the file is held, at once. */
  async #atOnce<T>(work: () => Promise<T>): Promise<T> {
    this.#execute("PRAGMA busy_timeout = 0");
    try {
      return await work();
    } finally {
      this.#execute(`PRAGMA busy_timeout = ${engineWait}`);
    }
  }

  #execute(text: string): void {
    guarded(this.location, () => this.#database.exec(text));
  }

  #newSession(): SqlSession {
    const ask = async <T>(
      query: Compilable<unknown>,
      how: (statement: RowStatement, values: readonly unknown[]) => T,
    ): Promise<T> => {
      const { sql, parameters } = withExactValues(query.compile());
      return guarded(this.location, () => how(this.#prepared(sql), parameters));
    };
    return {
      rows: <Row>(query: Compilable<Row>) => ask(query, (statement, values) => statement.all(...values) as Row[]),
      lists: (query) => ask(query, (statement, values) => statement.lists(...values)),
      run: (query) => ask(query, (statement, values) => Number(statement.run(...values).changes)),
    };
  }

  #prepared(text: string): RowStatement {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = prepareRows(this.#database, text);
    this.#statements.set(text, statement);
    return statement;
  }
}

/** Builds queries in the dialect; what executes them is not kysely. */
function queryBuilder<Tables>(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}
