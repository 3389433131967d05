/**
 * Which stored trials and searches were computed otherwise than they would be now, and what is said of them.
 */
import { models } from "../models/index.ts";
import { changesSince, type NumbersChange, type Revised } from "../models/revision.ts";
import type { TrialConfig } from "../records/records.ts";
import type { SearchConfig } from "../records/search-records.ts";
import { proxies } from "../tasks/proxies/index.ts";
import { type EngineUse, engineOf } from "./engine.ts";

/** What of a trial says when it was made. */
type DatedTrial = Pick<TrialConfig, "model" | "engine"> & EngineUse;

/** What changed the numbers of a trial since it was planned, oldest first; empty: it would be computed alike now. */
export function trialChanges(trial: DatedTrial): readonly NumbersChange[] {
  const { model, engine } = trial;
  return [...changesSince(named(models, model.name), model.revision), ...changesSince(engineOf(trial), engine)];
}

/** The same of a search; no change of the engine has touched one. */
export function searchChanges({ tasks }: SearchConfig): readonly NumbersChange[] {
  return [...new Set(tasks.flatMap(({ task, revision }) => changesSince(named(proxies, task), revision)))];
}

/** One sentence for the reader of results; null where all would be computed alike now. */
export function trialsNote(configs: readonly DatedTrial[]): string | null {
  const changes = configs.map(trialChanges).filter(({ length }) => length > 0);
  if (changes.length === 0) return null;
  const all = changes.length === configs.length;
  const which = `${all ? "These" : `${changes.length} of these ${configs.length}`} trials were`;
  return `${which} ${madeBefore(changes.flat())}. Running the study again trains new ones beside them and shows those.`;
}

/** The same of the searches of a discovery. */
export function searchesNote(configs: readonly SearchConfig[]): string | null {
  const changes = configs.flatMap(searchChanges);
  if (changes.length === 0) return null;
  return `These searches were ${madeBefore(changes)}. They are not gone on with; discover anew in another folder with --out.`;
}

/** `made before a max-pool …`, each change once. */
export function madeBefore(changes: readonly NumbersChange[]): string {
  return `made before ${[...new Set(changes.map(({ before }) => before))].join(", and before ")}`;
}

/** A member of a list; what the library does not know has no history. */
function named<T extends Revised & { readonly name: string }>(list: readonly T[], name: string): Revised {
  return list.find((one) => one.name === name) ?? {};
}
