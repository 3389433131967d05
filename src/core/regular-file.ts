/**
 * Reading whole files that a user named. Only regular files are opened: a named pipe or a device could wait for ever.
 */
import type { Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { explainFileError } from "./atomic-file.ts";
import { LabError } from "./errors.ts";
import { printable } from "./printable.ts";

/**
 * The bytes of a file; links are followed. `attempted` reads as in "Could not <attempted>".
 * Errors: `not-a-file` for a folder, a pipe, a device or a socket; those of `explainFileError`.
 */
export async function readRegularFile(path: string, attempted: string): Promise<Uint8Array> {
  try {
    checkRegular(await stat(path), attempted);
    return await readFile(path);
  } catch (error) {
    throw explainFileError(error, printable(attempted));
  }
}

/** Errors: `not-a-file`, as `readRegularFile`. */
export function checkRegular(stats: Stats, attempted: string): void {
  const kind = otherKind(stats);
  if (kind === null) return;
  throw new LabError(
    "not-a-file",
    `Could not ${printable(attempted)}: it is ${kind}, and a regular file is needed. Check the path.`,
    { kind },
  );
}

/** What something is that is no regular file; null for one. */
function otherKind(stats: Stats): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a named pipe";
  return stats.isSocket() ? "a socket" : "a device";
}
