/**
 * A file that arrives in pieces, over several tries: its beginning is kept beside its place until all of it is there.
 *
 * The beginning is named after the process that writes it, so that two processes never write one file; what a process that is
 * gone has left is taken over.
 */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { explainFileError } from "../core/atomic-file.ts";
import { makeFolder } from "../core/make-folder.ts";

/** A beginning that this process owns. */
export interface PartialFile {
  /** Bytes that are there. */
  size(): Promise<number>;
  /** Adds pieces at the end; with `restart`, in place of what is there. Errors: `disk-full` and the like. */
  append(pieces: AsyncIterable<Uint8Array>, options: { readonly restart: boolean }): Promise<void>;
  /** SHA-256 of what is there. */
  sha256(): Promise<string>;
  /** Puts the whole file in its place. */
  land(): Promise<void>;
  discard(): Promise<void>;
}

/** The beginning of the file at `path`, perhaps empty. Errors: `no-permission` and the like. */
export async function openPartialFile(path: string): Promise<PartialFile> {
  const own = `${path}.part-${process.pid}`;
  try {
    await makeFolder(dirname(path));
    await takeOver(path, own);
  } catch (error) {
    throw explainFileError(error, `write ${path}`);
  }
  return {
    size: () => sizeOf(own),
    append: (pieces, { restart }) => appendPieces(own, pieces, restart),
    sha256: () => sha256Of(own),
    async land() {
      await rename(own, path).catch((error: unknown) => {
        throw explainFileError(error, `write ${path}`);
      });
    },
    discard: () => rm(own, { force: true }),
  };
}

/** SHA-256 of a file's content, read in pieces. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest("hex");
}

async function takeOver(path: string, own: string): Promise<void> {
  const prefix = `${basename(path)}.part-`;
  for (const name of await readdir(dirname(path))) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (!Number.isInteger(pid) || pid === process.pid || isAlive(pid)) continue;
    await rename(join(dirname(path), name), own).catch(() => undefined); // another process was faster
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // sends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function appendPieces(path: string, pieces: AsyncIterable<Uint8Array>, restart: boolean): Promise<void> {
  const file = await open(path, restart ? "w" : "a").catch((error: unknown) => {
    throw explainFileError(error, `write ${path}`);
  });
  try {
    for await (const piece of pieces) {
      await file.appendFile(piece).catch((error: unknown) => {
        throw explainFileError(error, `write ${path}`);
      });
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
