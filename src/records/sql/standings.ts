/** How the studies of a store stand: counts of the database's, for there may be a hundred thousand trials. */
import type { TrialState } from "../records.ts";
import { stateOf } from "../rows.ts";
import type { StudyPulse } from "../run-progress.ts";
import type { StudyStanding } from "../storage.ts";
import { requireStored } from "../stored.ts";
import { hasColumn } from "./older-files.ts";
import { readProgress } from "./progress.ts";
import type { StudyAccess } from "./study-access.ts";

/** All studies, by name; inside one transaction. Errors: `DamagedValue`. */
export async function studyStandings(access: StudyAccess): Promise<readonly StudyStanding[]> {
  const { session, queries } = access;
  const told = await hasColumn(access, "progress", "owner");
  const counts = await session.rows(queries.stateCounts({}));
  const standings: StudyStanding[] = [];
  for (const { name } of await session.rows(queries.studies({}))) {
    const trials = new Map<TrialState, number>();
    for (const { study, state, trials: many } of counts) {
      if (study !== name) continue;
      requireStored(state !== null, `the trials of ${name}`);
      trials.set(stateOf(state!, `of ${name}`), many);
    }
    standings.push({ name, trials, pulse: told ? await readProgress<StudyPulse>(access, name) : null });
  }
  return standings;
}
