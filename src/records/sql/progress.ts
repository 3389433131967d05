/**
 * What a run tells of itself, kept in the store of its records: one row for each study, written over each time.
 */
import { LabError } from "../../core/errors.ts";
import { progressIn, progressRow } from "../progress-rows.ts";
import { hasColumn } from "./older-files.ts";
import type { SqlDatabase } from "./session.ts";
import type { StudyAccess } from "./study-access.ts";
import type { StudyQueries } from "./study-queries.ts";
import type { StudyTables } from "./tables.ts";

/** Writes what the run of `owner` tells. Where another program holds the store, nothing is written, for the next word says as much. */
export async function putProgress(
  { database, queries }: { readonly database: SqlDatabase<StudyTables>; readonly queries: StudyQueries },
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
export async function readProgress<Pulse>(access: StudyAccess, owner: string): Promise<Pulse | null> {
  if (!(await hasColumn(access, "progress", "owner"))) return null;
  const [row] = await access.session.rows(access.queries.progress({ owner }));
  return row === undefined ? null : progressIn<Pulse>(row, owner);
}
