/**
 * Opening a store of studies, wherever it lies.
 */
import { LabError } from "../core/errors.ts";
import { prepareStoreFile, type StoreOptions, storeLocation } from "./location.ts";
import type { SqlDatabase } from "./sql/session.ts";
import { SqlStorage } from "./sql/study-store.ts";
import type { StudyTables } from "./sql/tables.ts";
import type { Storage } from "./storage.ts";

/**
 * Opens a store: the path of a SQLite file, `sqlite:PATH`, `file:` URL, `:memory:`, or `postgresql://…`.
 * `run` creates it where there is none; `read` changes nothing. A file that another program holds is waited for, and a server that is gone, see `patience.ts`.
 * Errors: `no-study` (nothing there to read), `storage-unsupported` (an address of another kind of store), `storage-address`,
 * `storage-not-ours`, `storage-too-new`, `storage-unreachable`, `storage-read-only`, `disk-full`, `storage-damaged`, and those of a server (`postgres/database.ts`).
 */
export async function openStorage(target: string, options: StoreOptions): Promise<Storage> {
  const startReader = async () => (await import("./epoch-thread.ts")).startEpochThread(target);
  return new SqlStorage(await openDatabase(target, options), target === ":memory:" ? null : startReader);
}

/** Opens the database beneath a store of studies. Errors: as above. */
export async function openDatabase(target: string, options: StoreOptions): Promise<SqlDatabase<StudyTables>> {
  const location = storeLocation(target);
  if (location.kind === "postgres") {
    const [{ openPostgres }, { studySchema }] = await Promise.all([
      import("./postgres/database.ts"),
      import("./postgres/study-schema.ts"),
    ]);
    return openPostgres(location.address, { ...options, kind: studySchema(noStudy) });
  }
  const [{ openSqlite }, { studyFile }] = await Promise.all([
    import("./sqlite/database.ts"),
    import("./sqlite/schema.ts"),
  ]);
  if (location.kind === "memory") return openSqlite(studyFile, { ...options, path: ":memory:", mode: "run" });
  const { path } = location;
  await prepareStoreFile(path, { mode: options.mode, missing: noStudy });
  return openSqlite(studyFile, { ...options, path });
}

function noStudy(place: string): LabError {
  const sentence = `There is no study at ${place}: run \`npx lionlab compare\` first, or give its folder.`;
  return new LabError("no-study", sentence, { path: place });
}
