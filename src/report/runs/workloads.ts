/**
 * Across workloads: ranks, the interquartile mean, how often one beats another, and from five workloads on which ranks differ at all.
 */
import { createRng } from "../../core/rng.ts";
import { aggregateIqm, probabilityOfImprovement } from "../../stats/aggregate.ts";
import { type Friedman, friedman } from "../../stats/friedman.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import { fewestWorkloads, nemenyi } from "../../stats/nemenyi.ts";
import { median } from "../../stats/quantile.ts";
import type { Cell, Column, Section, TableBlock, TextBlock, Tone } from "../document.ts";
import { count, formatEstimate, formatP, listInWords } from "../format.ts";
import { normalizedScores } from "../measures/normalized-scores.ts";
import { commonNames, optimizerNamed, type RunView } from "./runs-view.ts";
import { profileChart, rankChart } from "./workload-charts.ts";

/** Resamples of the bootstrap intervals: the ends move by less than they are rounded to. */
const resamples = 2000;

/** Figures over workloads; nothing where runs share a workload or fewer than two optimizers are in all of them. */
export function workloadsSection(runs: readonly RunView[], command: string): readonly Section[] | null {
  const names = commonNames(runs);
  if (new Set(runs.map(({ workload }) => workload)).size < runs.length || names.length < 2) return null;
  const samples = runs.map((run) => names.map((name) => optimizerNamed(run, name)!.sample.map(({ value }) => value)));
  const test = friedman(samples.map((row) => row.map(median)));
  const order = names.map((_, at) => at).sort((a, b) => test.meanRanks[a]! - test.meanRanks[b]!);
  const scores = samples.map((row, run) => normalizedScores(row, runs[run]!.guess));
  const across: Across = { runs, names, samples, scores, test, order, command };
  return [
    {
      id: "workloads",
      title: "Across workloads",
      blocks: [...rankWords(across), acrossTable(across), ...charts(across)],
    },
  ];
}

/** Optimizers that all runs have, by position in `names`; `order`: by mean rank. */
export interface Across {
  readonly runs: readonly RunView[];
  readonly names: readonly string[];
  /** samples[run][optimizer][seed]: test accuracy, -Infinity where it diverged; `scores` the same from 0, a guess, to 1, the best known. */
  readonly samples: readonly (readonly (readonly number[])[])[];
  readonly scores: readonly (readonly (readonly number[])[])[];
  readonly test: Friedman;
  readonly order: readonly number[];
  readonly command: string;
}

function rankWords({ runs, names, test, order, samples }: Across): readonly TextBlock[] {
  const [first] = order;
  const lead = `Over ${count(runs.length, "workload")}, ${names[first!]} has the best mean rank, ${test.meanRanks[first!]!.toFixed(2)} of ${names.length}.`;
  const { p } = test.imanDavenport;
  const ranks =
    runs.length < fewestWorkloads
      ? ` With fewer than ${fewestWorkloads} workloads ranks tell almost nothing apart (Friedman's test with Iman and Davenport's F: p ${pText(p)}): go by what each run found.`
      : ` That any differs in rank has p ${pText(p)} (Friedman's test with Iman and Davenport's F).${cliqueWords(names, nemenyi(samples.map((row) => row.map(median))).cliques, p)}`;
  return [{ kind: "text", tone: "plain", text: lead + ranks }];
}

function cliqueWords(names: readonly string[], cliques: readonly (readonly number[])[], p: number): string {
  if (p > 0.05) return " So the workloads tell none apart.";
  if (cliques.length === 0) return " By Nemenyi's comparison all differ.";
  const groups = cliques.map((clique) => listInWords(clique.map((at) => names[at]!)));
  return ` Not told apart by Nemenyi's comparison: ${groups.join("; ")}.`;
}

function pText(p: number): string {
  const text = formatP(p);
  return text.startsWith("<") ? text : `= ${text}`;
}

const columns: readonly Column[] = [
  column("optimizer", "left", "Label of the optimizer's entry in the studies, by mean rank."),
  column(
    "mean rank",
    "right",
    "Mean over the workloads of its rank by median test accuracy; 1 is the best everywhere.",
  ),
  column("first in", "right", "Workloads on which its median is the highest, with others where they tie."),
  column(
    "IQM",
    "right",
    "Interquartile mean of all runs' scores, from 0 for a guess to 1 for the best known of a workload, with its interval.",
  ),
  column(
    "beaten by the first",
    "right",
    "Chance that a run of the optimizer with the best mean rank beats a run of this one on the same workload, with its interval.",
  ),
];

function acrossTable(across: Across): TableBlock {
  const { names, samples, order, test, runs, command } = across;
  const counts = samples.flatMap((row) => row.map(({ length }) => length));
  return {
    kind: "table",
    id: "workloads",
    title: "Optimizers that all runs have",
    columns,
    rows: order.map((at) => [
      cell(names[at]!, names[at]!),
      cell(test.meanRanks[at]!.toFixed(2), test.meanRanks[at]!),
      firstCell(across, at),
      estimateCell(iqmOf(across, at), 3),
      at === order[0] ? cell("–", null, "muted") : estimateCell(improvementOf(across, at), 2),
    ]),
    caption:
      "Each run is one workload and counts alike. A diverged run has the score of a guess and the lowest rank. " +
      `Scores are normalized by these ${count(runs.length, "run")}, so another run beside them changes them.`,
    provenance: {
      command,
      seeds: { fewest: Math.min(...counts), most: Math.max(...counts) },
      interval: "95 %: stratified bootstrap over seeds, percentile",
    },
  };
}

function firstCell({ samples }: Across, at: number): Cell {
  const firsts = samples.filter((row) => median(row[at]!) === Math.max(...row.map(median))).length;
  return cell(`${firsts}/${samples.length}`, firsts);
}

function iqmOf({ scores }: Across, at: number): Estimate {
  return aggregateIqm(
    scores.map((row) => row[at]!),
    { rng: createRng(0, `iqm ${at}`), resamples },
  );
}

function improvementOf({ samples, order }: Across, at: number): Estimate {
  const of = (optimizer: number): readonly (readonly number[])[] => samples.map((row) => row[optimizer]!);
  return probabilityOfImprovement(of(order[0]!), of(at), { rng: createRng(0, `improvement ${at}`), resamples });
}

function charts(across: Across) {
  const ranks = across.runs.length < fewestWorkloads ? [] : [rankChart(across)];
  return [...ranks, profileChart(across, resamples)];
}

function estimateCell(estimate: Estimate, digits: number): Cell {
  return cell(formatEstimate(estimate, digits), estimate.value);
}

function cell(shown: string, value: Cell["value"], tone: Tone = "plain"): Cell {
  return { text: shown, value, tone };
}

function column(title: string, align: Column["align"], description: string): Column {
  return { title, align, description, priority: 0 };
}
