/**
 * Opening a store by path or URL.
 */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError } from "../core/errors.ts";
import { makeFolder } from "../core/make-folder.ts";
import { openSqlite } from "./sqlite.ts";
import { storageFault } from "./sqlite-engine.ts";
import type { Storage } from "./storage.ts";

/**
 * Opens a store: the path of a SQLite file, `sqlite:PATH`, `file:` URL, or `:memory:`.
 * `run` creates the file and its folder where there are none; `read` changes nothing.
 * Errors: `no-study` (nothing there to read), `storage-unsupported` (an address of another kind of store),
 * `storage-not-ours`, `storage-too-new`, `storage-unreachable`, `storage-read-only`, `disk-full`, `storage-damaged`.
 */
export async function openStorage(target: string, { mode }: { readonly mode: "run" | "read" }): Promise<Storage> {
  const path = pathOf(target);
  if (path === ":memory:") return openSqlite(path, { mode: "run" });
  if (mode === "read" && !existsSync(path))
    throw new LabError("no-study", `There is no study at ${path}: run \`lionlab compare\` first, or give its folder.`, {
      path,
    });
  if (mode === "run") await makeStoreFolder(dirname(path));
  return openSqlite(path, { mode });
}

function pathOf(target: string): string {
  if (target === ":memory:") return target;
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(target)?.[1]?.toLowerCase();
  if (scheme === undefined) return resolve(target);
  if (scheme === "sqlite") return resolve(target.slice("sqlite:".length).replace(/^\/\/(?=\/)/, ""));
  if (scheme === "file") return fileURLToPath(target);
  const isPostgres = scheme === "postgres" || scheme === "postgresql";
  throw new LabError(
    "storage-unsupported",
    isPostgres
      ? `Cannot keep records in ${scheme}: several machines on one PostgreSQL server are not supported yet; give the path of a SQLite file.`
      : `Cannot keep records at ${target}: known are the path of a SQLite file and sqlite:PATH.`,
    { target },
  );
}

async function makeStoreFolder(folder: string): Promise<void> {
  await makeFolder(folder).catch((error: NodeJS.ErrnoException) => {
    const errcode = { EROFS: 8, EACCES: 8, EPERM: 8, ENOSPC: 13 }[error.code ?? ""] ?? 14;
    throw storageFault({ errcode }, folder) ?? error;
  });
}
