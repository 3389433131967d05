/**
 * What a discovery searched, in a few facts for the head of its report.
 */
import type { SearchConfig } from "../../records/search-records.ts";
import { count } from "../format.ts";
import { statementsOf } from "./best.ts";
import { type DiscoveryView, familyOf, methodsOf, searchesOf } from "./discovery-view.ts";
import { methodName, wholeText } from "./words.ts";

/** Seed program, tasks, evolution, searches and what they evaluated; empty when no search is known. */
export function discoveryFacts(view: DiscoveryView): readonly { readonly name: string; readonly value: string }[] {
  const config = (searchesOf(view, "evolution")[0] ?? view.searches[0])?.record.config;
  if (config === undefined) return [];
  const total = (figure: "evaluations" | "children"): number =>
    view.searches.reduce((sum, search) => sum + search[figure], 0);
  return [
    { name: "seed program", value: seedFact(view, config) },
    {
      name: "proxy tasks",
      value: config.tasks.map(({ task, steps }) => `${task} (${count(steps, "step")})`).join(", "),
    },
    { name: "evolution", value: evolutionFact(config) },
    { name: "seeds", value: seedsFact(view) },
    { name: "evaluated", value: `${wholeText(total("evaluations"))} of ${wholeText(total("children"))} programs` },
  ];
}

function seedFact(view: DiscoveryView, { seedProgram }: SearchConfig): string {
  const family = familyOf(view, { identity: view.searches[0]?.ancestry[0]?.identity ?? "", program: seedProgram });
  return `${family === null ? "" : `${family}, `}${statementsOf(seedProgram)} statements`;
}

function evolutionFact({ evolution }: SearchConfig): string {
  const { population, tournament, islands } = evolution;
  const where = islands > 1 ? ` on ${islands} islands` : "";
  return `population ${wholeText(population)}${where}, tournament ${tournament}`;
}

function seedsFact(view: DiscoveryView): string {
  return methodsOf(view)
    .map((method) => `${methodName(method)} ${searchesOf(view, method).length}`)
    .join(", ");
}
