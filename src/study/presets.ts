/**
 * Presets: files that come with the laboratory; studies in `presets/`, discoveries in `presets/discover/`, one file each.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError, unknownName } from "../core/errors.ts";

/** What a preset is for. */
export type PresetKind = "study" | "discovery";

/** Folder of the preset files; the same place seen from the sources and from the built package. */
export const presetFolder: string = fileURLToPath(new URL("../../presets/", import.meta.url));

const subfolders: { readonly [K in PresetKind]: string } = { study: ".", discovery: "discover" };
const commandOf: { readonly [K in PresetKind]: string } = { study: "compare", discovery: "discover" };

/** Names of the presets, sorted. */
export async function presetNames(
  kind: PresetKind = "study",
  folder: string = presetFolder,
): Promise<readonly string[]> {
  const files = await readdir(join(folder, subfolders[kind]));
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

/** A preset and what it says of itself: what it runs, and how long that takes on two cores. */
export interface Preset {
  readonly name: string;
  readonly about: string;
}

/** The presets of a kind, sorted by name; `about` is the comment that opens each file. */
export async function presets(kind: PresetKind, folder: string = presetFolder): Promise<readonly Preset[]> {
  const names = await presetNames(kind, folder);
  const read = (name: string) => readFile(join(folder, subfolders[kind], `${name}.yaml`), "utf8");
  return Promise.all(names.map(async (name) => ({ name, about: aboutOf(await read(name)) })));
}

/** The first paragraph of comments, the line for editors left out. */
function aboutOf(text: string): string {
  const lines = text.split("\n").slice(1);
  const end = lines.findIndex((line) => !/^# ./.test(line));
  return lines
    .slice(0, end)
    .map((line) => line.slice(2))
    .join(" ");
}

/** Path of a preset's file. Errors: `unknown-preset` with the nearest names, `other-preset` for one of the other kind. */
export async function presetFile(name: string, kind: PresetKind = "study"): Promise<string> {
  const names = await presetNames(kind);
  if (names.includes(name)) return join(presetFolder, subfolders[kind], `${name}.yaml`);
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
