/**
 * What the SQLite store does in several statements, and the refusals of its laws.
 */
import { asFarAs } from "../../core/as-far-as.ts";
import { InternalError, LabError } from "../../core/errors.ts";
import { recordOf } from "../epoch-rows.ts";
import { trialKey } from "../identity.ts";
import type { TrialConfig } from "../records.ts";
import type { Database } from "../sqlite/engine.ts";
import type { Tables } from "../sqlite/schema.ts";
import type { PlannedTrial } from "../storage.ts";
import { storedObject } from "../stored.ts";
import type { StudyStatements } from "./study-queries.ts";

type TrialRow = Tables["trial"];
type EpochRow = Tables["epoch"];
type MemberRow = Pick<Tables["study_trial"], "trial_key" | "label">;

/** Keys of a study's trials in its order. */
export function memberKeys(statements: StudyStatements, study: string): readonly string[] {
  return (statements.memberKeys.all(study) as MemberRow[]).map((row) => row.trial_key);
}

/** Makes trials the members of a study, in their order and under their labels; nothing where they are. */
export function putMembers(statements: StudyStatements, study: string, trials: readonly PlannedTrial[]): void {
  const known = statements.members.all(study) as MemberRow[];
  const same = ({ trial_key, label }: MemberRow, i: number): boolean =>
    trial_key === trials[i]?.key && label === trials[i]?.config.optimizer.label;
  if (known.length === trials.length && known.every(same)) return;
  const { clearMembers, putMember } = statements;
  clearMembers.run(study);
  trials.forEach(({ key, config }, position) => {
    putMember.run(study, position, key, config.optimizer.label);
  });
}

/** Makes trials the last members of a study, in their order; those that are members stay where they are. */
export function addMembers(statements: StudyStatements, study: string, trials: readonly PlannedTrial[]): void {
  const known = new Set(memberKeys(statements, study));
  for (const { key, config } of trials) {
    if (known.has(key)) continue;
    statements.putMember.run(study, known.size, key, config.optimizer.label);
    known.add(key);
  }
}

/** Gives trials whose key counted their label, as version 0.1.0 made them, the key that they have now, so that they are found. */
export function renewKeys(database: Database, statements: StudyStatements): void {
  const { trial, renewTrial, renewEpochs, renewMembers } = statements;
  for (const { key, config } of statements.labelled.all() as Pick<TrialRow, "key" | "config">[]) {
    const now = trialKey(storedObject(config, `the config of trial ${key}`) as unknown as TrialConfig);
    if (now === key || trial.get(now) !== undefined) continue;
    database.exec("PRAGMA defer_foreign_keys = ON"); // until the transaction ends
    for (const renew of [renewTrial, renewEpochs, renewMembers]) renew.run(now, key);
  }
}

/** The row of a trial that was planned. */
export function trialRow(statements: StudyStatements, key: string): TrialRow {
  const row = statements.trial.get(key) as TrialRow | undefined;
  if (row === undefined) throw new InternalError(`trial ${key} was touched before it was planned`);
  return row;
}

/** An epoch that is stored already must be the same again, as far as the version that stored it measured it; timings may differ. */
export function refuseOtherEpoch(statements: StudyStatements, row: EpochRow): void {
  const stored = statements.epoch.get(row.trial_key, row.epoch) as EpochRow | undefined;
  if (stored === undefined) throw epochGap(row.trial_key, { expected: 1, found: row.epoch });
  const [before, found] = [recordOf(stored), recordOf(row)];
  if (JSON.stringify(before) !== JSON.stringify(asFarAs(before, found)))
    throw conflict(row.trial_key, { what: `epoch ${row.epoch}`, stored: before, found });
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
