/**
 * The server through which jobs are shared: transactions on it, with pg-boss inside them, and what wakes those who wait.
 *
 * pg-boss (https://github.com/timgit/pg-boss) holds the queue: which job is next, and that no two workers take one. Who owns a job, what it is told
 * and what it tells stands in our own tables (`tables.ts`), moved in the same transactions. A transaction whose answer is lost is done again, so
 * each is written so that doing it twice does what once does. Whoever waits is woken by the server (LISTEN), and looks by itself every two seconds
 * besides, for a word may be lost with a connection.
 */
import PgBoss from "pg-boss";
import { LabError } from "../../core/errors.ts";
import type { StoreMode } from "../../records/location.ts";
import type { Patience } from "../../records/patience.ts";
import type { PostgresAddress } from "../../records/postgres/address.ts";
import { type Connection, connect, identifier, literal } from "../../records/postgres/connection.ts";
import { postgresFault } from "../../records/postgres/faults.ts";
import { untilAnswered } from "../../records/postgres/patience.ts";
import { ConnectionPool } from "../../records/postgres/pool.ts";
import { rightsError } from "../../records/postgres/rights.ts";
import { lockKey } from "../../records/postgres/run-lock.ts";
import { prepareSchema } from "../../records/postgres/schema.ts";
import { jobTables } from "./tables.ts";

/** One transaction. */
export interface JobTransaction {
  /** A statement with values; its rows. */
  rows<Row>(sql: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /** Wakes who listens, when the transaction is done. */
  wake(channel: string): Promise<void>;
  /** To be handed to `boss`, which then works inside this transaction. */
  readonly db: PgBoss.Db;
}

/** Milliseconds after which who waits looks, also where nobody woke it. */
const lookEveryMs = 2000;

/** See above. `close` must be called. */
export class JobServer {
  readonly address: PostgresAddress;
  /** Its methods take `{ db }` of a transaction. */
  readonly boss: PgBoss;
  readonly #bossSchema: string;
  readonly #patience: Patience;
  readonly #pool: ConnectionPool;
  readonly #listeners = new Set<Listener>();
  readonly #queues = new Set<string>();

  constructor(address: PostgresAddress, patience: Patience = {}) {
    this.address = address;
    this.#patience = patience;
    this.#pool = new ConnectionPool(address);
    this.#bossSchema = `${address.schema}_jobs`;
    this.boss = new PgBoss({ db: this.#db(), schema: this.#bossSchema, supervise: false, schedule: false });
  }

  /**
   * Connects, and makes the tables where there are none; with `read` they must be there, and no job is queued or taken.
   * Errors: those of `openPostgres`; `no-jobs`.
   */
  static async open(
    address: PostgresAddress,
    { mode = "run", ...patience }: Patience & { readonly mode?: StoreMode } = {},
  ): Promise<JobServer> {
    const server = new JobServer(address, patience);
    try {
      await server.#told(
        server.#pool.use((connection) => prepareSchema(connection, { kind: jobTables, mode, address })),
      );
      if (mode === "run") {
        await server.#told(server.boss.start());
        await server.#shareQueues();
      }
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /**
   * A queue is a partition, which the owner of pg-boss' tables alone may add. Its function that adds one has values alone from who calls it, so the
   * owner lets it do so for whoever may use the schema.
   */
  async #shareQueues(): Promise<void> {
    const schema = identifier(this.#bossSchema);
    await this.transact(async ({ rows }) => {
      await rows(`SELECT pg_advisory_xact_lock(${lockKey(this.address, "queues")})`, []);
      const unshared = await rows(
        `SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
          WHERE nspname = $1 AND proname = 'create_queue' AND NOT prosecdef AND pg_has_role(proowner, 'USAGE')`,
        [this.#bossSchema],
      );
      const alter = `ALTER FUNCTION ${schema}.create_queue(text, json) SECURITY DEFINER SET search_path = pg_catalog, pg_temp`;
      if (unshared.length > 0) await rows(alter, []);
    });
  }

  /** Makes the queue of a name where there is none; two at once would be in each other's way. */
  async needQueue(name: string): Promise<void> {
    if (this.#queues.has(name)) return;
    await this.transact(async ({ rows }) => {
      await rows(`SELECT pg_advisory_xact_lock(${lockKey(this.address, "queues")})`, []);
      const known = await rows(`SELECT 1 FROM ${identifier(this.#bossSchema)}.queue WHERE name = $1`, [name]);
      if (known.length === 0) await this.boss.createQueue(name, { name, retryLimit: manyTimes, retryDelay: 0 });
    });
    this.#queues.add(name);
  }

  /** Gives jobs that are queued, or come back to their queues, another place among those that wait. */
  async prioritise(
    { rows }: Pick<JobTransaction, "rows">,
    jobs: readonly { readonly job: string; readonly queue: string }[],
    priority: number,
  ): Promise<void> {
    const sql = `UPDATE ${identifier(this.#bossSchema)}.job SET priority = $3 WHERE name = ANY($1::text[]) AND id = ANY($2::uuid[])`;
    await rows(sql, [[...new Set(jobs.map(({ queue }) => queue))], jobs.map(({ job }) => job), priority]);
  }

  /** Does work in a transaction, again where the server was lost meanwhile, also where it was done: doing it twice must do what once does. */
  async transact<T>(work: (transaction: JobTransaction) => Promise<T>): Promise<T> {
    const done = (): Promise<T> =>
      this.#pool.use(async (connection) => {
        await connection.ask("BEGIN");
        const value = await work(transactionOn(connection, this.address));
        await connection.ask("COMMIT");
        return value;
      });
    return this.#told(untilAnswered({ address: this.address, waitsFor: () => true, ...this.#patience }, done));
  }

  /**
   * Calls `wake` whenever somebody says something on the channel, when the connection was away, and every two seconds; until it is called off.
   * `lock`: a name, whose lock (`lockOf`) is held as long as the connection is there.
   */
  listen(channel: string, wake: () => void, lock: string | null = null): () => Promise<void> {
    const listener = new Listener(this.address, { channel, wake, lock });
    this.#listeners.add(listener);
    return async () => {
      this.#listeners.delete(listener);
      await listener.close();
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => listener.close()));
    await this.boss.stop({ graceful: false, wait: false }).catch(() => {}); // it was not started
    await this.#pool.close();
  }

  /** For what pg-boss does by itself: a connection for each statement. */
  #db(): PgBoss.Db {
    return { executeSql: (text, values) => this.#pool.use((connection) => bossQuery(connection, text, values)) };
  }

  async #told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const fault = postgresFault(error, this.address);
      if (fault?.kind !== "rights") throw fault?.error ?? error;
      const schemas = [this.address.schema, this.#bossSchema];
      throw await this.#pool.use((connection) =>
        rightsError(connection, { address: this.address, mode: "run", schemas }),
      );
    }
  }
}

/** A lock of the server's by its name, as an expression. */
export function lockOf(address: PostgresAddress, name: string): string {
  return lockKey(address, `job ${name}`);
}

/** Jobs are given back as often as machines come and go. */
const manyTimes = 1_000_000;

function transactionOn(connection: Connection, { schema }: PostgresAddress): JobTransaction {
  return {
    rows: async <Row>(sql: string, values: readonly unknown[]) =>
      (await bossQuery(connection, sql, values)).rows as Row[],
    wake: async (channel) =>
      void (await connection.ask(`SELECT pg_notify(${literal(channelOf(schema, channel))}, '')`)),
    db: { executeSql: (text, values) => bossQuery(connection, text, values) },
  };
}

async function bossQuery(
  connection: Connection,
  sql: string,
  values: readonly unknown[] | undefined,
): Promise<{ rows: Record<string, unknown>[] }> {
  if (values === undefined) return { rows: [...(await connection.ask<Record<string, unknown>>(sql))] }; // it may be several statements
  const { names, rows } = await connection.query(sql, values);
  return { rows: rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))) };
}

/** The name of a channel is at most 63 bytes long: a schema of 40, a word, and the end of an id. */
function channelOf(schema: string, channel: string): string {
  return `${schema}_${channel.slice(-22)}`;
}

/** A connection that listens, made again where it is lost. */
class Listener {
  readonly #address: PostgresAddress;
  readonly #channel: string;
  readonly #wake: () => void;
  readonly #lock: string | null;
  readonly #looking: NodeJS.Timeout;
  #connection: Connection | null = null;
  #connecting: Promise<void> | null = null;
  #closed = false;

  constructor(
    address: PostgresAddress,
    { channel, wake, lock }: { readonly channel: string; readonly wake: () => void; readonly lock: string | null },
  ) {
    this.#address = address;
    this.#lock = lock;
    this.#channel = channelOf(address.schema, channel);
    this.#wake = wake;
    this.#looking = setInterval(() => this.#look(), lookEveryMs);
    this.#look();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#looking);
    await this.#connecting;
    await this.#connection?.close();
  }

  #look(): void {
    if (this.#connection?.isLost() !== false)
      this.#connecting ??= this.#connect().finally(() => (this.#connecting = null));
    this.#wake();
  }

  /** A server that does not answer is asked again when it is looked the next time. */
  async #connect(): Promise<void> {
    try {
      await this.#connection?.close();
      this.#connection = await connect(this.#address);
      await this.#connection.listen(identifier(this.#channel), this.#wake);
      if (this.#lock !== null)
        await this.#connection.ask(`SELECT pg_try_advisory_lock(${lockOf(this.#address, this.#lock)})`);
      if (this.#closed) await this.#connection.close();
      else this.#wake(); // what was said before
    } catch (error) {
      if (postgresFault(error, this.#address) === null && !(error instanceof LabError)) throw error;
    }
  }
}
