/**
 * What a run tells of itself, kept in the file of its records: one row for each study or discovery, written over each time.
 */
import { LabError } from "../../core/errors.ts";
import { engineWait } from "../patience.ts";
import { checkSum, requireStored, rowSum, storedObject } from "../stored.ts";
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

/** Form of what is kept; what another version keeps in another form is as if it were not there. */
const form = 1;

/** Writes what the run of `owner` tells. Where another program holds the file, nothing is written, for the next word says as much. */
export function putProgress(
  { database, location, statements }: { database: Database; location: string; statements: ProgressStatements },
  owner: string,
  pulse: object,
): void {
  const record = JSON.stringify({ form, ...pulse }, spelled);
  try {
    guarded(location, () => {
      database.exec("PRAGMA busy_timeout = 0");
      transact(database, () => statements.putProgress.run(owner, record, rowSum([owner, record])));
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
  const row = statements.progress.get(owner) as { record: string; sum: string } | undefined;
  if (row === undefined) return null;
  requireStored(typeof row.record === "string" && typeof row.sum === "string", `the progress of ${owner}`);
  checkSum(row.sum, [owner, row.record], `the progress of ${owner}`);
  const { form: found, ...pulse } = storedObject(row.record, `the progress of ${owner}`);
  return found === form ? (revived(pulse) as Pulse) : null;
}

/** JSON has no word for numbers without a finite value. */
function spelled(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value;
}

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value);
  if (members.length === 1 && members[0]![0] === "number") return Number(members[0]![1]);
  return Object.fromEntries(members.map(([key, member]) => [key, revived(member)]));
}
