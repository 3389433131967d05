/**
 * Meta-validation: were the programs that a search held best also better on larger tasks, and until when?
 */
import type { Block, ChartBlock, Section, TableBlock } from "../document.ts";
import { listInWords } from "../format.ts";
import { chartSpec } from "../sections/chart.ts";
import { countAxis, labelChannels } from "./chart.ts";
import { type DiscoveryView, provenanceOf } from "./discovery-view.ts";
import { type MetaCurve, overfittingOf } from "./overfitting-view.ts";
import { cell, column, methodName, shareText, signed, text, wholeText } from "./words.ts";

/** Two figures, what they show in words, and the peaks; null before the first measurement. */
export function metaValidationSection(view: DiscoveryView): Section | null {
  const curves = overfittingOf(view);
  if (curves.length === 0) return null;
  const blocks: Block[] = [
    ...curves.filter(({ finding }) => finding.verdict === "over-fitted").map(overfittedText),
    ...quietText(curves),
    metaChart(view, { curves, metric: "metaFitness" }),
    metaChart(view, { curves, metric: "fitness" }),
    peakTable(view, curves),
  ];
  return { id: "meta-validation", title: "Meta-validation", blocks };
}

function overfittedText({ search, finding }: MetaCurve): Block {
  const { peakShare, rise, fall } = finding;
  return text(
    `Over-fitting to the proxy tasks in ${methodName(search.method)} with seed ${search.seed}: the peak on the larger tasks came ${peakShare! < 0.5 ? "early" : "late"}, ${shareText(peakShare)} into its evaluations; ` +
      `from there on search fitness rose by another ${rise.toFixed(4)} while meta-fitness fell by ${fall.toFixed(4)}.`,
    "warning",
  );
}

/** The other searches together: those without a fall that counts, and those with too few points. */
function quietText(curves: readonly MetaCurve[]): readonly Block[] {
  const named = (verdict: "none" | "unknown"): string =>
    listInWords(curves.filter(({ finding }) => finding.verdict === verdict).map((curve) => curveName(curve, curves)));
  const [none, unknown] = [named("none"), named("unknown")];
  return [
    ...(none === "" ? [] : [text(`No over-fitting beyond the roughness of the curves: ${none}.`)]),
    ...(unknown === "" ? [] : [text(`Too few points to judge: ${unknown}.`)]),
  ];
}

/** "seed 3", with the method where there are several. */
function curveName({ search }: MetaCurve, curves: readonly MetaCurve[]): string {
  const several = new Set(curves.map((curve) => curve.search.method)).size > 1;
  return several ? `${methodName(search.method)}, seed ${search.seed}` : `seed ${search.seed}`;
}

const columns = [
  column("search", "left", 0, "Method and seed."),
  column("points", "right", 2, "Programs that were the best of the search for a while and were measured."),
  column("peak at", "right", 0, "Evaluations at the peak of meta-fitness, after a running median of three."),
  column("of the run", "right", 0, "The same as a share of the search's evaluations; early is below a half."),
  column("fitness after it", "right", 1, "Change of search fitness from the peak to the end."),
  column("meta-fitness after it", "right", 0, "Change of meta-fitness from the peak to the end."),
  column("told apart from", "right", 3, "Falls up to this are within the roughness of the curve."),
  column("finding", "left", 0, "Over-fitted: the fall exceeds that bound while search fitness rose."),
];

function peakTable(view: DiscoveryView, curves: readonly MetaCurve[]): TableBlock {
  return {
    kind: "table",
    id: "meta-validation",
    title: "Where the larger tasks peak",
    columns,
    rows: curves.map(({ search, points, finding }) => [
      cell(`${methodName(search.method)}, seed ${search.seed}`, `${search.method} ${search.seed}`),
      cell(String(points.length), points.length, "muted"),
      cell(wholeText(finding.peakAt!), finding.peakAt),
      cell(shareText(finding.peakShare), finding.peakShare),
      cell(signed(finding.rise, 4), finding.rise),
      cell(signed(-finding.fall, 4), -finding.fall, finding.verdict === "over-fitted" ? "bad" : "plain"),
      cell(finding.tolerance.toFixed(4), finding.tolerance, "muted"),
      cell(
        finding.verdict === "none" ? "none" : finding.verdict,
        finding.verdict,
        finding.verdict === "over-fitted" ? "bad" : "muted",
      ),
    ]),
    caption:
      "Runs that peak late carry over better (Chen et al. 2023, arXiv:2302.06675, figure 3). The bound is twice the curve's own roughness, at least 0.002: a rule of this report, not a test.",
    provenance: provenanceOf(view, [curves.length], "none: one curve for each seed"),
  };
}

type Metric = "fitness" | "metaFitness";

function metaChart(
  view: DiscoveryView,
  { curves, metric }: { readonly curves: readonly MetaCurve[]; readonly metric: Metric },
): ChartBlock {
  const meta = metric === "metaFitness";
  return {
    kind: "chart",
    id: meta ? "meta-fitness" : "meta-search-fitness",
    title: meta ? "On larger tasks" : "On the search's own tasks",
    spec: metaSpec(curves, metric),
    caption: meta
      ? "Meta-fitness: the mean score of the same programs on larger tasks, which no search selects by. Large dots: the peak of each search."
      : "Search fitness of the programs that were the best of their search when they were found.",
    provenance: provenanceOf(view, [curves.length], "none: one line for each seed"),
  };
}

function metaSpec(curves: readonly MetaCurve[], metric: Metric): ChartBlock["spec"] {
  const { color, strokeDash } = labelChannels(curves.map((curve) => curveName(curve, curves)));
  const last = Math.max(...curves.map(({ search }) => search.evaluations));
  const points = curves.flatMap((curve) =>
    curve.points.map((point) => ({
      label: curveName(curve, curves),
      x: point.evaluations,
      y: point[metric],
      peak: point.evaluations === curve.finding.peakAt,
      description: `${curveName(curve, curves)}, ${wholeText(point.evaluations)} evaluations: fitness ${point.fitness.toFixed(4)}, on larger tasks ${point.metaFitness.toFixed(4)}`,
    })),
  );
  const x = {
    field: "x",
    type: "quantitative",
    title: "evaluations",
    scale: { domain: [0, last], nice: false },
    axis: countAxis,
  };
  const title = metric === "metaFitness" ? "meta-fitness" : "search fitness";
  const y = { field: "y", type: "quantitative", title, scale: { zero: false, nice: true, padding: 6 } };
  return chartSpec(
    [
      {
        mark: { type: "line", interpolate: "step-after", strokeWidth: 1.8, aria: false },
        encoding: { x, y, color, strokeDash },
      },
      {
        mark: { type: "point", filled: true, size: 24, opacity: 0.9 },
        encoding: { x, y, color, description: { field: "description" } },
      },
      {
        transform: [{ filter: "datum.peak" }],
        mark: { type: "point", filled: true, size: 110, opacity: 1, aria: false },
        encoding: { x, y, color },
      },
    ],
    { data: { values: points } },
  );
}
