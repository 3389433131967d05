/**
 * Putting a run's files where they belong: whole or not at all, and never over what somebody else put there.
 */
import { lstat, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { placeAtomically } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import type { RunFormat, RunReading } from "./format.ts";

/** File of a folder that we wrote, which says so: `--force` removes no other folder. */
const markFile = "written-by-lionlab.json";

/**
 * Writes a run in a format. `shown`: the path for sentences; `force`: replace what was written there before.
 * Errors: `output-exists`, those of `explainFileError` and of the store.
 */
export async function writeFormat(
  format: RunFormat,
  run: RunReading,
  { path, shown, force }: { readonly path: string; readonly shown: string; readonly force: boolean },
): Promise<void> {
  await refuseWhatIsThere(format, { path, shown, force });
  await placeAtomically(path, async (place) => {
    if (format.form === "file") return format.write(run, place);
    await mkdir(place);
    await format.write(run, place);
    await writeFile(join(place, markFile), `${JSON.stringify({ format: format.name, study: run.study.name })}\n`);
  });
}

/** Errors: `output-exists`. */
async function refuseWhatIsThere(
  { form }: RunFormat,
  { path, shown, force }: { readonly path: string; readonly shown: string; readonly force: boolean },
): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return;
  const refusal = (sentence: string): LabError =>
    new LabError("output-exists", `Cannot write ${shown}: ${sentence}`, { path: shown });
  if (found.isDirectory() !== (form === "folder"))
    throw refusal(`this format is a ${form}, and something else is there. Give another place with --out.`);
  if (form === "folder") {
    const names = await readdir(path);
    if (names.length > 0 && !names.includes(markFile))
      throw refusal("the folder there is none that lionlab wrote. Give another place with --out.");
    if (names.length === 0) return;
  }
  if (!force) throw refusal("it is there already. Replace it with --force, or give another place with --out.");
}
