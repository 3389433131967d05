/** The lineage of a discovery's best program, from its records. */
import type { LineageFacts } from "../../codegen/json/lineage-form.ts";
import { type Lineage, lineageOf } from "../../codegen/listing/lineage.ts";
import { parseProgram } from "../../program/parse.ts";
import { printProgram } from "../../program/print.ts";
import type { FunnelEntry } from "../../records/search-records.ts";
import { ancestryRows } from "../../report/discovery/ancestry-rows.ts";
import type { BestProgram } from "../../report/discovery/best-program.ts";
import {
  barLabel,
  type DiscoveryView,
  methodsOf,
  searchesOf,
  stagesOf,
} from "../../report/discovery/discovery-view.ts";
import { discoveryWarnings } from "../../report/discovery/summary.ts";
import { methodName, stageName } from "../../report/discovery/words.ts";

/** Changes of an ancestry that are told one by one. */
const mostChanges = 5;

/** The same of a file of the run; null where it holds another program than the records do, as one of an earlier budget. */
export function lineageOfFile(view: DiscoveryView, text: string): Lineage | null {
  return lineageOfBest(view, canonical(text));
}

/** Where the best program of a discovery comes from, as found or in its simplified form; null where the text is neither. */
export function lineageOfBest(view: DiscoveryView, text: string): Lineage | null {
  const { best } = view;
  if (best === null) return null;
  const simplified = best.simplified === null ? null : canonical(best.simplified.program);
  const form = text === canonical(best.program) ? "as found" : text === simplified ? "simplified" : null;
  if (form === null) return null;
  return lineageOf({
    run: view.discovery.name,
    command: view.command,
    form,
    tuned: isTuned(best),
    search: searchOf(best),
    fitness: fitnessOf(view, best),
    ancestry: ancestryOf(view, best),
    simplification: view.simplification.map(({ rule, label, before, after }) => ({ rule, label, before, after })),
    funnel: funnelOf(view, best),
    warnings: [...discoveryWarnings(view)],
  });
}

function canonical(text: string): string {
  return printProgram(parseProgram(text));
}

/** Whether the program that is judged has other numbers than the one that the search found. */
function isTuned({ program, search }: BestProgram): boolean {
  const found = search?.ancestry.at(-1)?.program ?? null;
  return found !== null && canonical(found) !== canonical(program);
}

function searchOf({ search }: BestProgram): LineageFacts["search"] {
  const last = search?.ancestry.at(-1);
  if (search === null || last === undefined) return null;
  const found = search.improvements.find(({ identity }) => identity === last.identity);
  const { method, seed, evaluations } = search;
  return { method: methodName(method), seed, child: last.child, evaluation: found?.evaluations ?? null, evaluations };
}

function fitnessOf(view: DiscoveryView, { search, fitness }: BestProgram): LineageFacts["fitness"] {
  const baselines = methodsOf(view).flatMap((method) => {
    const scores = method === "evolution" ? [] : searchesOf(view, method).flatMap(({ best }) => best?.fitness ?? []);
    return scores.length === 0 ? [] : [{ name: methodName(method), fitness: Math.max(...scores) }];
  });
  return { proxy: fitness, start: search?.seedFitness ?? null, baselines };
}

function ancestryOf({ language }: DiscoveryView, { search }: BestProgram): LineageFacts["ancestry"] {
  if (search === null) return { edits: 0, steps: [] };
  const { seedProgram } = search.record.config;
  const rows = ancestryRows(search.ancestry, { language, seedProgram, most: mostChanges });
  return {
    edits: rows.reduce((sum, { edits }) => sum + edits, 0),
    steps: rows.map(({ child, text: change, before, after }) => ({ child, change, before, after })),
  };
}

/** The program in each of its forms, and what it is measured by, of the stages that judged it. */
function funnelOf(view: DiscoveryView, { identity }: BestProgram): LineageFacts["funnel"] {
  const own = ({ role, identity: each }: FunnelEntry): boolean =>
    role === "simplified" || (role === "finalist" && each === identity);
  return stagesOf(view).flatMap((stage) => {
    const entries = view.funnel.filter((entry) => entry.stage === stage);
    if (!entries.some(own)) return [];
    return entries
      .filter((entry) => own(entry) || entry.role === "baseline")
      .map(({ role, scores, mean, rate, promoted }) => ({
        stage: stageName(stage),
        program: role === "baseline" ? barLabel(view) : role === "simplified" ? "simplified" : "as found",
        score: mean,
        runs: scores.length,
        rate,
        promoted: role === "baseline" ? null : promoted,
      }));
  });
}
