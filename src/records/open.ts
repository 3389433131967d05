/**
 * Opening a store of studies by path or URL.
 */
import { LabError } from "../core/errors.ts";
import { type StoreOptions, storePath } from "./location.ts";
import { SqlStorage } from "./sql/study-store.ts";
import { openSqlite } from "./sqlite/database.ts";
import { studyFile } from "./sqlite/schema.ts";
import type { Storage } from "./storage.ts";

/**
 * Opens a store: the path of a SQLite file, `sqlite:PATH`, `file:` URL, or `:memory:`.
 * `run` creates the file and its folder where there are none; `read` changes nothing.
 * A file that another program holds is waited for, see `patience.ts`.
 * Errors: `no-study` (nothing there to read), `storage-unsupported` (an address of another kind of store),
 * `storage-not-ours`, `storage-too-new`, `storage-unreachable`, `storage-read-only`, `disk-full`, `storage-damaged`.
 */
export async function openStorage(target: string, options: StoreOptions): Promise<Storage> {
  const path = await storePath(target, { mode: options.mode, missing: noStudy });
  const mode = path === ":memory:" ? "run" : options.mode;
  return new SqlStorage(await openSqlite(studyFile, { ...options, path, mode }));
}

function noStudy(path: string): LabError {
  const sentence = `There is no study at ${path}: run \`npx lionlab compare\` first, or give its folder.`;
  return new LabError("no-study", sentence, { path });
}
