/**
 * Figures of points over two numbers, in groups with a legend; a group may be joined by a line, and single places named.
 */
import type { TopLevelSpec } from "vega-lite";
import { axisChannel, type LineAxis, type LinePoint, seriesChannels } from "./line-chart.ts";
import { type MarkedPlace, placeLayers } from "./plane-chart.ts";
import { chartSpec } from "./sections/chart.ts";

/** Points of one kind. `told`: what each says to readers who point at it. */
export interface PointGroup {
  readonly label: string;
  readonly points: readonly LinePoint[];
  readonly size: number;
  readonly opacity?: number;
  readonly line?: boolean;
  readonly told?: readonly string[];
}

/** What a figure shows. */
export interface ScatterChart {
  readonly groups: readonly PointGroup[];
  readonly places: readonly MarkedPlace[];
  readonly x: LineAxis;
  readonly y: LineAxis;
}

/** The figure; later groups lie above earlier ones. */
export function scatterChart({ groups, places, x, y }: ScatterChart): TopLevelSpec {
  const place = { x: axisChannel("x", x), y: axisChannel("y", y) };
  const encoding = { ...place, color: seriesChannels(groups).color };
  const layers = groups.flatMap(({ label, points, size, opacity = 1, line = false, told }) => {
    const values = points.map(([a, b], i) => ({ x: a, y: b, label, order: i, description: told?.[i] ?? "" }));
    const way = {
      data: { values },
      mark: { type: "line", strokeWidth: 2, aria: false },
      encoding: { ...encoding, order: { field: "order" } },
    };
    const dots = {
      data: { values },
      mark: { type: "point", filled: true, size, opacity, aria: told !== undefined },
      encoding: told === undefined ? encoding : { ...encoding, description: { field: "description" } },
    };
    return line ? [way, dots] : [dots];
  });
  return chartSpec([...layers, ...places.flatMap((one) => placeLayers(one, place))], { height: 320 });
}
