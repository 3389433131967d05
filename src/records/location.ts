/**
 * Where a store lies, as users say it.
 */
import { existsSync, type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { schemeOf } from "../core/address-scheme.ts";
import { LabError } from "../core/errors.ts";
import { makeFolder } from "../core/make-folder.ts";
import type { Patience } from "./patience.ts";
import { isPostgresAddress, type PostgresAddress, postgresAddress } from "./postgres/address.ts";
import { storageFault } from "./sqlite/faults.ts";

/** How a store is opened: `run` creates it where there is none; `read` changes nothing. */
export type StoreMode = "run" | "read";

/** How a store is opened, and how it waits where another program holds its file. */
export interface StoreOptions extends Patience {
  readonly mode: StoreMode;
}

/** Where a store lies. */
export type StoreLocation =
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "memory" }
  | { readonly kind: "postgres"; readonly address: PostgresAddress };

/**
 * Reads where a store lies: the path of a SQLite file, `sqlite:PATH`, a `file:` URL, `:memory:`, or `postgresql://…`.
 * Errors: `storage-unsupported` (an address of another kind of store), `storage-address`.
 */
export function storeLocation(target: string): StoreLocation {
  if (target === ":memory:") return { kind: "memory" };
  if (isPostgresAddress(target)) return { kind: "postgres", address: postgresAddress(target) };
  return { kind: "sqlite", path: pathOf(target) };
}

/** Whether a store lies outside of files, so that its address tells nothing of what there is. */
export function isServed(target: string): boolean {
  return isPostgresAddress(target);
}

/**
 * Makes a file's place ready. To run, its folder is made; to read, the file must be there, else the error is `missing`.
 * Errors: `storage-unreachable`, `storage-read-only`, `disk-full`.
 */
export async function prepareStoreFile(
  path: string,
  { mode, missing }: { readonly mode: StoreMode; readonly missing: (path: string) => LabError },
): Promise<void> {
  if (mode === "read" && !existsSync(path)) throw missing(path);
  refuseOtherThanFiles(path);
  if (mode === "run") await makeStoreFolder(dirname(path));
}

/** Opening a pipe would wait for its other end for ever; a folder or a device is no file to keep records in either. */
function refuseOtherThanFiles(path: string): void {
  for (const place of ["", "-wal", "-shm", "-journal", ".lock"].map((suffix) => `${path}${suffix}`)) {
    const found = statOf(place);
    if (found === null || found.isFile()) continue;
    const what = found.isDirectory() ? "a folder" : found.isFIFO() ? "a pipe" : "a device or socket";
    throw new LabError(
      "storage-unreachable",
      `Cannot open ${path}: ${place === path ? "it" : place} is ${what}, where a file is needed; give another file.`,
      { path: place },
    );
  }
}

/** Null where nothing is there, or nothing that may be seen: opening says why. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function pathOf(target: string): string {
  const scheme = schemeOf(target);
  if (scheme === null) return resolve(target);
  if (scheme === "sqlite") return resolve(target.slice("sqlite:".length).replace(/^\/\/(?=\/)/, ""));
  if (scheme === "file") return fileURLToPath(target);
  throw new LabError(
    "storage-unsupported",
    `Cannot keep records at ${scheme}: addresses; known are the path of a SQLite file, sqlite:PATH and postgresql://….`, // of which the rest may hold a password
    { scheme },
  );
}

async function makeStoreFolder(folder: string): Promise<void> {
  await makeFolder(folder).catch((error: NodeJS.ErrnoException) => {
    const errcode = { EROFS: 8, EACCES: 8, EPERM: 8, ENOSPC: 13 }[error.code ?? ""] ?? 14;
    throw storageFault({ errcode }, folder) ?? error;
  });
}
