/**
 * The schema of a store on a server: made, told from others, and brought up to date, by one process at a time.
 */
import { LabError } from "../../core/errors.ts";
import type { StoreMode } from "../location.ts";
import type { PostgresAddress } from "./address.ts";
import { type Connection, identifier, literal } from "./connection.ts";
import { lockKey } from "./run-lock.ts";

/** A kind of store: its tables, as the statements that make each version of them of the one before it. */
export interface PostgresKind {
  /** What users call it, such as "study". */
  readonly noun: string;
  /** The first makes the tables where there are none; none is ever changed, for there are stores that it made. */
  readonly versions: readonly string[];
  /** There is nothing to read. */
  readonly missing: (place: string) => LabError;
}

interface Preparation {
  readonly kind: PostgresKind;
  readonly mode: StoreMode;
  readonly address: PostgresAddress;
}

/** Checks that the tables of a kind are there and of this version; `run` makes them so, in one transaction. Errors: `storage-too-new`, `storage-too-old`, `storage-not-ours`, that of the kind. */
export async function prepareSchema(connection: Connection, preparation: Preparation): Promise<void> {
  const { kind, mode, address } = preparation;
  const found = await versionOf(connection, preparation);
  checkVersion(found, preparation);
  if (found === kind.versions.length || mode === "read") return;
  await connection.ask(`BEGIN; SELECT pg_advisory_xact_lock(${lockKey(address, "tables")})`);
  const locked = await versionOf(connection, preparation); // another process may have made them meanwhile
  checkVersion(locked, preparation);
  if (locked < kind.versions.length) await migrate(connection, { ...preparation, from: locked });
  await connection.ask("COMMIT");
}

/** The version of the tables; 0 where there are none. Names are looked up as rows: by name the server would answer from what it knew before it waited. */
async function versionOf(connection: Connection, { kind, address }: Preparation): Promise<number> {
  const [table] = await connection.ask(
    `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'store_version' AND nspname = ${literal(address.schema)}`,
  );
  if (table === undefined) return 0;
  const [row] = await connection.ask<{ version: number }>(
    `SELECT version FROM ${identifier(address.schema)}.store_version WHERE kind = ${literal(kind.noun)}`,
  );
  return row?.version ?? 0;
}

function checkVersion(
  found: number,
  { kind: { noun, versions, missing }, mode, address: { place } }: Preparation,
): void {
  const known = versions.length;
  if (found > known)
    throw new LabError(
      "storage-too-new",
      `${place} has schema version ${found} for each ${noun}, written by a newer lionlab; this one reads up to version ${known}: update lionlab.`,
      { location: place, found, known },
    );
  if (mode === "run" || found === known) return;
  if (found === 0) throw missing(place);
  throw new LabError(
    "storage-too-old",
    `${place} has schema version ${found} for each ${noun}, and this lionlab reads version ${known}: run a ${noun} into it once, which brings it up to date.`,
    { location: place, found, known },
  );
}

async function migrate(
  connection: Connection,
  { kind: { noun, versions }, address: { schema, place }, from }: Preparation & { readonly from: number },
): Promise<void> {
  const name = identifier(schema);
  const [there] = await connection.ask(`SELECT 1 FROM pg_namespace WHERE nspname = ${literal(schema)}`);
  if (there === undefined) await connection.ask(`CREATE SCHEMA ${name}`); // which asks for the right to make one even where it is there
  try {
    await connection.ask(shared);
    for (const statements of versions.slice(from)) await connection.ask(statements);
  } catch (error) {
    if (!taken.includes((error as { code?: string }).code ?? "")) throw error;
    throw new LabError(
      "storage-not-ours",
      `The schema ${schema} at ${place} holds tables of another program: give another with ?schema=NAME.`,
      { location: place },
    );
  }
  await connection.ask(
    `INSERT INTO store_version VALUES (${literal(noun)}, ${versions.length}) ON CONFLICT (kind) DO UPDATE SET version = excluded.version`,
  );
}

/** Of every kind: its version, and the last write of each process that writes, see `database.ts`. */
const shared = `CREATE TABLE IF NOT EXISTS store_version (kind text PRIMARY KEY, version integer NOT NULL);
  CREATE TABLE IF NOT EXISTS writer (id text PRIMARY KEY, write bigint NOT NULL, at timestamptz NOT NULL);
  DELETE FROM writer WHERE at < now() - interval '7 days';`;

/** Codes of a table, function or type that is there already. */
const taken = ["42P07", "42710", "42723"];
