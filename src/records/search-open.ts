/**
 * Opening a store of discoveries by path or URL.
 */
import { LabError } from "../core/errors.ts";
import { type StoreOptions, storePath } from "./location.ts";
import type { SearchStorage } from "./search-storage.ts";
import { SqlSearchStorage } from "./sql/search-store.ts";
import { openSqlite } from "./sqlite/database.ts";
import { discoveryFile } from "./sqlite/search-schema.ts";

/**
 * Opens a store: the path of a SQLite file, `sqlite:PATH`, `file:` URL, or `:memory:`.
 * `run` creates the file and its folder where there are none; `read` changes nothing.
 * A file that another program holds is waited for, see `patience.ts`.
 * Errors: `no-discovery` (nothing there to read) and those of `openStorage`.
 */
export async function openSearchStorage(target: string, options: StoreOptions): Promise<SearchStorage> {
  const path = await storePath(target, { mode: options.mode, missing: noDiscovery });
  const mode = path === ":memory:" ? "run" : options.mode;
  return new SqlSearchStorage(await openSqlite(discoveryFile, { ...options, path, mode }));
}

function noDiscovery(path: string): LabError {
  const sentence = `There is no discovery at ${path}: run \`npx lionlab discover\` first, or give its folder.`;
  return new LabError("no-discovery", sentence, { path });
}
