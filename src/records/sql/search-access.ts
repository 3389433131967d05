/**
 * What the parts of a store of discoveries work with inside one transaction.
 */
import type { Kysely } from "kysely";
import type { SearchQueries } from "./search-queries.ts";
import type { SearchTables } from "./search-tables.ts";
import type { SqlDatabase, SqlSession } from "./session.ts";

/** A transaction on the tables of discoveries, and the queries that may be asked in it. */
export interface SearchAccess {
  readonly session: SqlSession;
  readonly queries: SearchQueries;
  readonly dialect: SqlDatabase<SearchTables>["dialect"];
  /** Builds queries that are asked seldom. */
  readonly from: Kysely<SearchTables>;
}
