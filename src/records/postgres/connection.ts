/**
 * Connections to a PostgreSQL server: how each is set up, and how values travel, which is unchanged.
 */
import type { Socket } from "node:net";
import { hostname } from "node:os";
import pg from "pg";
import { InternalError } from "../../core/errors.ts";
import type { PostgresAddress } from "./address.ts";
import { passwordOf } from "./password.ts";

/** An open connection. What fails on it fails as the server or the system says. */
export interface Connection {
  /** Statements of ours without values, one or several; rows of the last. */
  ask<Row>(sql: string): Promise<readonly Row[]>;
  /** Ends a transaction that wrote. A server answers that with a rollback where a statement of it had failed, and with no error. */
  commit(): Promise<void>;
  /** One statement with values; its rows, as lists. */
  query(sql: string, values: readonly unknown[]): Promise<QueryRows>;
  /** Has `heard` called with the channel whenever somebody says something on one that is listened to. */
  onWord(heard: (channel: string) => void): void;
  /** Settles when the connection is gone. */
  readonly lost: Promise<void>;
  isLost(): boolean;
  close(): Promise<void>;
}

/** What a statement gave. */
export interface QueryRows {
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Rows that were given or changed. */
  readonly count: number;
}

/** Milliseconds without a word from a server that was asked, after which it counts as gone: it says nothing while it waits for a lock either, and those are short. */
const longestSilence = 60_000;
const longestDial = 10_000;

/** Connects. */
export async function connect(address: PostgresAddress): Promise<Connection> {
  const { host, port, database, user, tls, schema } = address;
  const client = new pg.Client({
    ...{
      host,
      port,
      database,
      user,
      ssl: tls,
      types: { getTypeParser: parserOf as pg.CustomTypesConfig["getTypeParser"] },
    },
    password: () => passwordOf(address),
    application_name: applicationName,
    connectionTimeoutMillis: longestDial,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  const connection = new OpenConnection(client);
  try {
    await client.connect();
    const stream = streamOf(client);
    stream.on("timeout", () => stream.destroy());
    await connection.ask(setUp(schema));
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** What the server shows of our connections: whose they are. */
export const applicationName = `lionlab ${process.pid}@${hostname()}`.slice(0, 63);

/**
 * Names mean our tables and no others. A client that is gone in the middle of a transaction, or whose network is, must not hold up the rest for
 * longer than the server needs to notice.
 */
function setUp(schema: string): string {
  return `SET search_path = ${identifier(schema)}; SET client_min_messages = warning; SET TimeZone = 'UTC';
    SET bytea_output = hex; SET extra_float_digits = 1; SET DateStyle = ISO; SET standard_conforming_strings = on;
    SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 30000;
    SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4`;
}

class OpenConnection implements Connection {
  readonly #client: pg.Client;
  readonly lost: Promise<void>;
  #isLost = false;

  constructor(client: pg.Client) {
    this.#client = client;
    this.lost = new Promise((resolve) => {
      const end = (): void => {
        this.#isLost = true;
        resolve();
      };
      client.on("error", end);
      client.on("end", end);
    });
  }

  isLost(): boolean {
    return this.#isLost;
  }

  async ask<Row>(sql: string): Promise<readonly Row[]> {
    const results = (await this.#watched(() => this.#client.query(sql))) as pg.QueryResult | pg.QueryResult[];
    return [results].flat().at(-1)!.rows as Row[];
  }

  async commit(): Promise<void> {
    const { command } = await this.#watched(() => this.#client.query("COMMIT"));
    if (command !== "COMMIT") throw new InternalError("a transaction went on after one of its statements had failed");
  }

  async query(sql: string, values: readonly unknown[]): Promise<QueryRows> {
    const result = await this.#watched(() =>
      this.#client.query({ text: sql, values: values.map(sent), rowMode: "array" } satisfies pg.QueryArrayConfig),
    );
    return { names: result.fields.map(({ name }) => name), rows: result.rows, count: result.rowCount ?? 0 };
  }

  onWord(heard: (channel: string) => void): void {
    this.#client.on("notification", ({ channel }) => heard(channel));
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => {}); // of a connection that is gone already
  }

  /** While a query is under way, silence ends the connection: the way to the server may be cut so that nobody tells. */
  async #watched<T>(ask: () => Promise<T>): Promise<T> {
    const stream = streamOf(this.#client);
    stream.setTimeout(longestSilence);
    try {
      return await ask();
    } finally {
      stream.setTimeout(0);
    }
  }
}

function streamOf(client: pg.Client): Socket {
  return (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
}

/** A number that is not positive zero keeps its sign; the client would drop it. */
function sent(value: unknown): unknown {
  return Object.is(value, -0) ? "-0" : value;
}

const [int8, int2, int4, float4, float8, numeric, bytea, bool] = [20, 21, 23, 700, 701, 1700, 17, 16];
const numbers: readonly unknown[] = [int8, int2, int4, float4, float8, numeric];

/** Numbers are read as numbers: the server writes as many digits as a binary64 has. Counts beyond 2^53 are damage, which their readers see. */
function parserOf(oid: number, format?: string): (text: string) => unknown {
  if (numbers.includes(oid)) return Number;
  if (oid === bytea) return bytesOf;
  if (oid === bool) return pg.types.getTypeParser(bool, format as "text") as (text: string) => unknown;
  return (text) => text;
}

/** Bytes come as `\x` and two digits each. */
function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), "hex"));
}

/** A name in a statement. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in a statement of ours. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
