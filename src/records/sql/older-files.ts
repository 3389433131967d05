/**
 * What files of earlier versions need, which only SQLite has.
 */
import type { Kysely } from "kysely";
import { trialKey } from "../identity.ts";
import type { TrialConfig } from "../records.ts";
import { storedObject } from "../stored.ts";
import { sql } from "./kysely.ts";
import type { StudyAccess } from "./study-access.ts";
import type { StudyTables } from "./tables.ts";

/** Whether a table has a column: a file of an earlier version that is only read may lack it. */
export async function hasColumn<Tables, Table extends keyof Tables & string>(
  { session, dialect, from }: Pick<StudyAccess, "session" | "dialect"> & { readonly from: Kysely<Tables> },
  table: Table,
  column: keyof Tables[Table] & string,
): Promise<boolean> {
  if (dialect !== "sqlite") return true;
  const found = sql`SELECT name FROM pragma_table_info(${table}) WHERE name = ${column}`;
  return (await session.rows({ compile: () => found.compile(from) })).length > 0;
}

/** Gives trials whose key counted their label, as version 0.1.0 made them, the key that they have now, so that they are found. */
export async function renewKeys({ session, dialect, queries, from }: StudyAccess): Promise<void> {
  if (dialect !== "sqlite") return;
  const run = (statement: ReturnType<typeof sql>): Promise<number> =>
    session.run({ compile: () => statement.compile(from) });
  const labelled = sql<Pick<StudyTables["trial"], "key" | "config">>`
    SELECT key, config FROM trial WHERE json_extract(config, '$.optimizer.label') <> optimizer`;
  for (const { key, config } of await session.rows({ compile: () => labelled.compile(from) })) {
    const now = trialKey(storedObject(config, `the config of trial ${key}`) as unknown as TrialConfig);
    if (now === key || (await session.rows(queries.trial({ key: now }))).length > 0) continue;
    await run(sql`PRAGMA defer_foreign_keys = ON`); // until the transaction ends
    await run(sql`UPDATE trial SET key = ${now} WHERE key = ${key}`);
    await run(sql`UPDATE epoch SET trial_key = ${now}, sum = NULL WHERE trial_key = ${key}`);
    await run(sql`UPDATE study_trial SET trial_key = ${now} WHERE trial_key = ${key}`);
  }
}
