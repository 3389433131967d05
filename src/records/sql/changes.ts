/**
 * What has changed in a study since a reader last looked. Triggers of the database count it, with whatever is written.
 */
import { configReader } from "../config-reader.ts";
import { recordOf } from "../epoch-rows.ts";
import type { StudyRecord } from "../records.ts";
import { checkedTrial, headOf } from "../rows.ts";
import type { StudyPulse } from "../run-progress.ts";
import type { ChangeCursor, StudyChanges, TrialHead } from "../storage.ts";
import { requireStored } from "../stored.ts";
import { hasColumn } from "./older-files.ts";
import { readProgress } from "./progress.ts";
import { studyOf, trialHeads } from "./reading.ts";
import type { StudyAccess } from "./study-access.ts";

/** What a reader at `cursor` has not seen of a study; inside one transaction. Errors: `DamagedValue`. */
export async function studyChanges(
  access: StudyAccess,
  study: string,
  cursor: ChangeCursor | null,
): Promise<StudyChanges> {
  const here = await cursorOf(access);
  const since = canTell(cursor, here) ? cursor.revision : null;
  return {
    cursor: here,
    whole: since === null,
    study: await changedStudy(access, study, since),
    trials: since === null ? await trialHeads(access, study) : await changedHeads(access, study, since),
    pulse: (await hasColumn(access, "progress", "owner")) ? await readProgress<StudyPulse>(access, study) : null,
  };
}

/** Where a store stands; a file without the table, which is only read, has no name and no revisions. */
export async function cursorOf(access: StudyAccess): Promise<ChangeCursor> {
  const { session, queries } = access;
  if (!(await hasColumn(access, "change", "revision"))) return { store: null, revision: 0 };
  const store = (await session.rows(queries.storeId({})))[0]?.key;
  const revision = (await session.rows(queries.lastRevision({})))[0]?.revision;
  requireStored(typeof store === "string" && Number.isSafeInteger(revision), "its table of changes");
  return { store: store as string, revision: revision as number };
}

/** Whether what has changed since `cursor` can be told of a store that stands at `here`: not of another, nor of an earlier state of it. */
function canTell(cursor: ChangeCursor | null, here: ChangeCursor): cursor is ChangeCursor {
  return cursor !== null && here.store !== null && cursor.store === here.store && cursor.revision <= here.revision;
}

async function changedStudy(access: StudyAccess, study: string, since: number | null): Promise<StudyRecord | null> {
  const { session, queries } = access;
  const [row] = await session.rows(queries.study({ study }));
  const same = since !== null && (await session.rows(queries.changedStudy({ study, since }))).length === 0;
  return row === undefined || same ? null : studyOf(access, row);
}

async function changedHeads(
  { session, queries }: StudyAccess,
  study: string,
  since: number,
): Promise<readonly TrialHead[]> {
  const readConfig = configReader();
  const heads: TrialHead[] = [];
  for (const row of await session.rows(queries.changedTrials({ study, since }))) {
    const [best] =
      row.best_epoch === null ? [] : await session.rows(queries.epoch({ trial_key: row.key, epoch: row.best_epoch }));
    heads.push(
      headOf(checkedTrial(row), { config: readConfig(row), best: best === undefined ? null : recordOf(best) }),
    );
  }
  return heads;
}
