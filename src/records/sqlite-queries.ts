/**
 * Statements that the SQLite store is made of, and the refusals of its laws.
 */
import type { CompiledQuery, Kysely, Transaction } from "kysely";
import { InternalError, LabError } from "../core/errors.ts";
import { recordOf } from "./rows.ts";
import type { Tables } from "./sqlite-schema.ts";

/** The database, or a transaction on it. */
export type Query = Kysely<Tables> | Transaction<Tables>;

/** Keys of a study's trials in its order. */
export async function memberKeys(query: Query, study: string): Promise<readonly string[]> {
  const members = query.selectFrom("study_trial").select("trial_key").where("study", "=", study).orderBy("position");
  return (await members.execute()).map((row) => row.trial_key);
}

/** Whether two lists hold the same items in the same order. */
export function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** The row of a trial that was planned. */
export async function trialRow(query: Query, key: string): Promise<Tables["trial"]> {
  const row = await query.selectFrom("trial").selectAll().where("key", "=", key).executeTakeFirst();
  if (row === undefined) throw new InternalError(`trial ${key} was touched before it was planned`);
  return row;
}

/** An epoch that is stored already must be the same again; timings may differ. */
export async function refuseOtherEpoch(query: Query, row: Tables["epoch"]): Promise<void> {
  const stored = await query
    .selectFrom("epoch")
    .selectAll()
    .where("trial_key", "=", row.trial_key)
    .where("epoch", "=", row.epoch)
    .executeTakeFirst();
  if (stored === undefined) throw epochGap(row.trial_key, { expected: 1, found: row.epoch });
  const same = JSON.stringify(recordOf(stored)) === JSON.stringify(recordOf(row));
  if (!same)
    throw conflict(row.trial_key, { what: `epoch ${row.epoch}`, stored: recordOf(stored), found: recordOf(row) });
}

/** A computed record contradicts the stored one. */
export function conflict(
  key: string,
  { what, ...data }: { readonly what: string; readonly stored: unknown; readonly found: unknown },
): LabError {
  return new LabError(
    "record-conflict",
    `Trial ${key} computed another ${what} than the one that is stored: the machine or a version has changed since; run into a new folder with --out.`,
    { key, ...data },
  );
}

/** An epoch or a result came out of order. */
export function epochGap(
  key: string,
  { expected, found }: { readonly expected: number; readonly found: number },
): LabError {
  return new LabError("epoch-gap", `Trial ${key} should have recorded epoch ${expected}, but epoch ${found} came.`, {
    key,
    expected,
    found,
  });
}

/** Rows of epochs by the trial they belong to, in their order. */
export function byTrial(rows: readonly Tables["epoch"][]): ReadonlyMap<string, readonly Tables["epoch"][]> {
  const groups = new Map<string, Tables["epoch"][]>();
  for (const row of rows) {
    const group = groups.get(row.trial_key);
    if (group === undefined) groups.set(row.trial_key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Inserts rows of one shape: the statement is compiled for the first and run for each. */
export async function insertEach<Row extends object>(
  query: Query,
  rows: readonly Row[],
  insert: (row: Row) => { compile(): CompiledQuery },
): Promise<void> {
  if (rows[0] === undefined) return;
  const compiled = insert(rows[0]).compile();
  for (const row of rows) await query.executeQuery({ ...compiled, parameters: Object.values(row) });
}
