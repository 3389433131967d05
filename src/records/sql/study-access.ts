/**
 * What the parts of a store of studies work with inside one transaction.
 */
import type { Kysely } from "kysely";
import type { SqlDatabase, SqlSession } from "./session.ts";
import type { StudyQueries } from "./study-queries.ts";
import type { StudyTables } from "./tables.ts";

/** A transaction on the tables of studies, and the queries that may be asked in it. */
export interface StudyAccess {
  readonly session: SqlSession;
  readonly queries: StudyQueries;
  readonly dialect: SqlDatabase<StudyTables>["dialect"];
  /** Builds queries that are asked seldom. */
  readonly from: Kysely<StudyTables>;
}

/** What is asked of a database in a session of its own. */
export function accessTo(
  { dialect, queries: from }: Pick<SqlDatabase<StudyTables>, "dialect" | "queries">,
  { session, queries }: Pick<StudyAccess, "session" | "queries">,
): StudyAccess {
  return { session, queries, dialect, from };
}
