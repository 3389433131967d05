/**
 * Which stored trials were computed otherwise than they would be now, and what is said of them.
 */
import { oncePer } from "../core/once.ts";
import { models } from "../models/index.ts";
import { changesSince, memberNamed, type NumbersChange } from "../models/revision.ts";
import type { TrialConfig } from "../records/records.ts";
import { type EngineUse, engineOf } from "./engine-revision.ts";

/** What of a trial says when it was made. */
type DatedTrial = Pick<TrialConfig, "model" | "engine"> & EngineUse;

/** What changed the numbers of a trial since it was planned, oldest first; empty: it would be computed alike now. */
export function trialChanges(trial: DatedTrial): readonly NumbersChange[] {
  const { model, engine } = trial;
  return [...changesSince(memberNamed(models, model.name), model.revision), ...changesSince(engineOf(trial), engine)];
}

/** One sentence for the reader of results; null where all would be computed alike now. */
export function trialsNote(configs: readonly DatedTrial[]): string | null {
  const parts = ["optimizer", "training", "model", "data", "device", "engine"] satisfies (keyof DatedTrial)[];
  const changesOf = oncePer<DatedTrial, readonly NumbersChange[]>(parts, trialChanges); // trials of a listing share them
  const changes = configs.map(changesOf).filter(({ length }) => length > 0);
  if (changes.length === 0) return null;
  const all = changes.length === configs.length;
  const which = `${all ? "These" : `${changes.length} of these ${configs.length}`} trials were`;
  return `${which} ${madeBefore(changes.flat())}. Running the study again trains new ones beside them and shows those.`;
}

/** `made before a max-pool …`, each change once. */
export function madeBefore(changes: readonly NumbersChange[]): string {
  return `made before ${[...new Set(changes.map(({ before }) => before))].join(", and before ")}`;
}
