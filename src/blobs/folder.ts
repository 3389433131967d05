/**
 * Blobs in a folder, of this machine or one that machines share: a file each, sealed at its end (`core/sealed-bytes.ts`), placed by a rename.
 */
import { type FileHandle, lstat, open, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { explainFileError, placeAtomically } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { sealOf, unseal } from "../core/sealed-bytes.ts";
import { type BlobStore, checkKey, checkPrefix } from "./blob-store.ts";
import { damagedBlob, wrongSum } from "./faults.ts";

/** The folder is made with the first blob. */
export function folderBlobs(folder: string): BlobStore {
  const location = pathToFileURL(folder).href;
  const pathOf = (key: string): string => {
    checkKey(key);
    return join(folder, ...key.split("/"));
  };
  return {
    location,
    async put(key, bytes) {
      const path = pathOf(key);
      await again(() => placeAtomically(path, (temporary) => writeSealed(temporary, bytes)));
      await removeOldLeftovers(path);
    },
    async get(key) {
      const path = pathOf(key);
      const sealed = await readWhole(path);
      if (sealed === null) return null;
      const content = unseal(sealed);
      if (content === null) throw damagedBlob(key, { location, found: "its end is missing" });
      if (content === "damaged") throw damagedBlob(key, { location, found: wrongSum });
      return content;
    },
    async has(key) {
      const path = pathOf(key);
      return lstat(path).then(
        (found) => found.isFile(),
        (error) => !isAbsent(error, path),
      );
    },
    async delete(key) {
      await remove(pathOf(key));
    },
    async list(prefix) {
      checkPrefix(prefix);
      return (await keysIn(folder, prefix)).sort();
    },
    async clear(prefix) {
      checkPrefix(prefix);
      await remove(join(folder, prefix));
    },
    async close() {},
  };
}

async function writeSealed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.appendFile(sealOf(bytes));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Null where there is no file. In pieces, for one read takes no more than 2 GiB. */
async function readWhole(path: string): Promise<Uint8Array | null> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    isAbsent(error, path);
    return null;
  }
  try {
    const bytes = Buffer.allocUnsafe((await file.stat()).size);
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, 2 ** 30));
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  } catch (error) {
    throw explainFileError(error, `read ${path}`);
  } finally {
    await file.close();
  }
}

/** True where there is nothing at a path; every other error is thrown. */
function isAbsent(error: unknown, path: string): true {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
  throw explainFileError(error, `read ${path}`);
}

/** Files below a prefix; what is hidden is a writer's, who may still be at it. */
async function keysIn(folder: string, prefix: string): Promise<string[]> {
  const path = join(folder, prefix);
  const entries = await readdir(path, { withFileTypes: true }).catch((error) => isAbsent(error, path) && []);
  const found = entries.filter(({ name }) => !name.startsWith("."));
  const below = found.filter((entry) => entry.isDirectory()).map(({ name }) => keysIn(folder, `${prefix}${name}/`));
  return [
    ...found.filter((entry) => entry.isFile()).map(({ name }) => `${prefix}${name}`),
    ...(await Promise.all(below)).flat(),
  ];
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((error) => {
    throw explainFileError(error, `remove ${path}`);
  });
}

/** Does it again where what it needs was removed meanwhile, by another machine that cleared the prefix. */
async function again(work: () => Promise<void>, times = 3): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (times === 1 || !(error instanceof LabError) || error.code !== "no-such-file") throw error;
    await again(work, times - 1);
  }
}

/** Longest time that a writer may take between two writes to its file, in milliseconds. */
const longestPause = 3_600_000;

/** Removes what killed writers left beside a file that was just written; by the clock of who keeps the files, as machines' clocks may differ. */
async function removeOldLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  const ageOf = async (file: string): Promise<number> => (await lstat(file)).mtimeMs;
  try {
    const left = (await readdir(folder)).filter((name) => /^\..*\.tmp-/.test(name)).map((name) => join(folder, name));
    for (const file of left)
      if ((await ageOf(path)) - (await ageOf(file)) > longestPause) await rm(file, { force: true });
  } catch {
    // They were removed meanwhile; the next writer looks again.
  }
}
