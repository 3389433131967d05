/**
 * What has changed in a study's file since a reader last looked, see `sqlite-change-table.ts`.
 */
import { configReader } from "../config-reader.ts";
import { recordOf } from "../epoch-rows.ts";
import type { StudyRecord } from "../records.ts";
import { checkedTrial, headOf } from "../rows.ts";
import type { StudyPulse } from "../run-progress.ts";
import { readProgress } from "../sqlite/progress.ts";
import type { Tables } from "../sqlite/schema.ts";
import type { ChangeCursor, StudyChanges, TrialHead } from "../storage.ts";
import { requireStored } from "../stored.ts";
import { studyOf, trialHeads } from "./reading.ts";
import type { StudyStatements } from "./study-queries.ts";

/** What a reader at `cursor` has not seen of a study; inside one transaction. Errors: `DamagedValue`. */
export function studyChanges(statements: StudyStatements, study: string, cursor: ChangeCursor | null): StudyChanges {
  const here = cursorOf(statements);
  const since = canTell(cursor, here) ? cursor.revision : null;
  return {
    cursor: here,
    whole: since === null,
    study: changedStudy(statements, study, since),
    trials: since === null ? trialHeads(statements, study) : changedHeads(statements, study, since),
    pulse: readProgress<StudyPulse>(statements, study),
  };
}

/** Where a file stands; a file without the table, which is only read, has no name and no revisions. */
function cursorOf(statements: StudyStatements): ChangeCursor {
  if (statements.hasChanges.get() === undefined) return { store: null, revision: 0 };
  const { key: store } = (statements.storeId.get() ?? {}) as { readonly key?: unknown };
  const { revision } = statements.lastRevision.get() as { readonly revision: unknown };
  requireStored(typeof store === "string" && Number.isSafeInteger(revision), "its table of changes");
  return { store: store as string, revision: revision as number };
}

/** Whether what has changed since `cursor` can be told of a file that stands at `here`: not of another, nor of an earlier state of it. */
function canTell(cursor: ChangeCursor | null, here: ChangeCursor): cursor is ChangeCursor {
  return cursor !== null && here.store !== null && cursor.store === here.store && cursor.revision <= here.revision;
}

function changedStudy(statements: StudyStatements, study: string, since: number | null): StudyRecord | null {
  const row = statements.study.get(study) as Tables["study"] | undefined;
  const same = since !== null && statements.changedStudy.get(study, since) === undefined;
  return row === undefined || same ? null : studyOf(statements, row);
}

function changedHeads(statements: StudyStatements, study: string, since: number): readonly TrialHead[] {
  const { changedTrials, epoch } = statements;
  const readConfig = configReader();
  return (changedTrials.all(study, since) as Tables["trial"][]).map((row) => {
    const best =
      row.best_epoch === null ? undefined : (epoch.get(row.key, row.best_epoch) as Tables["epoch"] | undefined);
    return headOf(checkedTrial(row), { config: readConfig(row), best: best === undefined ? null : recordOf(best) });
  });
}
