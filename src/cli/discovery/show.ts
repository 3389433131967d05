/**
 * A stored discovery as text for a terminal and as JSON: searches with their budgets, hall of fame, funnel, the best program.
 */
import { hallOfFame } from "../../records/hall-of-fame.ts";
import { paretoFront } from "../../records/pareto-front.ts";
import type { SearchRecord } from "../../records/search-records.ts";
import { bestSection } from "../../report/discovery/best.ts";
import { buildDiscoveryReport } from "../../report/discovery/build-discovery-report.ts";
import { type DiscoveryView, familyOf, searchesOf } from "../../report/discovery/discovery-view.ts";
import { fameSection } from "../../report/discovery/fame.ts";
import { funnelSection } from "../../report/discovery/funnel.ts";
import type { SearchView } from "../../report/discovery/search-view.ts";
import type { Block, TableBlock } from "../../report/document.ts";
import { renderTable, renderTerminalReport, type TerminalOptions } from "../../report/table.ts";
import type { BudgetConfig } from "../../search/config.ts";
import { plainTable } from "../plain-table.ts";
import { formatCount, formatDuration, formatShare, paint } from "../progress/text.ts";
import { budgetText } from "./budget-text.ts";
import { bodyOf, formatFitness, formatGain, searchName } from "./text.ts";

/** What is shown besides the view. */
export interface Shown {
  readonly view: DiscoveryView;
  readonly budget: BudgetConfig;
}

/** Text for people; ends with a line break. */
export function discoveryText({ view, budget }: Shown, options: TerminalOptions): string {
  const parts = [
    renderTerminalReport(buildDiscoveryReport(view, []), options).trimEnd(),
    view.note === null ? "" : `Note: ${view.note}`,
    `${searchTable(view)}\nbudget: ${budgetText(budget)}${usedText(view, budget)}`,
    titledTable("Hall of fame", fameSection(view)?.blocks ?? [], options),
    titledTable("Funnel", funnelSection(view)?.blocks ?? [], options),
    bestText(view, options),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The same as data. */
export function discoveryJson({ view, budget }: Shown): object {
  const { name, command } = view.discovery;
  const evolved = searchesOf(view, "evolution");
  const front = hallOfFame(evolved.flatMap(({ fame }) => fame));
  const { best } = view;
  return {
    name,
    command,
    headline: buildDiscoveryReport(view, []).headline,
    ...(view.note === null ? {} : { note: view.note }),
    budget,
    searches: view.searches.map((search) => ({
      key: search.key,
      method: search.method,
      seed: search.seed,
      state: search.record.state,
      programs: search.children,
      evaluations: search.evaluations,
      cacheHitRate: hitRate(search),
      invalid: search.total.invalid,
      seconds: search.record.seconds,
      seedFitness: search.seedFitness,
      best: search.best,
    })),
    fame: front.map((program) => ({ ...program, family: familyOf(view, program) })),
    front: paretoFront(evolved.flatMap(({ front: own }) => own)).map((program) => ({
      ...program,
      family: familyOf(view, program),
    })),
    families: evolved
      .flatMap(({ families }) => families)
      .map((program) => ({ ...program, family: familyOf(view, program) })),
    metaValidation: view.metaValidation,
    funnel: view.funnel,
    best:
      best === null
        ? null
        : { identity: best.identity, program: best.program, family: best.family, simplified: best.simplified },
    simplification: view.simplification,
  };
}

function searchTable(view: DiscoveryView): string {
  return plainTable(
    [
      { title: "search" },
      { title: "state" },
      { title: "best", align: "right" },
      { title: "gain", align: "right" },
      { title: "evaluations", align: "right" },
      { title: "programs", align: "right" },
      { title: "known", align: "right" },
      { title: "time", align: "right" },
    ],
    view.searches.map((search) => {
      const { best, seedFitness, record } = search;
      return [
        searchName(search),
        record.state === "ended" ? "ended" : search.children === 0 ? "waiting" : "to go on",
        best === null ? "–" : formatFitness(best.fitness),
        best === null || seedFitness === null ? "–" : formatGain(best.fitness - seedFitness),
        formatCount(search.evaluations),
        formatCount(search.children),
        formatShare(hitRate(search)),
        formatDuration(record.seconds),
      ];
    }),
  ).trimEnd();
}

/** Children that cost no evaluation, of all. */
function hitRate({ children, evaluations }: SearchView): number {
  return children === 0 ? 0 : 1 - evaluations / children;
}

function usedText({ searches }: DiscoveryView, { minutes }: BudgetConfig): string {
  if (minutes === null) return "";
  const seconds = searches.reduce((sum, { record }: { readonly record: SearchRecord }) => sum + record.seconds, 0);
  return `; searched for ${formatDuration(seconds)}`;
}

function titledTable(title: string, blocks: readonly Block[], options: TerminalOptions): string {
  const tables = blocks.filter((block): block is TableBlock => block.kind === "table");
  const texts = tables.map(
    (table) => `${paint(table.title || title, "bold", options)}\n${renderTable(table, options)}`,
  );
  return texts.join("\n\n");
}

function bestText(view: DiscoveryView, options: TerminalOptions): string {
  const { best } = view;
  if (best === null) return "";
  const origin = bestSection(view)?.blocks.find((block) => block.kind === "text");
  const form = best.simplified ?? best;
  const title = `Best program${best.simplified === null ? "" : ", simplified"}: ${form.family ?? "of no known family"}`;
  const body = bodyOf(form.program).map((line) => `  ${line}\n`);
  return `${paint(title, "bold", options)}\n${origin?.kind === "text" ? `${origin.text}\n` : ""}${body.join("")}`;
}
