/**
 * What is used of kysely, which builds texts of queries: the build makes one file of it (`scripts/bundle-kysely.mjs`), for it comes as hundreds, and
 * reading those took longer than a command that shows a study.
 */
export {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from "kysely";
