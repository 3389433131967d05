/**
 * The server through which jobs are shared: transactions on it, with pg-boss inside them, and what wakes those who wait.
 *
 * pg-boss (https://github.com/timgit/pg-boss) holds the queue: which job is next, and that no two workers take one. Who owns a job, what it is told
 * and what it tells stands in our own tables (`tables.ts`), moved in the same transactions. A transaction whose answer is lost is done again, so
 * each is written so that doing it twice does what once does.
 *
 * A process has one connection to it, for a thousand workers may: it listens there too (LISTEN), and holds its locks. What the server says while the
 * connection is away is lost, so whoever waits is woken when there is a new one, and asks the server something every few seconds, so that it is noticed.
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
import { NotWithin } from "./not-within.ts";
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

/** Somebody who waits for a word. */
interface Listener {
  readonly channel: string;
  readonly wake: () => void;
  readonly lock: string | null;
  /** The last connection that listens for it. */
  on: Connection | null;
}

/** See above. `close` must be called. */
export class JobServer {
  readonly address: PostgresAddress;
  /** Its methods take `{ db }` of a transaction. */
  readonly boss: PgBoss;
  readonly #bossSchema: string;
  readonly #patience: Patience;
  readonly #line: ConnectionPool;
  /** For what pg-boss does by itself, when it is made; closed again at once. */
  readonly #beside: ConnectionPool;
  readonly #listeners = new Set<Listener>();
  readonly #queues = new Set<string>();
  readonly #transacting = new NotWithin();

  constructor(address: PostgresAddress, patience: Patience = {}) {
    this.address = address;
    this.#patience = patience;
    this.#line = new ConnectionPool({ ...address, connections: 1 }, (connection) => this.#listenOn(connection));
    this.#beside = new ConnectionPool({ ...address, connections: 1 });
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
        server.#line.use((connection) => prepareSchema(connection, { kind: jobTables, mode, address })),
      );
      if (mode === "run") {
        await server.#told(server.#startBoss());
        await server.#shareQueues();
      }
      await server.#beside.close();
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** pg-boss makes its schema where there is none, and fails where another does so in the same moment, as workers that are started together do. */
  async #startBoss(): Promise<void> {
    const connection = await connect(this.address);
    try {
      await connection.ask(`SELECT pg_advisory_lock(${lockKey(this.address, "queues")})`); // until the connection ends
      await this.boss.start();
    } finally {
      await connection.close();
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
    await this.#beside.close();
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

  /**
   * Does work in a transaction, again where the server was lost meanwhile, also where it was done: doing it twice must do what once does.
   * There is one at a time; inside it `transact`, `needQueue`, `listen` and `close` are refused, which would wait for its end.
   */
  async transact<T>(work: (transaction: JobTransaction) => Promise<T>): Promise<T> {
    this.#transacting.refuse("a transaction was begun");
    const done = (): Promise<T> =>
      this.#line.use(async (connection) => {
        await connection.ask("BEGIN");
        const value = await this.#transacting.during(() => work(transactionOn(connection, this.address)));
        await connection.ask("COMMIT");
        return value;
      });
    return this.#told(untilAnswered({ address: this.address, waitsFor: () => true, ...this.#patience }, done));
  }

  /**
   * Calls `wake` whenever somebody says something on the channel, and when the connection was away; until it is called off.
   * `lock`: a name, whose lock (`lockOf`) is held as long as the connection is there.
   */
  listen(channel: string, wake: () => void, lock: string | null = null): () => Promise<void> {
    this.#transacting.refuse("somebody began to listen");
    const listener: Listener = { channel: channelOf(this.address.schema, channel), wake, lock, on: null };
    this.#listeners.add(listener);
    const begun = this.#quietly((connection) => this.#begin(listener, connection));
    return async () => {
      await begun;
      this.#listeners.delete(listener);
      await this.#quietly((connection) => this.#end(listener, connection));
    };
  }

  async close(): Promise<void> {
    this.#transacting.refuse("the server was closed");
    await this.boss.stop({ graceful: false, wait: false }).catch(() => {}); // it was not started
    await this.#line.close();
    await this.#beside.close();
  }

  /** A connection is new: what is listened to, is listened to there. */
  async #listenOn(connection: Connection): Promise<void> {
    connection.onWord((channel) => {
      for (const listener of this.#listeners) if (listener.channel === channel) listener.wake();
    });
    for (const listener of this.#listeners) await this.#begin(listener, connection);
  }

  async #begin(listener: Listener, connection: Connection): Promise<void> {
    const { channel, wake, lock } = listener;
    if (listener.on === connection) return;
    listener.on = connection;
    await connection.ask(`LISTEN ${identifier(channel)}`);
    if (lock !== null) await connection.ask(`SELECT pg_try_advisory_lock(${lockOf(this.address, lock)})`);
    wake(); // what was said before
  }

  async #end({ channel, lock }: Listener, connection: Connection): Promise<void> {
    const others = [...this.#listeners].some((each) => each.channel === channel);
    if (!others) await connection.ask(`UNLISTEN ${identifier(channel)}`);
    if (lock !== null) await connection.ask(`SELECT pg_advisory_unlock(${lockOf(this.address, lock)})`);
  }

  /** A server that does not answer is listened to when it does (`#listenOn`). */
  async #quietly(work: (connection: Connection) => Promise<void>): Promise<void> {
    try {
      await this.#line.use(work);
    } catch (error) {
      if (postgresFault(error, this.address) === null && !(error instanceof LabError)) throw error;
    }
  }

  /** For what pg-boss does by itself: a connection for each statement. */
  #db(): PgBoss.Db {
    return { executeSql: (text, values) => this.#beside.use((connection) => bossQuery(connection, text, values)) };
  }

  async #told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const fault = postgresFault(error, this.address);
      if (fault?.kind !== "rights") throw fault?.error ?? error;
      const schemas = [this.address.schema, this.#bossSchema];
      throw await this.#line.use((connection) =>
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
