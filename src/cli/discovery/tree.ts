/**
 * The ancestry of a search's best program: which mutation brought which gain.
 */

import { LabError } from "../../core/errors.ts";
import { largest } from "../../core/extremes.ts";
import { type AncestryRow, ancestryRows } from "../../report/discovery/ancestry-rows.ts";
import type { DiscoveryView } from "../../report/discovery/discovery-view.ts";
import type { SearchView } from "../../report/discovery/search-view.ts";
import { cut, formatCount, paint, type Style } from "../progress/text.ts";
import { formatFitness, formatGain, searchName } from "./text.ts";

/** Which search, and how many of its changes are told one by one. */
export interface TreeChoice {
  readonly search: string | null;
  readonly limit: number;
}

/** A line of ancestors. */
export interface Tree {
  readonly search: SearchView;
  readonly rows: readonly AncestryRow[];
}

/**
 * The line of ancestors of the best program of a search: of the one that is named (`evolution-0`, `evolution 0`, or the
 * beginning of its key), else of the one that found the best. Errors: `unknown-search`, `nothing-evaluated`.
 */
export function treeOf(view: DiscoveryView, { search: wanted, limit }: TreeChoice): Tree {
  const search = wanted === null ? (view.best?.search ?? bestSearch(view)) : namedSearch(view, wanted);
  if (search === null || search.ancestry.length === 0)
    throw new LabError(
      "nothing-evaluated",
      `${view.discovery.name} has no ancestry to show yet: no program was evaluated there.`,
    );
  const { seedProgram } = search.record.config;
  return { search, rows: ancestryRows(search.ancestry, { language: view.language, seedProgram, most: limit }) };
}

/** Text for people; ends with a line break. */
export function treeText({ search, rows }: Tree, style: Style): string {
  const { ancestry } = search;
  const [first, last] = [ancestry[0]!, ancestry.at(-1)!];
  const edits = rows.reduce((sum, row) => sum + row.edits, 0);
  const title =
    `${searchName(search)}: ${formatFitness(first.fitness)} → ${formatFitness(last.fitness)} ` +
    `(${formatGain(last.fitness - first.fitness)}) by ${formatCount(edits)} ${edits === 1 ? "edit" : "edits"}`;
  const width = largest([5, ...rows.map(({ child }) => formatCount(child).length)]);
  const header = `${"child".padStart(width)}  fitness     gain  change`;
  const lines = rows.map((row) => rowLine(row, width, style));
  return `${[paint(title, "bold", style), "", paint(cut(header, style.columns), "dim", style), ...lines].join("\n")}\n`;
}

/** The same as data. */
export function treeJson({ search, rows }: Tree): object {
  const { key, method, seed, ancestry } = search;
  return { search: { key, method, seed }, rows, ancestry };
}

function rowLine({ kind, child, text, before, after }: AncestryRow, width: number, style: Style): string {
  const gain = before === null || kind === "neutral" ? "" : formatGain(after - before);
  const line = cut(
    `${formatCount(child).padStart(width)}   ${formatFitness(after)}  ${gain.padStart(7)}  ${text}`,
    style.columns,
  );
  if (kind === "neutral" || kind === "minor") return paint(line, "dim", style);
  if (before === null) return line;
  return after > before ? paint(line, "green", style) : after < before ? paint(line, "red", style) : line;
}

function bestSearch(view: DiscoveryView): SearchView | null {
  return view.searches.find(({ ancestry }) => ancestry.length > 0) ?? null;
}

function namedSearch(view: DiscoveryView, wanted: string): SearchView {
  const name = wanted
    .trim()
    .toLowerCase()
    .replaceAll(/[\s:_]+/g, "-");
  const named = view.searches.filter((search) => searchName(search).replace(" ", "-") === name);
  const found = named.length > 0 ? named : view.searches.filter(({ key }) => name !== "" && key.startsWith(name));
  const [search] = found;
  if (search !== undefined && found.length === 1) return search;
  const names = view.searches.map((one) => searchName(one).replace(" ", "-")).join(", ");
  throw new LabError(
    "unknown-search",
    `There is no one search "${wanted}" in ${view.discovery.name}: it has ${names}.`,
    {
      given: wanted,
    },
  );
}
