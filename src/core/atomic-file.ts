/**
 * Files that are there whole or not at all: written beside their place, flushed, then renamed over it.
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, lstat, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { LabError } from "./errors.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * Writes a file so that a reader, or a crash at any moment, sees the old content or the new and nothing between.
 * Missing folders are made. Pieces of text are written as they come, so that a large file need not be in memory as a whole. Errors: those of `explainFileError`; the old content then stays and nothing is left over.
 */
export async function writeFileAtomically(path: string, content: FileContent): Promise<void> {
  await placeAtomically(path, (temporary) => writeAndFlush(temporary, content));
}

/**
 * Makes a file or folder under a name of its own beside `path`, and moves it there when `make` is done; what was at `path` is replaced, a folder with
 * all that is in it. Missing folders above are made. Errors: those of `explainFileError`; nothing is left over then.
 */
export async function placeAtomically(path: string, make: (temporary: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `${temporaryPrefix(path)}${randomUUID()}`);
  try {
    await makeFolder(folder);
    await make(temporary);
    if (await isFolder(temporary)) await rm(path, { recursive: true, force: true }); // a folder is renamed over no other
    await rename(temporary, path);
    await flushFolder(folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw explainFileError(error, `write ${path}`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path)).isDirectory();
}

/** Removes what a killed writer of `path` left beside it. Only for the one process that writes the path. */
export async function removeLeftovers(path: string): Promise<void> {
  const prefix = temporaryPrefix(path);
  const names = await readdir(dirname(path)).catch(() => []);
  const left = names.filter((name) => name.startsWith(prefix));
  await Promise.all(left.map((name) => rm(join(dirname(path), name), { force: true })));
}

/**
 * Turns a failed file operation into a sentence; `attempted` reads as in "Could not <attempted>".
 * Codes: `disk-full`, `no-permission`, `no-such-file`, `not-a-folder`, `is-a-folder`. Other errors come back as they are.
 */
export function explainFileError(error: unknown, attempted: string): unknown {
  const errno = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = fileErrors[errno];
  if (known === undefined) return error;
  return new LabError(known.code, `Could not ${attempted}: ${known.sentence} (${errno})`, { attempted, errno });
}

const noPermission = {
  code: "no-permission",
  sentence: "this user may not write or read there. Choose another folder or change its permissions.",
};
const diskFull = {
  code: "disk-full",
  sentence: "the disk is full. Free some space and start again; nothing was lost.",
};

const fileErrors: { readonly [errno: string]: { readonly code: string; readonly sentence: string } } = {
  ENOSPC: diskFull,
  EDQUOT: { ...diskFull, sentence: "the disk quota is used up. Free some space and start again; nothing was lost." },
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: { ...noPermission, sentence: "the file system is read-only. Choose another folder." },
  ENOENT: { code: "no-such-file", sentence: "there is no such file or folder. Check the path." },
  ENOTDIR: { code: "not-a-folder", sentence: "a part of the path is a file and not a folder. Check the path." },
  EEXIST: { code: "not-a-folder", sentence: "a part of the path is a file and not a folder. Check the path." },
  EISDIR: { code: "is-a-folder", sentence: "there is a folder of this name. Check the path." },
};

function temporaryPrefix(path: string): string {
  return `.${basename(path)}.tmp-`;
}

/** Text, bytes, or pieces of text in their order, each of whole characters. */
export type FileContent = string | Uint8Array | Iterable<string>;

/** Bytes that are gathered from pieces before they are written. */
const gathered = 1 << 20;

async function writeAndFlush(path: string, content: FileContent): Promise<void> {
  const file = await open(path, "wx");
  try {
    if (typeof content === "string" || content instanceof Uint8Array) await file.writeFile(content);
    else await writePieces(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Pieces are encoded into one buffer, which is written whenever the next one may not fit. */
async function writePieces(file: FileHandle, pieces: Iterable<string>): Promise<void> {
  const buffer = Buffer.allocUnsafe(gathered);
  let used = 0;
  const flush = async (): Promise<void> => {
    await file.appendFile(buffer.subarray(0, used));
    used = 0;
  };
  for (const piece of pieces) {
    const most = 3 * piece.length; // bytes of UTF-8
    if (used + most > gathered) await flush();
    if (most > gathered) await file.appendFile(piece);
    else used += buffer.write(piece, used);
  }
  await flush();
}

/** Makes the rename itself survive a power cut; not every system can, and the content is safe without. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
