/**
 * The files of an import: those that are read, and the store of the run that is made.
 */
import { existsSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { LabError } from "../core/errors.ts";
import type { ImportedRecords } from "../imports/imported-study.ts";
import type { GivenFile } from "../imports/read-foreign.ts";
import { saveImport } from "../imports/save-import.ts";
import { openStorage } from "../records/open.ts";
import { studyStoreFile } from "../records/store-files.ts";
import type { Terminal } from "./terminal.ts";

/** Bytes up to which a file is read: above, it is no log of figures. */
const mostBytes = 512 * 1024 * 1024;

/** Reads a file of another tool, and the settings that stand beside it. Errors: `unreadable-file`. */
export async function givenFile(path: string, { cwd }: Pick<Terminal, "cwd">): Promise<GivenFile> {
  const place = resolve(cwd, path);
  const beside = join(dirname(place), "hparams.json");
  return {
    path,
    place,
    bytes: await bytesOf(place, path),
    ...(existsSync(beside) ? { hyperparameters: (await bytesOf(beside, beside)).toString("utf8") } : {}),
  };
}

async function bytesOf(place: string, shown: string): Promise<Buffer> {
  try {
    const handle = await open(place, 0x800); // O_NONBLOCK: a pipe is refused and not waited for
    try {
      const found = await handle.stat();
      if (found.isDirectory()) throw unreadable(shown, "it is a folder; give the files in it");
      if (!found.isFile()) throw unreadable(shown, "it is no file");
      if (found.size > mostBytes) throw unreadable(shown, "it has more than 512 MiB");
    } finally {
      await handle.close();
    }
    return await readFile(place);
  } catch (error) {
    if (error instanceof LabError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw unreadable(
      shown,
      code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "permission is denied" : message,
    );
  }
}

function unreadable(path: string, reason: string): LabError {
  return new LabError("unreadable-file", `Cannot read the runs in ${path}: ${reason}.`, { path });
}

/** Writes the run. Errors: `run-exists` where the folder holds a run already; those of a store. */
export async function saveRun(
  records: ImportedRecords,
  { folder, cwd }: { readonly folder: string; readonly cwd: string },
): Promise<void> {
  const place = join(resolve(cwd, folder), studyStoreFile);
  if (existsSync(place)) {
    throw new LabError(
      "run-exists",
      `An import makes a new run, but ${folder} holds one already. Give another folder with --out, or another name with --name.`,
      { folder },
    );
  }
  const storage = await openStorage(place, { mode: "run" });
  try {
    await saveImport(records, storage);
  } finally {
    await storage.close();
  }
}
