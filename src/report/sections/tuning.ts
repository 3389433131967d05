/**
 * How accuracy depends on the settings, where more than one was varied: a map of two of them, and a line for each point across all.
 */
import { largest, smallest } from "../../core/extremes.ts";
import { entriesOf } from "../contenders.ts";
import type { ChartBlock, Section } from "../document.ts";
import { formatPercent, listInWords } from "../format.ts";
import { roundRange } from "../measures/height-range.ts";
import { provenance, type StudyView } from "../study-view.ts";
import { type Tuned, type TunedPoint, tunedOf } from "../tuned.ts";
import { parallelSpec } from "./parallel.ts";
import { planeSpec } from "./setting-plane.ts";
import { settingText } from "./setting-text.ts";

/** How far below the best accuracies are told apart by colour: 20 points. */
const deepest = 0.2;

/** Two figures for each optimizer of which more than one setting was varied; null where there is none. */
export function tuningSection(view: StudyView): Section | null {
  const able = entriesOf(view)
    .map((contender) => tunedOf(view, contender))
    .filter(({ varied, points }) => varied.length > 1 && points.some(({ accuracy }) => Number.isFinite(accuracy)));
  if (able.length === 0) return null;
  const range = colourRange(able.flatMap(({ points }) => points));
  const planes = able.map((tuned, index) => planeChart(view, { tuned, index, range }));
  const parallels = able.map((tuned, index) => parallelChart(view, { tuned, index, range }));
  return { id: "tuning", title: "How accuracy depends on the settings", blocks: [...planes, ...parallels] };
}

/** One optimizer in its figure. */
interface Shown {
  readonly tuned: Tuned;
  readonly index: number;
  /** Accuracies of the lowest and the highest colour, the same in all figures. */
  readonly range: readonly [number, number];
}

function colourRange(points: readonly TunedPoint[]): readonly [number, number] {
  const known = points.map(({ accuracy }) => accuracy).filter(Number.isFinite);
  const best = largest(known);
  return roundRange([Math.max(smallest(known), best - deepest), best]);
}

function planeChart(view: StudyView, { tuned, index, range }: Shown): ChartBlock {
  const [x, y] = planeAxes(tuned);
  const others = tuned.varied.filter((name) => name !== x && name !== y);
  return {
    kind: "chart",
    id: `settings-${index + 1}`,
    title: `${tuned.entry}: accuracy over ${x} and ${y}`,
    spec: planeSpec(tuned.points, { x, y, range, describe }),
    caption:
      `Validation accuracy at the best epoch, ${captionOfColours(range)}; a ring marks the best point.` +
      (others.length > 0 ? ` Where points differ in ${listInWords(others)} alone, the best is on top.` : "") +
      divergedWords(tuned),
    provenance: provenanceOf(view, tuned),
  };
}

/** The rate, and beside it the setting that explains the most: whose values have the most distant means. */
function planeAxes({ varied, points }: Tuned): readonly [string, string] {
  const [first, ...rest] = varied;
  const spread = (name: string): number => {
    const known = points.filter(({ accuracy }) => Number.isFinite(accuracy));
    const sorted = [...known].sort((a, b) => Number(a.settings[name]) - Number(b.settings[name]));
    const half = sorted.length >> 1;
    const meanOf = (some: readonly TunedPoint[]): number =>
      some.reduce((sum, { accuracy }) => sum + accuracy, 0) / some.length;
    return half === 0 ? 0 : Math.abs(meanOf(sorted.slice(0, half)) - meanOf(sorted.slice(half)));
  };
  return [first!, rest.reduce((most, name) => (spread(name) > spread(most) ? name : most))];
}

function parallelChart(view: StudyView, { tuned, index, range }: Shown): ChartBlock {
  return {
    kind: "chart",
    id: `parallel-${index + 1}`,
    title: `${tuned.entry}: every point tried`,
    spec: parallelSpec(tuned, { range, describe }),
    caption:
      `A line for each point across the settings that were varied, to its validation accuracy at the best epoch; ${captionOfColours(range)}, the best thick. ` +
      `The axis of accuracy ends at the lowest colour.${divergedWords(tuned)}`,
    provenance: provenanceOf(view, tuned),
  };
}

function captionOfColours([low, high]: readonly [number, number]): string {
  return `purple ${formatPercent(low)} or less, green ${formatPercent(high)}`;
}

function divergedWords({ points }: Tuned): string {
  return points.some(({ accuracy }) => accuracy === Number.NEGATIVE_INFINITY) ? " Red: a seed diverged." : "";
}

/** `lr 0.001, decay 0.1: 91.20 %` */
function describe({ settings, accuracy }: TunedPoint, names: readonly string[]): string {
  const values = names.map((name) => `${name} ${settingText(settings[name]!)}`);
  return `${values.join(", ")}: ${Number.isFinite(accuracy) ? formatPercent(accuracy) : "diverged"}`;
}

function provenanceOf(view: StudyView, { points }: Tuned): ChartBlock["provenance"] {
  const groups = points.map(({ runs }) => runs);
  const several = groups.some((runs) => runs.length > 1);
  return provenance(view, groups, several ? "none: means over seeds" : "none: one seed per point");
}
