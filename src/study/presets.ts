/**
 * Presets: files that come with the laboratory; studies in `presets/`, discoveries in `presets/discover/`, one file each.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError, unknownName } from "../core/errors.ts";

/** What a preset is for. */
export type PresetKind = "study" | "discovery";

/** Folder of the preset files; the same place seen from the sources and from the built package. */
export const presetFolder: string = fileURLToPath(new URL("../../presets/", import.meta.url));

const folders: { readonly [K in PresetKind]: string } = {
  study: presetFolder,
  discovery: join(presetFolder, "discover"),
};
const commandOf: { readonly [K in PresetKind]: string } = { study: "compare", discovery: "discover" };

/** Names of the presets, sorted. */
export async function presetNames(kind: PresetKind = "study"): Promise<readonly string[]> {
  const files = await readdir(folders[kind]);
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

/** Path of a preset's file. Errors: `unknown-preset` with the nearest names, `other-preset` for one of the other kind. */
export async function presetFile(name: string, kind: PresetKind = "study"): Promise<string> {
  const names = await presetNames(kind);
  if (names.includes(name)) return join(folders[kind], `${name}.yaml`);
  const other = kind === "study" ? "discovery" : "study";
  if ((await presetNames(other)).includes(name)) {
    throw new LabError(
      "other-preset",
      `The preset "${name}" is a ${other}, but a ${kind} is needed here. Try: lionlab ${commandOf[other]} ${name}`,
      { name },
    );
  }
  throw unknownName("preset", name, names);
}
