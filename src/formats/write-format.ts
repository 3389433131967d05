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

/** Where something is written: `shown` is the path for sentences; `force`: replace what was written there before. */
export interface OutputPlace {
  readonly path: string;
  readonly shown: string;
  readonly force: boolean;
}

/** Writes a run in a format. Errors: those of `writeWhole` and of the store. */
export async function writeFormat(format: RunFormat, run: RunReading, place: OutputPlace): Promise<void> {
  const { form, name } = format;
  await writeWhole(
    async (to) => {
      if (form === "file") return format.write(run, to);
      await mkdir(to);
      await format.write(run, to);
      await writeFile(join(to, markFile), `${JSON.stringify({ format: name, study: run.study.name })}\n`);
    },
    { ...place, form },
  );
}

/** Writes a file, or a folder with our mark, whole or not at all. Errors: `output-exists`, those of `explainFileError`. */
export async function writeWhole(
  write: (to: string) => Promise<void>,
  place: OutputPlace & { readonly form: RunFormat["form"] },
): Promise<void> {
  await refuseWhatIsThere(place);
  await placeAtomically(place.path, write);
}

/** Errors: `output-exists`. */
async function refuseWhatIsThere({
  path,
  shown,
  force,
  form,
}: OutputPlace & { readonly form: RunFormat["form"] }): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return;
  const refusal = (sentence: string): LabError =>
    new LabError("output-exists", `Cannot write ${shown}: ${sentence}`, { path: shown });
  if (found.isDirectory() !== (form === "folder"))
    throw refusal(`a ${form} is to be written, and something else is there. Give another place with --out.`);
  if (form === "folder") {
    const names = await readdir(path);
    if (names.length > 0 && !names.includes(markFile))
      throw refusal("the folder there is none that lionlab wrote. Give another place with --out.");
    if (names.length === 0) return;
  }
  if (!force) throw refusal("it is there already. Replace it with --force, or give another place with --out.");
}
