/**
 * Writes exported code where it does not overwrite what somebody wrote.
 *
 * The text of an export is the same each time, so a file that is there is either that text, or of another program or version, or was edited;
 * which of these cannot be told, so all but the first are refused.
 */
import { readFile } from "node:fs/promises";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";

/** Writes text or bytes. `shown`: the path as it was given. Errors: `file-exists` where other text is there and `force` is false. */
export async function writeExport(
  path: string,
  content: string | Uint8Array,
  { shown, force }: { readonly shown: string; readonly force: boolean },
): Promise<void> {
  const present = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (present?.equals(typeof content === "string" ? Buffer.from(content) : content)) return;
  if (present !== null && !force) {
    throw new LabError(
      "file-exists",
      `${printable(shown)} exists and holds other text, which may be your own; give another --out, or --force to replace it.`,
      { path: shown },
    );
  }
  await writeFileAtomically(path, content);
}
