/** Learning curves as they are drawn: a line for each pick, made smooth where that was asked for, with what it was made of behind it. */
import type { TrialCurve, TrialSteps } from "../../../src/dashboard/views.ts";
import type { PlotLine } from "../../parts/plot/plot-lines.ts";
import type { PickedLine } from "../picked-lines.ts";
import { lookOf } from "../picks.ts";
import { type CurveAxis, curveLine, type Measure } from "./curve-lines.ts";
import { smoothLine } from "./smooth-line.ts";

/** Curves and points that are here, by the keys of their trials. */
export interface KnownCurves {
  readonly curves: ReadonlyMap<string, TrialCurve>;
  readonly steps: ReadonlyMap<string, TrialSteps>;
}

/** Lines over an axis, before they are made smooth. */
export function curveLines(
  lines: readonly PickedLine[],
  { curves, steps, measure, axis }: KnownCurves & { readonly measure: Measure; readonly axis: CurveAxis },
): readonly PlotLine[] {
  return lines.map(({ key, name, place, rows }) => {
    const own = rows.flatMap((row) => curves.get(row.key) ?? []);
    return { key, name, ...lookOf(place), ...curveLine(own, { measure, axis, steps }) };
  });
}

/** The lines as means of `points` points, each over the line that was measured; 1: as they are. */
export function smoothed(lines: readonly PlotLine[], points: number): readonly PlotLine[] {
  if (points <= 1) return lines;
  const behind = lines.map((line): PlotLine => {
    return { ...line, key: `${line.key} measured`, name: `${line.name}, measured`, faint: true };
  });
  return [...behind, ...lines.map(({ low: _, high: __, ...line }) => ({ ...line, y: smoothLine(line.y, points) }))];
}
