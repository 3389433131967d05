/**
 * Writes exported code where it does not overwrite what somebody wrote.
 *
 * The text of an export is the same each time, so a file that is there is either that text, or of another program or version, or was edited;
 * which of these cannot be told, so all but the first are refused.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";

/** A file to be written. `shown`: its path as it was given. */
export interface ExportFile {
  readonly shown: string;
  readonly content: string | Uint8Array;
}

/** Writes all files or none. `folder`: what paths are of. Errors: `file-exists` where other text is there and `force` is false. */
export async function writeExports(
  files: readonly ExportFile[],
  { folder, force }: { readonly folder: string; readonly force: boolean },
): Promise<void> {
  const missing: ExportFile[] = [];
  for (const file of files) {
    const present = await readFile(resolve(folder, file.shown)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (present?.equals(typeof file.content === "string" ? Buffer.from(file.content) : file.content)) continue;
    if (present !== null && !force) {
      throw new LabError(
        "file-exists",
        `${printable(file.shown)} exists and holds other text, which may be your own; give another --out, or --force to replace it.`,
        { path: file.shown },
      );
    }
    missing.push(file);
  }
  for (const { shown, content } of missing) await writeFileAtomically(resolve(folder, shown), content);
}
