/**
 * Statements that the SQLite store is made of, and the refusals of its laws.
 */
import { type CompiledQuery, type Kysely, sql, type Transaction } from "kysely";
import { InternalError, LabError } from "../core/errors.ts";
import { trialKey } from "./identity.ts";
import type { TrialConfig } from "./records.ts";
import { recordOf } from "./rows.ts";
import type { Tables } from "./sqlite-schema.ts";
import type { PlannedTrial } from "./storage.ts";
import { storedObject } from "./stored.ts";

/** The database, or a transaction on it. */
export type Query = Kysely<Tables> | Transaction<Tables>;

/** Keys of a study's trials in its order. */
export async function memberKeys(query: Query, study: string): Promise<readonly string[]> {
  const members = query.selectFrom("study_trial").select("trial_key").where("study", "=", study).orderBy("position");
  return (await members.execute()).map((row) => row.trial_key);
}

/** Makes trials the members of a study, in their order and under their labels; nothing where they are. */
export async function putMembers(query: Query, study: string, trials: readonly PlannedTrial[]): Promise<void> {
  const members = trials.map(({ key, config }, position) => {
    return { study, position, trial_key: key, label: config.optimizer.label };
  });
  const known = await query
    .selectFrom("study_trial")
    .selectAll()
    .where("study", "=", study)
    .orderBy("position")
    .execute();
  const same = ({ trial_key, label }: Tables["study_trial"], i: number): boolean =>
    trial_key === members[i]?.trial_key && label === members[i]?.label;
  if (known.length === members.length && known.every(same)) return;
  await query.deleteFrom("study_trial").where("study", "=", study).execute();
  await insertEach(query, members, (member) => query.insertInto("study_trial").values(member));
}

/** Gives trials whose key counted their label, as version 0.1.0 made them, the key that they have now, so that they are found. */
export async function renewKeys(query: Query): Promise<void> {
  const labelled = await query
    .selectFrom("trial")
    .select(["key", "config"])
    .where(sql<boolean>`json_extract(config, '$.optimizer.label') <> optimizer`)
    .execute();
  for (const { key, config } of labelled) {
    const now = trialKey(storedObject(config, `the config of trial ${key}`) as unknown as TrialConfig);
    if (now === key) continue;
    const taken = await query.selectFrom("trial").select("key").where("key", "=", now).executeTakeFirst();
    if (taken !== undefined) continue;
    await sql`PRAGMA defer_foreign_keys = ON`.execute(query);
    await query.updateTable("trial").set({ key: now }).where("key", "=", key).execute();
    await query.updateTable("epoch").set({ trial_key: now, sum: null }).where("trial_key", "=", key).execute();
    await query.updateTable("study_trial").set({ trial_key: now }).where("trial_key", "=", key).execute();
  }
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
