/**
 * Which stored searches were computed otherwise than they would be now, and what is said of them; apart from trials, which know no proxies.
 */
import { changesSince, memberNamed, type NumbersChange } from "../models/revision.ts";
import type { SearchConfig } from "../records/search-records.ts";
import { proxies } from "../tasks/proxies/index.ts";
import { madeBefore } from "./outdated.ts";

/** What changed the numbers of a search since it was planned; no change of the engine has touched one. */
export function searchChanges({ tasks }: SearchConfig): readonly NumbersChange[] {
  return [...new Set(tasks.flatMap(({ task, revision }) => changesSince(memberNamed(proxies, task), revision)))];
}

/** One sentence for the reader of a discovery; null where all would be computed alike now. */
export function searchesNote(configs: readonly SearchConfig[]): string | null {
  const changes = configs.flatMap(searchChanges);
  if (changes.length === 0) return null;
  return `These searches were ${madeBefore(changes)}. They are not gone on with; discover anew in another folder with --out.`;
}
