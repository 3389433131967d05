/**
 * Figures in the plane: lines of equal height, sets with their borders, ways through them, and single places. Both axes have one scale.
 */
import type { TopLevelSpec } from "vega-lite";
import { axisChannel, type LinePoint, seriesChannels } from "./line-chart.ts";
import { chartSpec } from "./sections/chart.ts";
import { ink } from "./theme.ts";

/** A way, with the set that it ends in. */
export interface PlaneSeries {
  readonly label: string;
  readonly path: readonly LinePoint[];
  /** A closed line; null where there is none. */
  readonly border: readonly LinePoint[] | null;
}

/** A place that is marked, with a word beside it. */
export interface MarkedPlace {
  readonly at: LinePoint;
  readonly text: string;
  readonly shape: "cross" | "circle" | "diamond";
}

/** What a figure shows. `range`: ends of both axes. */
export interface PlaneChart {
  readonly series: readonly PlaneSeries[];
  readonly contours: readonly { readonly points: readonly LinePoint[] }[];
  readonly places: readonly MarkedPlace[];
  readonly range: readonly [number, number];
  readonly titles: readonly [string, string];
}

const side = 400;

/** The figure. */
export function planeChart({ series, contours, places, range, titles }: PlaneChart): TopLevelSpec {
  const x = axisChannel("x", { title: titles[0], domain: range });
  const y = axisChannel("y", { title: titles[1], domain: range });
  const { color } = seriesChannels(series);
  const order = { field: "order", type: "quantitative" };
  const lineLayer = (lines: readonly Labelled[], mark: object, encoding: object): object => ({
    data: { values: lines.flatMap(rowsOf) },
    mark: { type: "line", clip: true, aria: false, ...mark },
    encoding: { x, y, order, detail: { field: "line", type: "nominal" }, ...encoding },
  });
  const borders = series.flatMap(({ label, border }) => (border === null ? [] : [{ label, points: border }]));
  const heights = contours.map(({ points }, i) => ({ label: `level ${i}`, points }));
  const paths = series.map(({ label, path }) => ({ label, points: path }));
  const ends = series.map(({ label, path }) => ({ label, x: path.at(-1)![0], y: path.at(-1)![1] }));
  const layers = [
    lineLayer(heights, { strokeWidth: 0.8, color: "#8a8a96", opacity: 0.6 }, {}),
    ...borders.map((one) =>
      lineLayer(
        [one],
        { strokeWidth: 1.5, interpolate: "linear-closed", fillOpacity: 0.1 },
        { color, fill: { ...color, legend: null } },
      ),
    ),
    lineLayer(paths, { strokeWidth: 1.8, strokeJoin: "round" }, { color }),
    {
      data: { values: ends },
      mark: { type: "point", filled: true, size: 60, opacity: 1, aria: false },
      encoding: { x, y, color },
    },
    ...places.flatMap((place) => placeLayers(place, { x, y })),
  ];
  return chartSpec(layers, { width: side, height: side });
}

interface Labelled {
  readonly label: string;
  readonly points: readonly LinePoint[];
}

function rowsOf({ label, points }: Labelled, line: number): object[] {
  return points.map(([x, y], order) => ({ label, line, order, x: short(x), y: short(y) }));
}

/** Four decimals: more than a figure can show. */
function short(value: number): number {
  return Number(value.toFixed(4));
}

/** A marked place with its word. */
export function placeLayers({ at: [x, y], text, shape }: MarkedPlace, encoding: object): object[] {
  const data = { values: [{ x, y, text }] };
  return [
    {
      data,
      mark: {
        type: "point",
        shape,
        filled: true,
        size: 70,
        color: ink,
        opacity: 1,
        aria: false,
        ...(shape === "cross" ? { angle: 45 } : {}),
      },
      encoding,
    },
    {
      data,
      mark: { type: "text", align: "left", baseline: "bottom", dx: 7, dy: -3, fontSize: 11, color: ink, aria: false },
      encoding: { ...encoding, text: { field: "text" } },
    },
  ];
}
