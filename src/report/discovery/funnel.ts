/**
 * Funnel: who was measured at each stage, on how many seeds, and who went on.
 */
import type { FunnelEntry, FunnelStage } from "../../records/search-records.ts";
import { mean } from "../../stats/mean-interval.ts";
import { cannotDecide } from "../decidable.ts";
import type { Block, Cell, ChartBlock, Section, TableBlock } from "../document.ts";
import { formatP, formatRate } from "../format.ts";
import { chartSpec } from "../sections/chart.ts";
import { tableSpread } from "../seed-estimate.ts";
import { ink, palette } from "../theme.ts";
import { barLabel, type DiscoveryView, provenanceOf, stagesOf } from "./discovery-view.ts";
import { type BarComparison, barComparisons } from "./verdict.ts";
import {
  blank,
  cell,
  column,
  scoreProvenance,
  shareText,
  shiftText,
  signed,
  stageEstimate,
  stageName,
  text,
} from "./words.ts";

/** A figure of the differences and two tables for each stage; null before the first stage. */
export function funnelSection(view: DiscoveryView): Section | null {
  const stages = stagesOf(view);
  if (stages.length === 0) return null;
  const bar = barLabel(view);
  const blocks: Block[] = [
    text(
      `Every program, ${bar} too, is tried with the same multipliers of its rate, on seeds that count no further, and then measured at the best of its own; optimizers of the library, which nothing fitted to these tasks, may be tried with more. Promoted are programs whose lead over ${bar}, seed by seed, is more than its standard error can explain: ${ruleText(view)}.`,
    ),
    ...tuningTable(view),
    ...differenceCharts(view, stages),
    ...stages.flatMap((stage) => stageBlocks(view, stage)),
  ];
  return { id: "funnel", title: "Funnel", blocks };
}

/** When a lead counts, in words. */
function ruleText({ discovery }: DiscoveryView): string {
  const { funnel } = discovery.config as {
    readonly funnel?: { readonly sequential?: { readonly most: number; readonly error: number } | null } | null;
  };
  const sequential = funnel?.sequential ?? null;
  if (sequential === null) return "the 90 % t-interval of the paired differences lies above 0";
  const { most, error } = sequential;
  return (
    `on the proxies their seeds were doubled, up to ${most}, until the t-interval of the paired differences left out 0, at levels by which at most ${shareText(error)} of programs ` +
    "that are no better are promoted over all looks (Bonferroni); p-values of the tables are those of a single look"
  );
}

const columns = [
  column(
    "program",
    "left",
    0,
    "The bar, a finalist of the search, its simplified form, or, in brackets, one of the library.",
  ),

  column("family", "left", 1, "Known optimizer that the program equals up to equivalence."),
  column(
    "rate ×",
    "right",
    4,
    "Multiplier of the rate that was best for this program at this stage, of those tried for all.",
  ),
  column("score", "right", 0, "Mean over the seeds: score on the tasks, 0 to 1; test accuracy on the full task."),
  column(
    "Hodges-Lehmann shift",
    "right",
    0,
    "Median of the differences between all runs of the program and of the bar, with its interval; percentage points on the full task.",
  ),
  column("p (Holm)", "right", 1, "Two-sided Mann-Whitney p-value, corrected for all programs of the stage."),
  column("promoted", "left", 2, "Whether the program goes on to the next stage."),
];

/** What tuning made of each program; empty where the discovery does not tune. */
function tuningTable(view: DiscoveryView): readonly TableBlock[] {
  const [first] = view.tuning;
  if (first === undefined) return [];
  return [
    {
      kind: "table",
      id: "tuning",
      title: "Numbers tuned before the funnel",
      columns: [
        columns[0]!,
        column("as found", "right", 1, "Mean score of the program as it was found, on the seeds of the tuning."),
        column("tuned", "right", 0, "Mean score of the best setting of its numbers that was tried, on the same seeds."),
        column("gain", "right", 0, "Difference of the two. The seeds that chose flatter it; later stages use others."),
      ],
      rows: view.tuning.map(({ label, role, before, after }) => [
        nameCell({ label, role }),
        cell(before.mean.toFixed(4), before.mean),
        cell(after.mean.toFixed(4), after.mean),
        cell(signed(after.mean - before.mean, 4), after.mean - before.mean),
      ]),
      caption: `Every program alike: its statements stay, ${first.variants} settings of its numbers are tried, those that keep up on ${first.seeds} seeds.`,
      provenance: provenanceOf(view, [first.seeds], "none: means over the tuning's seeds"),
    },
  ];
}

function stageBlocks(view: DiscoveryView, stage: FunnelStage): readonly Block[] {
  const entries = view.funnel.filter((entry) => entry.stage === stage).sort((a, b) => b.mean - a.mean);
  const comparisons = barComparisons(view, stage);
  const table: TableBlock = {
    kind: "table",
    id: `funnel-${stage}`,
    title: `Stage: ${stageName(stage)}`,
    columns,
    rows: entries.map((entry) =>
      entryRow(
        entry,
        comparisons.find((one) => one.entry === entry),
      ),
    ),
    caption: "Seeds are shared by all programs of a stage and by no search.",
    provenance: scoreProvenance(
      view,
      entries.map(({ scores }) => scores.length),
    ),
  };
  return [table, ...taskTable(view, stage, entries), ...powerWarning(comparisons)];
}

function entryRow(entry: FunnelEntry, comparison: BarComparison | undefined): readonly Cell[] {
  const { stage, role, family, rate, scores, mean, promoted } = entry;
  const tone = comparison?.verdict === "ahead" ? "best" : comparison?.verdict === "behind" ? "bad" : "plain";
  return [
    nameCell(entry),
    cell(family ?? "–", family, family === null ? "muted" : "plain"),
    cell(formatRate(rate), rate, "muted"),
    cell(stageEstimate(stage, scores), mean),
    comparison === undefined ? blank : cell(shiftText(comparison.shift, stage), comparison.shift.value, tone),
    comparison === undefined || comparison.p === null ? blank : cell(formatP(comparison.p), comparison.p),
    role === "baseline" || role === "reference"
      ? blank
      : cell(promoted ? "yes" : "no", promoted ? "yes" : "no", promoted ? "plain" : "muted"),
  ];
}

/** Library optimizers in brackets: they are there for comparison. */
function nameCell({ label, role }: Pick<FunnelEntry, "label" | "role">): Cell {
  return role === "reference" ? cell(`(${label})`, label, "muted") : cell(label, label);
}

/** Scores by task, where there are several. */
function taskTable(view: DiscoveryView, stage: FunnelStage, entries: readonly FunnelEntry[]): readonly TableBlock[] {
  const tasks = [...new Set(entries.flatMap(({ byTask }) => Object.keys(byTask)))];
  if (tasks.length < 2) return [];
  return [
    {
      kind: "table",
      id: `funnel-${stage}-tasks`,
      title: `${stageName(stage)[0]!.toUpperCase()}${stageName(stage).slice(1)}, by task`,
      columns: [columns[0]!, ...tasks.map((task) => column(task, "right", 1, `Mean score on ${task} over the seeds.`))],
      rows: entries.map((entry) => [
        nameCell(entry),
        ...tasks.map((task) => {
          const scores = entry.byTask[task] ?? [];
          return scores.length === 0 ? blank : cell(stageEstimate(stage, scores), mean(scores));
        }),
      ]),
      caption: "The same runs; a program's score is the mean over the tasks.",
      provenance: provenanceOf(
        view,
        entries.flatMap(({ byTask }) => Object.values(byTask).map((scores) => scores.length)),
        tableSpread(entries.flatMap(({ byTask }) => Object.values(byTask).map((scores) => scores.length))),
      ),
    },
  ];
}

function powerWarning(comparisons: readonly BarComparison[]): readonly Block[] {
  const tested = comparisons.filter(({ p }) => p !== null);
  const [few] = tested.filter(({ verdict }) => verdict === "no-claim");
  if (few === undefined) return [];
  const sizes = { n1: few.first.length, n2: few.second.length };
  const sentence = cannotDecide(sizes, { comparisons: tested.length, noun: "program", test: "mann-whitney" });
  return [text(`${sentence} No difference found does not mean that there is none.`, "warning")];
}

/** One figure for the stages whose unit is the score, one for the full task in percentage points. */
function differenceCharts(view: DiscoveryView, stages: readonly FunnelStage[]): readonly ChartBlock[] {
  return [stages.filter((stage) => stage !== "full"), stages.filter((stage) => stage === "full")].flatMap((group) => {
    const comparisons = group.flatMap((stage) => barComparisons(view, stage));
    return comparisons.length === 0 ? [] : [differenceChart(view, comparisons)];
  });
}

function differenceChart(view: DiscoveryView, comparisons: readonly BarComparison[]): ChartBlock {
  const full = comparisons[0]!.entry.stage === "full";
  const rows = comparisons.map(({ entry, shift, verdict }) => ({
    label: entry.role === "simplified" ? "simplified" : entry.label,
    stage: stageName(entry.stage),
    value: shift.value,
    low: shift.low ?? shift.value,
    high: shift.high ?? shift.value,
    kind: entry.role === "reference" ? "reference" : "found",
    description: `${entry.label}, ${stageName(entry.stage)}: ${shiftText(shift, entry.stage)} (${verdict})`,
  }));
  return {
    kind: "chart",
    id: full ? "funnel-full" : "funnel-proxies",
    title: `Difference to ${barLabel(view)} on the ${full ? "full task" : "proxies"}`,
    spec: differenceSpec(rows, full),
    caption:
      "To the right of the line a program does better than the bar at that stage. Grey: library optimizers, for comparison.",
    provenance: provenanceOf(
      view,
      comparisons.map(({ first }) => first.length),
      "Hodges-Lehmann shift with Moses' 95 % interval, where there are seeds enough for one",
    ),
  };
}

function differenceSpec(
  rows: readonly { readonly label: string; readonly stage: string }[],
  full: boolean,
): ChartBlock["spec"] {
  const x = {
    field: "value",
    type: "quantitative",
    title: full ? "shift of test accuracy (Hodges-Lehmann)" : "shift of score (Hodges-Lehmann)",
    axis: full ? { format: "+.1%", tickCount: 6 } : { format: "+.3~f", tickCount: 6 },
    scale: { zero: true, nice: true },
  };
  const y = { field: "label", type: "nominal", title: null, sort: null, axis: { labelLimit: 190, labelFlush: false } };
  const color = {
    field: "kind",
    type: "nominal",
    scale: { domain: ["found", "reference"], range: [palette[0], "#8a8a96"] },
    legend: null,
  };
  const layer = [
    {
      mark: { type: "rule", color: ink, strokeDash: [4, 3], opacity: 0.7, aria: false },
      encoding: { x: { datum: 0, type: "quantitative" } },
    },
    {
      mark: { type: "rule", strokeWidth: 2, aria: false },
      encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y, color },
    },
    {
      mark: { type: "point", filled: true, size: 60, opacity: 1 },
      encoding: { x, y, color, description: { field: "description" } },
    },
  ];
  const stages = [...new Set(rows.map(({ stage }) => stage))];
  const {
    layer: layers,
    width,
    height: _,
    ...rest
  } = chartSpec(layer, { data: { values: rows } }) as unknown as Record<string, unknown>;
  const row = {
    field: "stage",
    type: "nominal",
    title: null,
    sort: stages,
    header: { orient: "top", labelAnchor: "start" },
  };
  return {
    ...rest,
    facet: { row },
    spec: { width: Number(width) - 80, height: { step: 24 }, layer: layers },
    resolve: { scale: { y: "independent" } },
    spacing: 14,
  } as unknown as ChartBlock["spec"];
}
