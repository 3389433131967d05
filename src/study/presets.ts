/**
 * Presets: study files that come with the laboratory, one file each in `presets/`.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unknownName } from "../core/errors.ts";

/** Folder of the preset files; the same place seen from the sources and from the built package. */
export const presetFolder: string = fileURLToPath(new URL("../../presets/", import.meta.url));

/** Names of the presets, sorted. */
export async function presetNames(): Promise<readonly string[]> {
  const files = await readdir(presetFolder);
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

/** Path of a preset's file. Errors: `unknown-preset` with the nearest names. */
export async function presetFile(name: string): Promise<string> {
  const names = await presetNames();
  if (!names.includes(name)) throw unknownName("preset", name, names);
  return join(presetFolder, `${name}.yaml`);
}
