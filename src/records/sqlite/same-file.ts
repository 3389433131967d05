/**
 * Whether a store's file is still the one that was opened. An engine goes on writing to a file that was deleted or replaced, and all
 * that it writes is gone when it ends.
 */
import { statSync } from "node:fs";
import { LabError } from "../../core/errors.ts";

/** Notes which file lies at a path; the function that is returned fails once it is another or none. Errors: `storage-gone`. */
export function sameFile(path: string): () => void {
  const opened = fileIdentity(path);
  return () => {
    if (opened === null || fileIdentity(path) === opened) return;
    throw new LabError(
      "storage-gone",
      `${path} was removed or replaced while it was written, and what it held is not there any more: run the same command again.`,
      { path },
    );
  };
}

/** What tells a file from another at the same path; null where none is. */
export function fileIdentity(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}

/** Names what a store's file and what is written beside it hold: another where any of it was written again. */
export function fileVersion(path: string): string {
  const parts = [path, `${path}-wal`].map((file) => {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? "none" : `${found.ino}:${found.size}:${found.mtimeNs}`;
  });
  return parts.join(" ");
}
