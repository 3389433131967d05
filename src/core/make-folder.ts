/**
 * Folders that may be missing, with those above them. `mkdir` with `recursive` would do, did it not spin for ever on a path
 * below /proc, where making a folder fails as if its parent were missing.
 */
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes `folder` and what is missing above it; a folder that is there is fine. Errors: those of the file system. */
export async function makeFolder(folder: string): Promise<void> {
  const errno = await tryMake(folder);
  if (errno === null) return;
  const above = dirname(folder);
  if (errno.code !== "ENOENT" || above === folder) throw errno;
  await makeFolder(above);
  const again = await tryMake(folder);
  if (again !== null) throw again;
}

/** Null when the folder is there afterwards, whoever made it. */
async function tryMake(folder: string): Promise<NodeJS.ErrnoException | null> {
  try {
    await mkdir(folder);
    return null;
  } catch (error) {
    const errno = error as NodeJS.ErrnoException;
    return errno.code === "EEXIST" && (await isFolder(folder)) ? null : errno;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
