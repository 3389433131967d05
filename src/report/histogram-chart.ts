/**
 * Histograms one below the other on one axis, for numbers that change with time.
 */
import type { TopLevelSpec } from "vega-lite";
import { chartConfig, divergedColor, palette } from "./theme.ts";

/** The bars of one histogram. */
export interface HistogramPanel {
  readonly title: string;
  readonly bars: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

/** What a figure shows. `marks`: values that a line goes through in every panel. */
export interface HistogramChart {
  readonly panels: readonly HistogramPanel[];
  readonly x: {
    readonly title: string;
    readonly domain: readonly [number, number];
    readonly values: readonly number[];
  };
  readonly y: string;
  readonly marks: readonly number[];
}

/** The figure. Each panel has heights of its own: as numbers gather, their bars grow. */
export function histogramChart(chart: HistogramChart): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    padding: 6,
    config: chartConfig,
    spacing: 12,
    vconcat: chart.panels.map((panel, i) => panelSpec(panel, { ...chart, last: i === chart.panels.length - 1 })),
  } as TopLevelSpec;
}

/** A panel; only the last names the axis. */
function panelSpec({ title, bars }: HistogramPanel, { x, y, marks, last }: HistogramChart & { last: boolean }): object {
  const scale = { domain: x.domain, nice: false };
  const across = {
    type: "quantitative",
    scale,
    title: last ? x.title : null,
    axis: { grid: false, labels: last, values: x.values },
  };
  return {
    title: { text: title, frame: "group" },
    width: 460,
    height: 78,
    layer: [
      {
        data: { values: bars.filter(({ count }) => count > 0) },
        mark: { type: "rect", color: palette[0], aria: false },
        encoding: {
          x: { ...across, field: "from" },
          x2: { field: "to" },
          y: { field: "count", type: "quantitative", title: y, axis: { tickCount: 3, minExtent: 30 } },
          y2: { datum: 0 },
        },
      },
      {
        data: { values: marks.map((value) => ({ value })) },
        mark: { type: "rule", strokeDash: [4, 3], strokeWidth: 1.4, color: divergedColor, aria: false },
        encoding: { x: { ...across, field: "value" } },
      },
    ],
  };
}
