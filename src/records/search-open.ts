/**
 * Opening a store of discoveries.
 */
import { LabError } from "../core/errors.ts";
import { prepareStoreFile, type StoreOptions, storeLocation } from "./location.ts";
import type { SearchStorage } from "./search-storage.ts";
import { SqlSearchStorage } from "./sql/search-store.ts";

/**
 * Opens a store: the path of a SQLite file, `sqlite:PATH`, `file:` URL, or `:memory:`.
 * `run` creates the file and its folder where there are none; `read` changes nothing.
 * A file that another program holds is waited for, see `patience.ts`.
 * Errors: `no-discovery` (nothing there to read) and those of `openStorage`.
 */
export async function openSearchStorage(target: string, options: StoreOptions): Promise<SearchStorage> {
  const location = storeLocation(target);
  if (location.kind === "postgres") throw notServed(location.address.place);
  const [{ openSqlite }, { discoveryFile }] = await Promise.all([
    import("./sqlite/database.ts"),
    import("./sqlite/search-schema.ts"),
  ]);
  if (location.kind === "memory")
    return new SqlSearchStorage(await openSqlite(discoveryFile, { ...options, path: ":memory:", mode: "run" }));
  const { path } = location;
  await prepareStoreFile(path, { mode: options.mode, missing: noDiscovery });
  return new SqlSearchStorage(await openSqlite(discoveryFile, { ...options, path }));
}

function noDiscovery(path: string): LabError {
  const sentence = `There is no discovery at ${path}: run \`npx lionlab discover\` first, or give its folder.`;
  return new LabError("no-discovery", sentence, { path });
}

function notServed(place: string): LabError {
  const sentence = `Cannot keep a discovery at ${place}: a server keeps studies only; give the path of a SQLite file with --storage.`;
  return new LabError("storage-unsupported", sentence, { location: place });
}
