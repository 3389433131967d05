/**
 * Opening a store of discoveries by path or URL.
 */
import { LabError } from "../core/errors.ts";
import { type StoreOptions, storePath } from "./location.ts";
import type { SearchStorage } from "./search-storage.ts";
import { openSearchSqlite } from "./sqlite/search.ts";

/**
 * Opens a store: the path of a SQLite file, `sqlite:PATH`, `file:` URL, or `:memory:`.
 * `run` creates the file and its folder where there are none; `read` changes nothing.
 * A file that another program holds is waited for, see `patience.ts`.
 * Errors: `no-discovery` (nothing there to read) and those of `openStorage`.
 */
export async function openSearchStorage(target: string, options: StoreOptions): Promise<SearchStorage> {
  const path = await storePath(target, { mode: options.mode, missing: noDiscovery });
  return openSearchSqlite(path, { ...options, mode: path === ":memory:" ? "run" : options.mode });
}

function noDiscovery(path: string): LabError {
  const sentence = `There is no discovery at ${path}: run \`npx lionlab discover\` first, or give its folder.`;
  return new LabError("no-discovery", sentence, { path });
}
