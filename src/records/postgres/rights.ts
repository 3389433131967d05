/**
 * Which rights a role lacks, as the statements that give them: the server says only that one is missing, in its own language.
 */
import { LabError } from "../../core/errors.ts";
import type { StoreMode } from "../location.ts";
import type { PostgresAddress } from "./address.ts";
import { type Connection, identifier, literal } from "./connection.ts";

/** The error of a role that may not do what it was about to; asks the server which statements would help. */
export async function rightsError(
  connection: Connection,
  { address, mode }: { readonly address: PostgresAddress; readonly mode: StoreMode },
): Promise<LabError> {
  const grants = await missingGrants(connection, { address, mode });
  const { place, user, database } = address;
  const what = grants.length > 0 ? grants.join("; ") : `the owner of ${database} to look at the rights of its tables`;
  return new LabError(
    "storage-denied",
    `The role ${user} has too few rights at ${place}: as the database's owner, run ${what}.`,
    { location: place, grants },
  );
}

async function missingGrants(
  connection: Connection,
  { address: { schema, database, user }, mode }: { readonly address: PostgresAddress; readonly mode: StoreMode },
): Promise<readonly string[]> {
  const role = identifier(user);
  const [there] = await connection.ask<{ usable: boolean; creatable: boolean }>(
    `SELECT has_schema_privilege(oid, 'USAGE') AS usable, has_schema_privilege(oid, 'CREATE') AS creatable FROM pg_namespace
      WHERE nspname = ${literal(schema)}`,
  );
  if (there === undefined) return [`GRANT CREATE ON DATABASE ${identifier(database)} TO ${role}`];
  const onTables = mode === "read" ? ["SELECT"] : ["SELECT", "INSERT", "UPDATE", "DELETE"];
  const [tables] = await connection.ask<{ lacking: boolean; none: boolean }>(
    `SELECT coalesce(bool_or(NOT (${onTables.map((right) => `has_table_privilege(c.oid, '${right}')`).join(" AND ")})), false) AS lacking,
      count(*) = 0 AS none
      FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = ${literal(schema)} AND relkind = 'r'`,
  );
  const rights = [...(there.usable ? [] : ["USAGE"]), ...(mode === "run" && !there.creatable ? ["CREATE"] : [])];
  const name = identifier(schema);
  return [
    ...(rights.length > 0 && (tables!.none || !there.usable)
      ? [`GRANT ${rights.join(", ")} ON SCHEMA ${name} TO ${role}`]
      : []),
    ...(tables!.lacking ? [`GRANT ${onTables.join(", ")} ON ALL TABLES IN SCHEMA ${name} TO ${role}`] : []),
  ];
}
