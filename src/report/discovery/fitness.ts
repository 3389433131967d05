/**
 * Fitness over the search: best so far of evolution and of both baselines, against evaluations and against programs.
 */
import { largest } from "../../core/extremes.ts";
import type { SearchMethod } from "../../records/search-records.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { ChartBlock, Section } from "../document.ts";
import { listInWords } from "../format.ts";
import { type BandPoint, bandDomain, chartSpec } from "../sections/chart.ts";
import { ink } from "../theme.ts";
import { countAxis, methodChannels, places, rangePoint } from "./chart.ts";
import { type DiscoveryView, methodsOf, provenanceOf, searchesOf } from "./discovery-view.ts";
import { bestAfter, type SearchView } from "./search-view.ts";
import { methodName, text, wholeText } from "./words.ts";

type Unit = "evaluations" | "children";

const unitNames: { readonly [unit in Unit]: string } = { evaluations: "evaluations", children: "programs generated" };

/** Two figures; null while no search has two evaluations. */
export function fitnessSection(view: DiscoveryView): Section | null {
  const methods = methodsOf(view).filter((method) => sharedCount(started(view, method), "evaluations") > 1);
  if (methods.length === 0) return null;
  const absent = (["random", "constants"] as const).filter((method) => !methods.includes(method));
  return {
    id: "fitness",
    title: "Fitness",
    blocks: [
      fitnessChart(view, { methods, unit: "evaluations" }),
      fitnessChart(view, { methods, unit: "children" }),
      ...(absent.length > 0 && methods.includes("evolution")
        ? [
            text(
              `Not run: ${listInWords(absent.map(methodName))}; without it the figure does not show what selection adds.`,
              "warning",
            ),
          ]
        : []),
    ],
  };
}

function fitnessChart(
  view: DiscoveryView,
  { methods, unit }: { readonly methods: readonly SearchMethod[]; readonly unit: Unit },
): ChartBlock {
  const groups = methods.map((method) => started(view, method));
  const points = methods.flatMap((method, index) => linePoints(groups[index]!, { method, unit }));
  const several = groups.some((group) => group.length > 1);
  const uneven = groups.some((group) => group.some((search) => search[unit] > sharedCount(group, unit)));
  return {
    kind: "chart",
    id: `fitness-${unit}`,
    title: `Best fitness so far, by ${unitNames[unit]}`,
    spec: fitnessSpec(points, { methods, unit, seedFitness: seedFitnessOf(view) }),
    caption:
      "Fitness is the mean score on the proxy tasks, with the seeds of the search; the dashed line is the seed program. " +
      (unit === "children"
        ? "Programs that were known cost nothing, so evolution generates many more than it evaluates."
        : "An evaluation trains a program that the search had not seen.") +
      (uneven ? " A line ends where its first seed did." : ""),
    provenance: provenanceOf(
      view,
      groups.map((group) => group.length),
      several ? "line: median over seeds; band: lowest to highest seed" : "none: one seed",
    ),
  };
}

function linePoints(
  searches: readonly SearchView[],
  { method, unit }: { readonly method: SearchMethod; readonly unit: Unit },
): readonly BandPoint[] {
  const label = methodName(method);
  return places(sharedCount(searches, unit), 120).map((x) => {
    const values = searches.flatMap((search) => bestAfter(search, x, unit) ?? []);
    const point = rangePoint(values, { label, x, description: "" });
    const range = values.length > 1 ? ` (${point.low.toFixed(4)} to ${point.high.toFixed(4)})` : "";
    return { ...point, description: `${label}, ${wholeText(x)} ${unitNames[unit]}: ${point.mean.toFixed(4)}${range}` };
  });
}

function fitnessSpec(
  points: readonly BandPoint[],
  {
    methods,
    unit,
    seedFitness,
  }: { readonly methods: readonly SearchMethod[]; readonly unit: Unit; readonly seedFitness: number | null },
): ChartBlock["spec"] {
  const { color, strokeDash } = methodChannels(methods);
  const last = largest(points.map((point) => point.x));
  const x = {
    field: "x",
    type: "quantitative",
    title: unitNames[unit],
    scale: { domain: [0, last], nice: false },
    axis: countAxis,
  };
  const y = { field: "mean", type: "quantitative", title: "best fitness so far", scale: yScale(points, seedFitness) };
  const step = { interpolate: "step-after", clip: true, aria: false };
  const shown = points.filter((_, index) => index % 4 === 0);
  return chartSpec(
    [
      ...seedRule(seedFitness),
      {
        mark: { type: "area", opacity: 0.15, ...step },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
      },
      { mark: { type: "line", strokeWidth: 2, ...step }, encoding: { x, y, color, strokeDash } },
      {
        data: { values: shown },
        mark: { type: "point", filled: true, size: 26, opacity: 0, clip: true },
        encoding: { x, y, color, description: { field: "description" } },
      },
    ],
    { data: { values: points } },
  );
}

function seedRule(seedFitness: number | null): readonly object[] {
  if (seedFitness === null) return [];
  const y = { datum: seedFitness, type: "quantitative" };
  return [
    {
      data: { values: [{}] },
      mark: { type: "rule", color: ink, strokeDash: [4, 3], opacity: 0.7, aria: false },
      encoding: { y },
    },
    {
      data: { values: [{}] },
      mark: {
        type: "text",
        text: "seed program",
        color: ink,
        align: "right",
        baseline: "top",
        dy: 4,
        fontSize: 11,
        aria: false,
      },
      encoding: { y, x: { value: { expr: "width" } } },
    },
  ];
}

function yScale(points: readonly BandPoint[], seedFitness: number | null): object {
  const [low, high] = bandDomain(points);
  const bottom = seedFitness === null ? low : Math.min(low, seedFitness - (high - seedFitness) * 0.12);
  return { domain: [Math.max(0, bottom), high], zero: false, nice: false };
}

/** Mean over the searches, which share it unless they run on different seeds of the proxies. */
function seedFitnessOf(view: DiscoveryView): number | null {
  const known = view.searches.flatMap(({ seedFitness }) => seedFitness ?? []);
  return known.length === 0 ? null : mean(known);
}

function started(view: DiscoveryView, method: SearchMethod): readonly SearchView[] {
  return searchesOf(view, method).filter(({ evaluations }) => evaluations > 0);
}

function sharedCount(searches: readonly SearchView[], unit: Unit): number {
  return searches.length === 0 ? 0 : Math.min(...searches.map((search) => search[unit]));
}
