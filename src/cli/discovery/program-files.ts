/**
 * Programs of a discovery as files that run at once: `lionlab compare … --optimizers lion,adamw,./found.py`.
 */

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../../core/atomic-file.ts";
import { makeFolder } from "../../core/make-folder.ts";
import { bestOfFamilies, hallOfFame } from "../../records/hall-of-fame.ts";
import { type DiscoveryView, familyOf, searchesOf } from "../../report/discovery/discovery-view.ts";
import type { FoundProgram } from "../../report/discovery/search-sums.ts";
import type { SearchView } from "../../report/discovery/search-view.ts";
import { formatCount } from "../progress/text.ts";
import { formatFitness, searchName } from "./text.ts";

/** A program to be written. */
export interface ProgramFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The programs worth a file: `best.py`; `simplified.py` after the simplification; `tuned-adamw.py`, the best of the searches
 * over constants; the hall of fame, `fame-05.py` being its member of five statements; and the best of each known family, such
 * as `family-lion.py`.
 */
export function programFiles(view: DiscoveryView): readonly ProgramFile[] {
  const evolved = searchesOf(view, "evolution");
  const front = hallOfFame(evolved.flatMap(({ fame }) => fame));
  const { best } = view;
  const found = best === null ? null : foundIn(evolved, best.identity);
  const bar = view.funnel.find(({ role }) => role === "baseline") ?? null;
  const tuned = topOf(searchesOf(view, "constants"));
  const simplified = best?.simplified ?? null;
  const nameOf = (program: string): string | null => view.language?.familyNameOf(program) ?? null;
  return [
    ...(best === null ? [] : [{ name: "best", program: best.program, family: best.family, found }]),
    ...(simplified === null
      ? []
      : [{ name: "simplified", program: simplified.program, family: simplified.family, found: null }]),
    ...(tuned === null ? [] : [{ ...known(view, "tuned-adamw", tuned), program: bar?.program ?? tuned.program }]),
    ...front.map((program) => known(view, `fame-${String(program.length).padStart(2, "0")}`, program)),
    ...bestOfFamilies(
      evolved.flatMap(({ families }) => families),
      nameOf,
    ).map((program) => known(view, `family-${nameOf(program.program)!.replaceAll(/[^a-z0-9]+/gi, "-")}`, program)),
  ].map((file) => ({ name: `${file.name}.py`, text: fileText(view, file) }));
}

/** Writes the programs into `folder` in place of those of an earlier run; returns their paths. */
export async function writeProgramFiles(view: DiscoveryView, folder: string): Promise<readonly string[]> {
  const files = programFiles(view);
  await makeFolder(folder);
  for (const name of await readdir(folder)) {
    const isOurs = /^(best|simplified|tuned-adamw|fame-\d+|family-[\w-]+)\.py$/.test(name);
    if (isOurs && !files.some((file) => file.name === name)) await rm(join(folder, name));
  }
  for (const { name, text } of files) await writeFileAtomically(join(folder, name), text);
  return files.map(({ name }) => join(folder, name));
}

interface FileFacts {
  readonly name: string;
  readonly program: string;
  readonly family: string | null;
  /** Where it was found; null for one that no search evaluated. */
  readonly found: FoundProgram | null;
}

function known(view: DiscoveryView, name: string, found: FoundProgram): FileFacts {
  return { name, program: found.program, family: familyOf(view, found), found };
}

function fileText(view: DiscoveryView, { name, program, family, found }: FileFacts): string {
  const lines = [
    `${view.discovery.name}: ${originText(view, { name, found })}`,
    `Family: ${family ?? "none that is known"}`,
    ...(found === null ? [] : [fitnessText(view, found), `Identity: ${found.identity}`]),
    ...(found === null || found.program === program ? [] : ["Its numbers were tuned after the search."]),
    `Command: ${view.command}`,
    "A rate of 1 gives the constants as they were found: npx lionlab compare quickstart --optimizers lion,adamw,./THIS_FILE",
  ];
  return `${lines.map((line) => `# ${line}\n`).join("")}${program.trimEnd()}\n`;
}

function originText(view: DiscoveryView, { name, found }: Pick<FileFacts, "name" | "found">): string {
  if (found === null) return name === "simplified" ? "the best program, simplified" : "the best program";
  const search = view.searches.find(({ key }) => key === found.search);
  const where = search === undefined ? "" : `${searchName(search)}, `;
  return `${where}evaluation ${formatCount(found.number + 1)}`;
}

function fitnessText(view: DiscoveryView, { fitness, length, search }: FoundProgram): string {
  const seed = view.searches.find(({ key }) => key === search)?.seedFitness ?? null;
  const than = seed === null ? "" : ` (the program that the search started from: ${formatFitness(seed)})`;
  return `Fitness: ${formatFitness(fitness)}${than}, ${length} statements`;
}

function foundIn(searches: readonly SearchView[], identity: string): FoundProgram | null {
  const known = searches.flatMap(({ fame, best }) => (best === null ? fame : [best, ...fame]));
  return known.find((program) => program.identity === identity) ?? null;
}

function topOf(searches: readonly SearchView[]): FoundProgram | null {
  return searches.reduce<FoundProgram | null>(
    (top, { best }) => (best !== null && (top === null || best.fitness > top.fitness) ? best : top),
    null,
  );
}
