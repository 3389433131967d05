/**
 * What a run tells of itself, kept in the store of its records: one row for each study or discovery, written over each time.
 */
import { LabError } from "../../core/errors.ts";
import { progressIn, progressRow } from "../progress-rows.ts";
import type { ProgressQueries } from "./progress-queries.ts";
import type { SqlDatabase, SqlSession } from "./session.ts";

/** Writes what the run of `owner` tells. Where another program holds the store, nothing is written, for the next word says as much. */
export async function putProgress(
  { database, queries }: { readonly database: Pick<SqlDatabase<never>, "write">; readonly queries: ProgressQueries },
  owner: string,
  pulse: object,
): Promise<void> {
  const row = progressRow(owner, pulse);
  try {
    await database.write((session) => session.run(queries.putProgress(row)), "fail");
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== "storage-busy") throw error;
  }
}

/** What the run of `owner` told last; null where none has told anything. Errors: `DamagedValue`. */
export async function readProgress<Pulse>(
  { session, queries }: { readonly session: SqlSession; readonly queries: ProgressQueries },
  owner: string,
): Promise<Pulse | null> {
  const [row] = await session.rows(queries.progress({ owner }));
  return row === undefined ? null : progressIn<Pulse>(row, owner);
}
