/**
 * Which stored trials were computed otherwise than they would be now, and what is said of them.
 */
import { models } from "../models/index.ts";
import { changesSince, memberNamed, type NumbersChange } from "../models/revision.ts";
import type { TrialConfig } from "../records/records.ts";
import { type EngineUse, engineOf } from "./engine.ts";

/** What of a trial says when it was made. */
type DatedTrial = Pick<TrialConfig, "model" | "engine"> & EngineUse;

/** What changed the numbers of a trial since it was planned, oldest first; empty: it would be computed alike now. */
export function trialChanges(trial: DatedTrial): readonly NumbersChange[] {
  const { model, engine } = trial;
  return [...changesSince(memberNamed(models, model.name), model.revision), ...changesSince(engineOf(trial), engine)];
}

/** One sentence for the reader of results; null where all would be computed alike now. */
export function trialsNote(configs: readonly DatedTrial[]): string | null {
  const changes = configs.map(changesOnce()).filter(({ length }) => length > 0);
  if (changes.length === 0) return null;
  const all = changes.length === configs.length;
  const which = `${all ? "These" : `${changes.length} of these ${configs.length}`} trials were`;
  return `${which} ${madeBefore(changes.flat())}. Running the study again trains new ones beside them and shows those.`;
}

/** `trialChanges`, once for trials that share their parts, as those of one listing do (`records/config-reader.ts`). */
function changesOnce(): typeof trialChanges {
  const known = new Map<object, { readonly trial: DatedTrial; readonly changes: readonly NumbersChange[] }>();
  return (trial) => {
    const earlier = known.get(trial.optimizer);
    if (earlier !== undefined && sharesParts(earlier.trial, trial)) return earlier.changes;
    const changes = trialChanges(trial);
    known.set(trial.optimizer, { trial, changes });
    return changes;
  };
}

function sharesParts(a: DatedTrial, b: DatedTrial): boolean {
  const parts = ["optimizer", "training", "model", "data", "device", "engine"] satisfies (keyof DatedTrial)[];
  return parts.every((part) => a[part] === b[part]);
}

/** `made before a max-pool …`, each change once. */
export function madeBefore(changes: readonly NumbersChange[]): string {
  return `made before ${[...new Set(changes.map(({ before }) => before))].join(", and before ")}`;
}
