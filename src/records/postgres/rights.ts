/**
 * Which rights a role lacks, as the statements that give them: the server says only that one is missing, in its own language.
 */
import { LabError } from "../../core/errors.ts";
import type { StoreMode } from "../location.ts";
import type { PostgresAddress } from "./address.ts";
import { type Connection, identifier, literal } from "./connection.ts";

/** Whose rights at what. */
interface Asked {
  readonly address: PostgresAddress;
  readonly mode: StoreMode;
  /** Schemas that it needs; that of the address where none are given. */
  readonly schemas?: readonly string[];
}

/** The error of a role that may not do what it was about to; asks the server which statements would help. */
export async function rightsError(connection: Connection, asked: Asked): Promise<LabError> {
  const { address, mode, schemas = [address.schema] } = asked;
  const { place, user } = address;
  const found: string[] = [];
  for (const schema of schemas) found.push(...(await grantsOn(connection, { address, mode, schema })));
  const grants = [...new Set(found)];
  const sentence =
    grants.length > 0
      ? `The role ${user} has too few rights at ${place}: as the database's owner, run ${grants.join("; ")}.`
      : `The role ${user} may not make tables at ${place}, or bring them up to date: run the same once as ${await ownersOf(connection, schemas)}, whose they are.`;
  return new LabError("storage-denied", sentence, { location: place, grants });
}

async function grantsOn(
  connection: Connection,
  { address: { database, user }, mode, schema }: Asked & { readonly schema: string },
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
      FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE nspname = ${literal(schema)} AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  const rights = [
    ...(there.usable ? [] : ["USAGE"]),
    ...(mode === "run" && tables!.none && !there.creatable ? ["CREATE"] : []),
  ];
  const name = identifier(schema);
  return [
    ...(rights.length > 0 ? [`GRANT ${rights.join(", ")} ON SCHEMA ${name} TO ${role}`] : []),
    ...(tables!.lacking ? [`GRANT ${onTables.join(", ")} ON ALL TABLES IN SCHEMA ${name} TO ${role}`] : []),
  ];
}

/** Whose the tables of these schemas are. */
async function ownersOf(connection: Connection, schemas: readonly string[]): Promise<string> {
  const owners = await connection.ask<{ owner: string }>(
    `SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE nspname IN (${schemas.map(literal).join(", ")}) AND relkind IN ('r', 'p') AND NOT pg_has_role(relowner, 'USAGE') ORDER BY owner`,
  );
  return owners.length === 0 ? "the database's owner" : owners.map(({ owner }) => owner).join(" and ");
}
