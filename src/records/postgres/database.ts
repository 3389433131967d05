/**
 * A store's database on a PostgreSQL server.
 *
 * Writers take turns: a transaction that writes begins with a lock of the schema's own, which lasts until it ends, and goes on in READ
 * COMMITTED. So each sees all that was committed before it and nothing changes under it, which is what a store asks of a write; revisions of
 * the change table are visible in the order in which they were given, so that a reader who goes on from one misses nothing; and no
 * transaction is ever done again because of another one, as SERIALIZABLE would have it, where every write moves the same counter. A write is
 * a few milliseconds, and few processes write: coordinators, not workers. Readers take no lock and are never waited for: REPEATABLE READ
 * shows them one moment.
 *
 * A connection may be lost after a transaction was told to commit and before the answer: then nobody here knows whether it happened. So
 * each writing transaction leaves a number in a row of its writer's, and who lost the answer takes the lock again, which waits for the
 * transaction in doubt to end, and reads that row: the number is there or it is not, and the work is done again only where it is not.
 */
import { randomUUID } from "node:crypto";
import { InternalError, LabError } from "../../core/errors.ts";
import type { StoreMode } from "../location.ts";
import type { Patience } from "../patience.ts";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "../sql/kysely.ts";
import type { SqlDatabase, SqlWork, WhereHeld } from "../sql/session.ts";
import type { PostgresAddress } from "./address.ts";
import { type Connection, literal } from "./connection.ts";
import { postgresFault } from "./faults.ts";
import { untilAnswered } from "./patience.ts";
import { ConnectionPool } from "./pool.ts";
import { rightsError } from "./rights.ts";
import { lockKey, RunLock } from "./run-lock.ts";
import { type PostgresKind, prepareSchema } from "./schema.ts";
import { sessionOn } from "./session.ts";
import { Turns } from "./turns.ts";

/** How a database is opened. */
export interface PostgresOptions extends Patience {
  readonly kind: PostgresKind;
  readonly mode: StoreMode;
}

/**
 * Opens a database; `run` makes its schema and tables where there are none, and brings older ones up to date.
 * Errors: `storage-too-new`, `storage-too-old`, `storage-not-ours`, `storage-denied`, that of the kind where there is nothing to read, and those of `postgresFault`.
 */
export async function openPostgres<Tables>(
  address: PostgresAddress,
  options: PostgresOptions,
): Promise<SqlDatabase<Tables>> {
  const database = new PostgresDatabase<Tables>(address, options);
  try {
    await database.prepare();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

class PostgresDatabase<Tables> implements SqlDatabase<Tables> {
  readonly dialect = "postgres";
  readonly location: string;
  readonly queries: Kysely<Tables> = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (queries) => new PostgresIntrospector(queries),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  readonly #address: PostgresAddress;
  readonly #options: PostgresOptions;
  readonly #pool: ConnectionPool;
  /** By the name of what it runs. */
  readonly #runLocks = new Map<string, RunLock>();
  /** What its writes are known by. */
  readonly #writer = randomUUID();
  #writes = 0;
  readonly #turns = new Turns();

  constructor(address: PostgresAddress, options: PostgresOptions) {
    this.location = address.place;
    this.#address = address;
    this.#options = options;
    this.#pool = new ConnectionPool(address);
  }

  async prepare(): Promise<void> {
    const { kind, mode } = this.#options;
    const prepared = (): Promise<void> =>
      this.#pool.use((connection) => prepareSchema(connection, { kind, mode, address: this.#address }));
    await this.#told(this.#waiting(({ code }) => code === "storage-busy", prepared)); // an address without a server is rather wrong
  }

  async write<T>(work: SqlWork<T>, whereHeld: WhereHeld = "wait"): Promise<T> {
    if (this.#options.mode === "read") throw new InternalError("a store that was opened to read was written");
    const turn = this.#turns.next();
    if (whereHeld === "fail" && !turn.isFree) {
      turn.end();
      throw this.#busy();
    }
    await turn.begun;
    try {
      return await this.#writeInTurn(work, whereHeld);
    } finally {
      turn.end();
    }
  }

  async read<T>(work: SqlWork<T>): Promise<T> {
    return this.#patiently("wait", () =>
      this.#pool.use(async (connection) => {
        await connection.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        const value = await work(sessionOn(connection));
        await connection.ask("COMMIT");
        return value;
      }),
    );
  }

  async lockForRun(name: string): Promise<void> {
    await this.#patiently("wait", () => this.#runLock(name).take());
  }

  async claim(run: string, name: string): Promise<boolean> {
    return this.#patiently("wait", () => this.#runLock(run).claim(name));
  }

  async giveUp(run: string, name: string): Promise<void> {
    await this.#patiently("wait", () => this.#runLock(run).giveUp(name));
  }

  async close(): Promise<void> {
    await this.#pool.close();
    for (const lock of this.#runLocks.values()) await lock.release();
  }

  #runLock(run: string): RunLock {
    const lock = this.#runLocks.get(run) ?? new RunLock(this.#address, `${this.#options.kind.noun} ${run}`);
    this.#runLocks.set(run, lock);
    return lock;
  }

  /** One write of this process at a time, so that the last number its writer has left is that of the one in doubt. */
  async #writeInTurn<T>(work: SqlWork<T>, whereHeld: WhereHeld): Promise<T> {
    const number = ++this.#writes;
    let inDoubt: { readonly value: T } | null = null;
    return this.#patiently(whereHeld, () =>
      this.#pool.use(async (connection) => {
        for (const lock of this.#runLocks.values()) await lock.hold();
        const isRepeated = inDoubt !== null;
        await this.#takeTurn(connection, whereHeld, isRepeated ? "" : this.#markOf(number));
        if (inDoubt !== null && (await this.#wasCommitted(connection, number))) {
          await connection.ask("ROLLBACK");
          return inDoubt.value;
        }
        if (isRepeated) await connection.ask(this.#markOf(number));
        const value = await work(sessionOn(connection));
        inDoubt = { value };
        await connection.commit();
        return value;
      }),
    );
  }

  /** Begins a transaction when it is its turn; `mark`: a statement that goes along. */
  async #takeTurn(connection: Connection, whereHeld: WhereHeld, mark: string): Promise<void> {
    const key = lockKey(this.#address, `write ${this.#options.kind.noun}`);
    if (whereHeld === "wait") {
      await connection.ask(`BEGIN; SELECT pg_advisory_xact_lock(${key}); ${mark}`);
      return;
    }
    const [turn] = await connection.ask<{ held: boolean }>(`BEGIN; SELECT pg_try_advisory_xact_lock(${key}) AS held`);
    if (!turn!.held) throw this.#busy();
    await connection.ask(mark);
  }

  #busy(): LabError {
    const sentence = `Cannot write to ${this.location} at once: it is being written; wait a moment and try again.`;
    return new LabError("storage-busy", sentence, { location: this.location });
  }

  #markOf(number: number): string {
    return `INSERT INTO writer (id, write, at) VALUES (${literal(this.#writer)}, ${number}, now())
      ON CONFLICT (id) DO UPDATE SET write = excluded.write, at = excluded.at`;
  }

  async #wasCommitted(connection: Connection, number: number): Promise<boolean> {
    const [mark] = await connection.ask<{ write: number }>(
      `SELECT write FROM writer WHERE id = ${literal(this.#writer)}`,
    );
    return mark?.write === number;
  }

  /** Does the work, and waits for a server that was there and is lost. Errors: those of a user. */
  async #patiently<T>(whereHeld: WhereHeld, work: () => Promise<T>): Promise<T> {
    if (whereHeld === "wait") return this.#told(this.#waiting(() => true, work));
    try {
      return await this.#told(work());
    } catch (error) {
      const isLoss = error instanceof LabError && error.code === "storage-unreachable";
      throw isLoss ? new LabError("storage-busy", error.message, error.data) : error;
    }
  }

  #waiting<T>(waitsFor: (loss: LabError) => boolean, work: () => Promise<T>): Promise<T> {
    const { onWait, signal } = this.#options;
    return untilAnswered({ address: this.#address, waitsFor, onWait, signal }, work);
  }

  /** What was done, or the error as a user's. */
  async #told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const fault = postgresFault(error, this.#address);
      if (fault?.kind !== "rights") throw fault?.error ?? error;
      const { mode } = this.#options;
      throw await this.#pool.use((connection) => rightsError(connection, { address: this.#address, mode }));
    }
  }
}
