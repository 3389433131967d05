/**
 * What a run tells of itself, kept in the file of its records: one row for each discovery, written over each time.
 */
import { LabError } from "../../core/errors.ts";
import { engineWait } from "../patience.ts";
import { type ProgressRow, progressIn, progressRow } from "../progress-rows.ts";
import { type Database, guarded, type RowStatement, transact } from "./engine.ts";
import type { LaterTable } from "./file.ts";

/** The table. Files of earlier versions lack it until they are written. */
export const progressTable: LaterTable = {
  name: "progress",
  sql: "CREATE TABLE progress (owner TEXT PRIMARY KEY, record TEXT NOT NULL, sum TEXT NOT NULL);",
};

/** Its statements. */
export const progressTexts = {
  hasProgress: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'progress'",
  progress: "SELECT record, sum FROM progress WHERE owner = ?",
  putProgress: `INSERT INTO progress (owner, record, sum) VALUES (?, ?, ?)
    ON CONFLICT (owner) DO UPDATE SET record = excluded.record, sum = excluded.sum`,
} as const;

type ProgressStatements = { readonly [name in keyof typeof progressTexts]: RowStatement };

/** Writes what the run of `owner` tells. Where another program holds the file, nothing is written, for the next word says as much. */
export function putProgress(
  { database, location, statements }: { database: Database; location: string; statements: ProgressStatements },
  owner: string,
  pulse: object,
): void {
  const { record, sum } = progressRow(owner, pulse);
  try {
    guarded(location, () => {
      database.exec("PRAGMA busy_timeout = 0");
      transact(database, () => statements.putProgress.run(owner, record, sum));
    });
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== "storage-busy") throw error;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${engineWait}`);
  }
}

/** What the run of `owner` told last; null where none has told anything. Errors: `DamagedValue`. */
export function readProgress<Pulse>(statements: ProgressStatements, owner: string): Pulse | null {
  if (statements.hasProgress.get() === undefined) return null;
  const row = statements.progress.get(owner) as Omit<ProgressRow, "owner"> | undefined;
  return row === undefined ? null : progressIn<Pulse>(row, owner);
}
