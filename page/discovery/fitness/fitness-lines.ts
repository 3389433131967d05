/** The best fitness so far of every search, as lines of a figure. */
import { methodOrder } from "../../../src/report/discovery/discovery-view.ts";
import type { SearchView } from "../../../src/report/discovery/search-view.ts";
import { methodName } from "../../../src/report/discovery/words.ts";
import { dashes, palette } from "../../../src/report/theme.ts";
import type { PlotLine } from "../../parts/plot/plot-lines.ts";

/** What a search is measured by: programs that were trained, or that were generated. */
export type FitnessUnit = "evaluations" | "children";

/** A look, the same for a search wherever it is shown: colours tell methods, dashes seeds. */
export function lookOf({ method, seed }: Pick<SearchView, "method" | "seed">): Pick<PlotLine, "color" | "dash"> {
  return { color: palette[methodOrder.indexOf(method)]!, dash: dashes[seed % dashes.length]! };
}

/** `evolution, seed 0`. */
export function searchTitle({ method, seed }: Pick<SearchView, "method" | "seed">): string {
  return `${methodName(method)}, seed ${seed}`;
}

/** A line for each search that has evaluated something; `bold`: those that stand out, all where there is none. */
export function fitnessLines(
  searches: readonly SearchView[],
  { unit, bold }: { readonly unit: FitnessUnit; readonly bold: ReadonlySet<string> },
): readonly PlotLine[] {
  return searches
    .filter(({ improvements }) => improvements.length > 0)
    .map((search) => {
      const { key, improvements } = search;
      const last = improvements.at(-1)!;
      return {
        key,
        name: searchTitle(search),
        ...lookOf(search),
        x: [...improvements.map((one) => one[unit]), ...(search[unit] > last[unit] ? [search[unit]] : [])],
        y: [...improvements.map(({ fitness }) => fitness), ...(search[unit] > last[unit] ? [last.fitness] : [])],
        stepped: true,
        faint: bold.size > 0 && !bold.has(key),
      };
    });
}

/** Searches that stand out by themselves: the best one of each method. */
export function bestOfMethods(searches: readonly SearchView[]): ReadonlySet<string> {
  const best = new Map<string, SearchView>();
  for (const search of searches) {
    const known = best.get(search.method);
    if (search.best !== null && (known === undefined || search.best.fitness > known.best!.fitness))
      best.set(search.method, search);
  }
  return new Set([...best.values()].map(({ key }) => key));
}
