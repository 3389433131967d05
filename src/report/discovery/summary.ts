/**
 * Summary of a discovery: the finding in words, the best program against the bar by stage, and the searches in figures.
 */
import { mean } from "../../stats/mean-interval.ts";
import type { Block, Cell, Section, TableBlock } from "../document.ts";
import { count, formatEstimate, formatP, formatRate, listInWords } from "../format.ts";
import { anyNumber, seedEstimate, shares, tableSpread } from "../seed-estimate.ts";
import { barLabel, type DiscoveryView, methodsOf, provenanceOf, searchesOf, stagesOf } from "./discovery-view.ts";
import { baselineSentence } from "./headline.ts";
import { overfittingOf } from "./overfitting-view.ts";
import { addStretches, emptyStretch } from "./search-stretch.ts";
import type { SearchView } from "./search-view.ts";
import { type BarComparison, bestComparisons } from "./verdict.ts";
import {
  blank,
  cell,
  column,
  durationText,
  methodName,
  scoreProvenance,
  shareText,
  shiftText,
  stageEstimate,
  stageName,
  text,
  wholeText,
} from "./words.ts";

/** Words, the best program by stage, and a row for each method. */
export function summarySection(view: DiscoveryView): Section {
  const blocks = [...stageTable(view), ...searchTable(view), ...baselineText(view), ...warnings(view)];
  return { id: "summary", title: "Summary", blocks };
}

function stageColumns(bar: string) {
  return [
    column("stage", "left", 0, "Stage after the search, on seeds that no search has seen."),
    column("program", "left", 1, "As found, or after simplification."),
    column("score", "right", 0, "Mean score over the seeds, 0 to 1; test accuracy on the full task."),
    column(bar, "right", 0, "The same of the program that has to be beaten."),
    column(
      "Hodges-Lehmann shift",
      "right",
      0,
      "Median of the differences between all runs of the two, with its interval; percentage points on the full task.",
    ),
    column("p (Holm)", "right", 2, "Two-sided Mann-Whitney p-value, corrected for all programs compared at the stage."),
    column(
      "rate ×",
      "right",
      3,
      "Multiplier of the program's rate that was best at the stage, of those tried for all.",
    ),
  ];
}

function stageTable(view: DiscoveryView): readonly Block[] {
  const found = stagesOf(view).flatMap((stage) => bestComparisons(view, stage));
  if (found.length === 0) return [];
  const bar = barLabel(view);
  const table: TableBlock = {
    kind: "table",
    id: "stages",
    title: `The best program and ${bar}`,
    columns: stageColumns(bar),
    rows: found.map(stageRow),
    caption:
      "Each at its own best multiplier of the rate, chosen on other seeds. Where the best finalist was chosen at a stage, on fresh seeds or on the larger tasks, that stage flatters it; the next one does not.",
    provenance: scoreProvenance(
      view,
      found.map(({ entry }) => entry.scores.length),
    ),
  };
  return [table];
}

function stageRow({ entry, bar, shift, p, verdict }: BarComparison): readonly Cell[] {
  const { stage, role, rate } = entry;
  const tone = verdict === "ahead" ? "best" : verdict === "behind" ? "bad" : "plain";
  return [
    cell(stageName(stage), stage),
    cell(role === "simplified" ? "simplified" : "as found", role),
    cell(stageEstimate(stage, entry.scores), entry.mean),
    cell(stageEstimate(stage, bar.scores), bar.mean),
    cell(shiftText(shift, stage), shift.value, tone),
    p === null ? blank : cell(formatP(p), p),
    cell(formatRate(rate), rate, "muted"),
  ];
}

const searchColumns = [
  column("search", "left", 0, "How children come about."),
  column("best fitness", "right", 0, "Fitness of the best program, mean over the searches' seeds."),
  column("gain", "right", 1, "Best fitness less that of the seed program, mean over the seeds."),
  column("evaluations", "right", 0, "Programs trained, mean per search."),
  column("programs", "right", 1, "Programs generated, mean per search."),
  column("cache hits", "right", 2, "Children by mutation whose program was known, of all such children."),
  column("redundant", "right", 3, "Share of a child's statements that pruning takes away, mean."),
  column("invalid", "right", 4, "Mutations thrown away as invalid, of all mutations."),
  column("failed", "right", 5, "Evaluations that ended by a fault that struck twice."),
  column("time", "right", 6, "Time of searching, mean per search."),
  column("seeds", "right", 7, "Searches of this method."),
];

function searchTable(view: DiscoveryView): readonly Block[] {
  const methods = methodsOf(view);
  if (methods.length === 0) return [];
  const groups = methods.map((method) => searchesOf(view, method));
  return [
    {
      kind: "table",
      id: "searches",
      title: "Searches",
      columns: searchColumns,
      rows: methods.map((method, index) => searchRow(methodName(method), groups[index]!)),
      caption:
        "Fitness is measured on the seeds that the search itself uses and selects by: it compares searches, not optimizers.",
      provenance: provenanceOf(
        view,
        groups.map((group) => group.length),
        tableSpread(groups.map((group) => group.length)),
      ),
    },
  ];
}

function searchRow(name: string, searches: readonly SearchView[]): readonly Cell[] {
  const total = searches.map((search) => search.total).reduce(addStretches, emptyStretch());
  const fitness = seedEstimate(
    searches.flatMap(({ best }) => best?.fitness ?? []),
    shares,
  );
  const gains = seedEstimate(
    searches.flatMap(({ best, seedFitness }) =>
      best === null || seedFitness === null ? [] : best.fitness - seedFitness,
    ),
    anyNumber,
  );
  const average = (figure: (search: SearchView) => number): number => mean(searches.map(figure));
  const [evaluations, children] = [average((one) => one.evaluations), average((one) => one.children)];
  const seconds = average(({ record }) => record.seconds);
  const share = (part: number, whole: number): Cell =>
    whole > 0 ? cell(shareText(part / whole), part / whole) : blank;
  const failed = total.outcomes.failed;
  return [
    cell(name, name),
    fitness.n === 0 ? blank : cell(formatEstimate(fitness, 4), fitness.value),
    gains.n === 0 ? blank : cell(formatEstimate(gains, 4), gains.value),
    cell(wholeText(evaluations), evaluations),
    cell(wholeText(children), children),
    share(total.hits, total.mutations),
    share(total.redundancy, total.mutations),
    share(total.invalid, total.mutations + total.invalid),
    cell(String(failed), failed, failed > 0 ? "bad" : "muted"),
    cell(durationText(seconds), seconds, "muted"),
    cell(String(searches.length), searches.length, "muted"),
  ];
}

function baselineText(view: DiscoveryView): readonly Block[] {
  const sentence = baselineSentence(view);
  if (sentence === "") return [];
  return [
    text(
      `${sentence} Compared is the best fitness of each search; two-sided Mann-Whitney tests over the seeds, corrected together.`,
    ),
  ];
}

function warnings(view: DiscoveryView): readonly Block[] {
  return discoveryWarnings(view).map((sentence) => text(sentence, "warning"));
}

/** What readers must know before they believe the figures, a sentence each. */
export function discoveryWarnings(view: DiscoveryView): readonly string[] {
  const running = view.searches.filter(({ record }) => record.state === "running").length;
  const evolution = searchesOf(view, "evolution");
  const overfitted = overfittingOf(view).filter(({ finding }) => finding.verdict === "over-fitted");
  const failed = view.searches.reduce((sum, { total }) => sum + total.outcomes.failed, 0);
  const sentences = [
    view.note,
    running > 0
      ? `${running === 1 ? "1 search has" : `${running} searches have`} not ended yet: figures are those so far.`
      : null,
    evolution.length === 1
      ? "One seed of evolution: another seed may find something else, and nothing is claimed about the method."
      : null,
    overfitted.length > 0
      ? `Over-fitted to the proxy tasks: evolution with ${listInWords(overfitted.map(({ search }) => `seed ${search.seed}`))}; see the meta-validation.`
      : null,
    failed > 0
      ? `${count(failed, "evaluation")} failed twice by a fault of the machine or of ours and counted as fitness 0.`
      : null,
  ];
  return sentences.filter((sentence) => sentence !== null);
}
