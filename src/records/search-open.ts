/**
 * Opening a store of discoveries, wherever it lies.
 */
import { LabError } from "../core/errors.ts";
import { prepareStoreFile, type StoreOptions, storeLocation } from "./location.ts";
import type { SearchStorage } from "./search-storage.ts";
import { SqlSearchStorage } from "./sql/search-store.ts";
import type { SearchTables } from "./sql/search-tables.ts";
import type { SqlDatabase } from "./sql/session.ts";

/**
 * Opens a store: the path of a SQLite file, `sqlite:PATH`, `file:` URL, `:memory:`, or `postgresql://…`.
 * `run` creates it where there is none; `read` changes nothing. What is held or gone is waited for, see `openStorage`.
 * Errors: `no-discovery` (nothing there to read) and those of `openStorage`.
 */
export async function openSearchStorage(target: string, options: StoreOptions): Promise<SearchStorage> {
  return new SqlSearchStorage(await databaseAt(target, options));
}

async function databaseAt(target: string, options: StoreOptions): Promise<SqlDatabase<SearchTables>> {
  const location = storeLocation(target);
  if (location.kind === "postgres") {
    const [{ openPostgres }, { searchSchema }] = await Promise.all([
      import("./postgres/database.ts"),
      import("./postgres/search-schema.ts"),
    ]);
    return openPostgres(location.address, { ...options, kind: searchSchema(noDiscovery) });
  }
  const [{ openSqlite }, { discoveryFile }] = await Promise.all([
    import("./sqlite/database.ts"),
    import("./sqlite/search-schema.ts"),
  ]);
  if (location.kind === "memory") return openSqlite(discoveryFile, { ...options, path: ":memory:", mode: "run" });
  const { path } = location;
  await prepareStoreFile(path, { mode: options.mode, missing: noDiscovery });
  return openSqlite(discoveryFile, { ...options, path });
}

function noDiscovery(place: string): LabError {
  const sentence = `There is no discovery at ${place}: run \`npx lionlab discover\` first, or give its folder.`;
  return new LabError("no-discovery", sentence, { path: place });
}
