/**
 * What a store of studies does with several queries, and the refusals of its laws.
 */

import { asFarAs } from "../../core/as-far-as.ts";
import { InternalError, LabError } from "../../core/errors.ts";
import { differencesText } from "../differences.ts";
import { recordOf } from "../epoch-rows.ts";
import { plannedRow } from "../rows.ts";
import type { PlannedTrial } from "../storage.ts";
import { inParts } from "./in-parts.ts";
import type { StudyAccess } from "./study-access.ts";
import type { StudyTables } from "./tables.ts";

type TrialRow = StudyTables["trial"];
type EpochRow = StudyTables["epoch"];
type MemberRow = Pick<StudyTables["study_trial"], "trial_key" | "label">;

/** Keys of a study's trials in its order. */
export async function memberKeys({ session, queries }: StudyAccess, study: string): Promise<readonly string[]> {
  return (await session.rows(queries.memberKeys({ study }))).map((row) => row.trial_key);
}

/** Makes trials the members of a study, in their order and under their labels; nothing where they are. */
export async function putMembers(
  { session, queries }: StudyAccess,
  study: string,
  trials: readonly PlannedTrial[],
): Promise<void> {
  const known = await session.rows(queries.members({ study }));
  const same = ({ trial_key, label }: MemberRow, i: number): boolean =>
    trial_key === trials[i]?.key && label === trials[i]?.config.optimizer.label;
  if (known.length === trials.length && known.every(same)) return;
  await session.run(queries.clearMembers({ study }));
  const rows = trials.map(({ key, config }, position) => ({
    study,
    position,
    trial_key: key,
    label: config.optimizer.label,
  }));
  for (const part of inParts(rows)) await session.run(queries.putMembers(part));
}

/** Makes trials the last members of a study, in their order; those that are members stay where they are. */
export async function addMembers(access: StudyAccess, study: string, trials: readonly PlannedTrial[]): Promise<void> {
  const { session, queries } = access;
  const known = new Set(await memberKeys(access, study));
  const rows: StudyTables["study_trial"][] = [];
  for (const { key, config } of trials) {
    if (known.has(key)) continue;
    rows.push({ study, position: known.size, trial_key: key, label: config.optimizer.label });
    known.add(key);
  }
  for (const part of inParts(rows)) await session.run(queries.putMembers(part));
}

/** Adds the trials that are new, as planned. `known`: keys of those that are there. */
export async function putTrials(
  { session, queries }: StudyAccess,
  trials: readonly PlannedTrial[],
  known: ReadonlySet<string>,
): Promise<void> {
  const added = new Map(trials.filter(({ key }) => !known.has(key)).map((trial) => [trial.key, plannedRow(trial)]));
  for (const part of inParts([...added.values()])) await session.run(queries.putTrials(part));
}

/** The row of a trial that was planned. */
export async function trialRow({ session, queries }: StudyAccess, key: string): Promise<TrialRow> {
  const [row] = await session.rows(queries.trial({ key }));
  if (row === undefined) throw new InternalError(`trial ${key} was touched before it was planned`);
  return row;
}

/** An epoch that is stored already must be the same again, as far as the version that stored it measured it; timings may differ. */
export async function refuseOtherEpoch({ session, queries }: StudyAccess, row: EpochRow): Promise<void> {
  const [stored] = await session.rows(queries.epoch(row));
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
    `Trial ${key} computed another ${what} than the one that is stored, which stays: ${differencesText(data.stored, data.found)}. The machine or a version has changed since; to compute all anew, run into another store (--out, --storage).`,
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
