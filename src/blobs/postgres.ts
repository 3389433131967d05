/**
 * Blobs in a table of a PostgreSQL server, for those who have records there and no other place that every machine reaches: small ones, for a
 * row travels and is logged as a whole.
 *
 * Each call is one statement, which the server does wholly or not at all and which may be done again, so that writers wait for nobody and an
 * answer that was lost costs nothing.
 */
import { LabError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import { type PostgresAddress, postgresAddress } from "../records/postgres/address.ts";
import { postgresFault } from "../records/postgres/faults.ts";
import { untilAnswered } from "../records/postgres/patience.ts";
import { ConnectionPool } from "../records/postgres/pool.ts";
import { rightsError } from "../records/postgres/rights.ts";
import { type PostgresKind, prepareSchema } from "../records/postgres/schema.ts";
import { type BlobStore, checkKey, checkPrefix } from "./blob-store.ts";
import { damagedBlob, wrongSum } from "./faults.ts";

/** Bytes of the largest blob that a table takes. */
export const largestRow = 64 * 2 ** 20;

const kind: PostgresKind = {
  noun: "checkpoint",
  versions: [
    `CREATE TABLE blob (key text COLLATE "C" PRIMARY KEY, sha256 text NOT NULL, bytes bytea NOT NULL);
     ALTER TABLE blob ALTER bytes SET STORAGE EXTERNAL`, // weights do not shrink when they are compressed
  ],
  missing: (place) => new LabError("blob-store-missing", `There are no checkpoints at ${place}.`),
};

/** Opens a store on the server of an address, whose table is made where there is none. Errors: those of the address and of `openPostgres`. */
export async function postgresBlobs(target: string): Promise<BlobStore> {
  const address = postgresAddress(target);
  const pool = new ConnectionPool(address);
  const location = address.place;
  const ask = (sql: string, ...values: readonly unknown[]): Promise<readonly (readonly unknown[])[]> => {
    const asked = () => pool.use(async (connection) => (await connection.query(sql, values)).rows);
    return told({ address, pool }, untilAnswered({ address, waitsFor: () => true }, asked));
  };
  const prepared = pool.use((connection) => prepareSchema(connection, { kind, mode: "run", address }));
  await told({ address, pool }, prepared).catch(async (error) => {
    await pool.close();
    throw error;
  });
  return {
    location,
    async put(key, bytes) {
      checkKey(key);
      if (bytes.length > largestRow) throw tooLarge(key, { location, size: bytes.length });
      await ask(
        `INSERT INTO blob VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes`,
        key,
        sha256Hex(bytes),
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      );
    },
    async get(key) {
      checkKey(key);
      const [row] = await ask("SELECT sha256, bytes FROM blob WHERE key = $1", key);
      if (row === undefined) return null;
      const [sum, bytes] = row as [string, Uint8Array];
      if (sum !== sha256Hex(bytes)) throw damagedBlob(key, { location, found: wrongSum });
      return bytes;
    },
    async has(key) {
      checkKey(key);
      return (await ask("SELECT 1 FROM blob WHERE key = $1", key)).length > 0;
    },
    async delete(key) {
      checkKey(key);
      await ask("DELETE FROM blob WHERE key = $1", key);
    },
    async list(prefix) {
      checkPrefix(prefix);
      return (await ask("SELECT key FROM blob WHERE starts_with(key, $1) ORDER BY key", prefix)).map(([key]) =>
        String(key),
      );
    },
    async clear(prefix) {
      checkPrefix(prefix);
      await ask("DELETE FROM blob WHERE starts_with(key, $1)", prefix);
    },
    close: () => pool.close(),
  };
}

/** What was done, or the error as a user's. */
async function told<T>(
  { address, pool }: { readonly address: PostgresAddress; readonly pool: ConnectionPool },
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const fault = postgresFault(error, address);
    if (fault?.kind !== "rights") throw fault?.error ?? error;
    throw await pool.use((connection) => rightsError(connection, { address, mode: "run" }));
  }
}

function tooLarge(key: string, { location, size }: { readonly location: string; readonly size: number }): LabError {
  const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
  return new LabError(
    "blob-too-large",
    `Cannot keep ${key} in ${location}: it has ${megabytes(size)} MiB, and a database takes up to ${megabytes(largestRow)} MiB each. ` +
      "Give a folder or a bucket that every worker reaches, with --checkpoints file:///FOLDER or s3://BUCKET/PREFIX.",
    { key, size },
  );
}
