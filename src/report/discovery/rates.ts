/**
 * Along the run of evolution: how often a program was known, how much of it changes nothing, and how evaluations ended.
 */
import { largest } from "../../core/extremes.ts";
import type { ChartBlock, Section } from "../document.ts";
import { type BandPoint, chartSpec } from "../sections/chart.ts";
import { divergedColor, ink, palette } from "../theme.ts";
import { countAxis, labelChannels, rangePoint } from "./chart.ts";
import { type DiscoveryView, provenanceOf, searchesOf } from "./discovery-view.ts";
import { addStretches, emptyStretch, type Outcomes, type SearchStretch } from "./search-stretch.ts";
import type { SearchView } from "./search-view.ts";
import { shareText, wholeText } from "./words.ts";

/** A rate of a stretch of children, with the figure that the paper reports at the end of its runs. */
interface Rate {
  readonly label: string;
  readonly paper: number;
  readonly of: (stretch: SearchStretch) => number;
}

const rates: readonly Rate[] = [
  { label: "cache hits", paper: 0.891, of: ({ hits, mutations }) => hits / mutations },
  { label: "redundant statements", paper: 0.698, of: ({ redundancy, mutations }) => redundancy / mutations },
];

const outcomes: readonly (keyof Outcomes)[] = ["finished", "stopped", "diverged", "failed"];

const outcomeColors: { readonly [status in keyof Outcomes]: string } = {
  finished: palette[2]!,
  stopped: palette[7]!,
  diverged: divergedColor,
  failed: palette[6]!,
};

/** Two figures of the evolution searches; null while there are fewer than two stretches. */
export function ratesSection(view: DiscoveryView): Section | null {
  const searches = searchesOf(view, "evolution").filter(({ stretches }) => stretches.length > 1);
  if (searches.length === 0) return null;
  return {
    id: "rates",
    title: "Cache and redundancy",
    blocks: [rateChart(view, searches), outcomeChart(view, searches)],
  };
}

function rateChart(view: DiscoveryView, searches: readonly SearchView[]): ChartBlock {
  return {
    kind: "chart",
    id: "rates",
    title: "Known programs and redundant statements",
    spec: rateSpec(rates.flatMap((rate) => ratePoints(view, searches, rate))),
    caption:
      `Each point is a stretch of ${wholeText(view.stretchLength)} children. Cache hits: children by mutation whose program, up to equivalence, the search had seen. ` +
      "Redundant statements: the share of a child's statements that pruning takes away, mean over the same children. " +
      "Dotted lines: the paper's figures over whole runs, 89.1 % and 69.8 % (Chen et al. 2023, arXiv:2302.06675, section 2); its runs are longer, and its cache knows fewer programs as equal.",
    provenance: provenanceOf(
      view,
      [searches.length],
      searches.length > 1 ? "line: median over seeds; band: lowest to highest seed" : "none: one seed",
    ),
  };
}

function ratePoints(view: DiscoveryView, searches: readonly SearchView[], rate: Rate): readonly BandPoint[] {
  const full = searches.map(({ stretches }) => stretches.filter(({ mutations }) => mutations > 0));
  const shared = Math.min(...full.map((stretches) => stretches.length));
  return Array.from({ length: shared }, (_, index) => {
    const values = full.map((stretches) => rate.of(stretches[index]!));
    const x = (index + 1) * view.stretchLength;
    const point = rangePoint(values, { label: rate.label, x, description: "" });
    return { ...point, description: `${rate.label} up to child ${wholeText(x)}: ${shareText(point.mean)}` };
  });
}

function rateSpec(points: readonly BandPoint[]): ChartBlock["spec"] {
  const { color, strokeDash } = labelChannels(rates.map(({ label }) => label));
  const x = childrenAxis(points);
  const y = {
    field: "mean",
    type: "quantitative",
    title: "share",
    scale: { domain: [0, 1] },
    axis: { format: ".0%", tickCount: 6 },
  };
  const references = rates.map(({ label, paper }) => ({ label, mean: paper, text: `paper: ${shareText(paper)}` }));
  return chartSpec(
    [
      {
        data: { values: references },
        mark: { type: "rule", strokeDash: [2, 3], strokeWidth: 1.5, opacity: 0.8, aria: false },
        encoding: { y, color },
      },
      {
        data: { values: references },
        mark: { type: "text", align: "left", baseline: "bottom", dx: 3, dy: -2, fontSize: 11, color: ink, aria: false },
        encoding: { y, x: { value: 0 }, text: { field: "text" } },
      },
      {
        mark: { type: "area", opacity: 0.15, clip: true, aria: false },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
      },
      { mark: { type: "line", strokeWidth: 2, clip: true, aria: false }, encoding: { x, y, color, strokeDash } },
      {
        mark: { type: "point", filled: true, size: 26, opacity: 0, clip: true },
        encoding: { x, y, color, description: { field: "description" } },
      },
    ],
    { data: { values: points } },
  );
}

function outcomeChart(view: DiscoveryView, searches: readonly SearchView[]): ChartBlock {
  const values = outcomePoints(view, searches);
  const seen = outcomes.filter((status) => values.some((point) => point.label === status && point.count > 0));
  const x = childrenAxis(values);
  const y = {
    field: "share",
    type: "quantitative",
    stack: "zero",
    title: "share of evaluations",
    scale: { domain: [0, 1] },
    axis: { format: ".0%", tickCount: 6 },
  };
  const color = {
    field: "label",
    type: "nominal",
    scale: { domain: seen, range: seen.map((status) => outcomeColors[status]) },
    legend: { columns: 4, symbolType: "square", symbolStrokeWidth: 0 },
  };
  return {
    kind: "chart",
    id: "outcomes",
    title: "How evaluations ended",
    spec: chartSpec(
      [
        {
          mark: { type: "area", opacity: 0.8, aria: false },
          encoding: { x, y, color, order: { field: "order", type: "quantitative" } },
        },
      ],
      { data: { values: values.filter(({ label }) => seen.includes(label)) } },
    ),
    caption:
      "Evaluations of all evolution searches together, by the stretch of children that they belong to. Stopped: given up because a run fell behind its parent's; diverged: a loss that was not finite or far above that of a guess; failed: a fault that struck twice. All but finished count as fitness 0.",
    provenance: provenanceOf(view, [searches.length], "none: counts of all seeds together"),
  };
}

function outcomePoints(view: DiscoveryView, searches: readonly SearchView[]) {
  const longest = Math.max(...searches.map(({ stretches }) => stretches.length));
  return Array.from({ length: longest }, (_, index) => index).flatMap((index) => {
    const together = searches
      .map(({ stretches }) => stretches[index] ?? emptyStretch())
      .reduce(addStretches, emptyStretch());
    const total = outcomes.reduce((sum, status) => sum + together.outcomes[status], 0);
    if (total === 0) return [];
    return outcomes.map((label, order) => {
      const count = together.outcomes[label];
      return { label, order, x: (index + 1) * view.stretchLength, count, share: count / total };
    });
  });
}

function childrenAxis(points: readonly { readonly x: number }[]): object {
  const domain = [0, largest(points.map((point) => point.x))];
  return {
    field: "x",
    type: "quantitative",
    title: "programs generated",
    scale: { domain, nice: false },
    axis: countAxis,
  };
}
