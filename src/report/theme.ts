/**
 * Colours and type of all figures, chosen to be told apart on light and dark paper and by readers who see few hues.
 */
import type { TopLevelSpec } from "vega-lite";

/** Line colours, in the order of a study's optimizers; they repeat with another dash. */
export const palette: readonly string[] = [
  "#8455f5",
  "#e8830c",
  "#0f9d76",
  "#2f7de1",
  "#d6336c",
  "#9c6b30",
  "#5c7c8a",
  "#b8a100",
];

/** Dash patterns: one per round of the palette. */
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3]];

/** Heights from low (purple) to high (green), equally spaced. */
export const heightColors: readonly string[] = ["#4a1486", "#54489d", "#3f729b", "#2b9489", "#35b26b", "#8be04e"];

/** Colour of what went wrong. */
export const divergedColor = "#e03131";

/** Name of a mark that stands for the ink of the page; the page replaces it, a file shows it as dark grey. */
export const ink = "#3a3a46";

/** Settings shared by all Vega-Lite figures; merged under a specification's own `config`. */
export const chartConfig: NonNullable<TopLevelSpec["config"]> = {
  background: "transparent",
  font: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  view: { stroke: "transparent" },
  axis: {
    labelColor: ink,
    titleColor: ink,
    domainColor: "#8a8a96",
    tickColor: "#8a8a96",
    gridColor: "#8a8a96",
    gridOpacity: 0.22,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 500,
    labelFlush: true,
  },
  legend: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 12,
    labelLimit: 0,
    symbolType: "stroke",
    symbolOpacity: 1,
    symbolStrokeWidth: 3,
    symbolSize: 260,
    orient: "top",
    title: null,
  },
  title: { color: ink, fontSize: 12, fontWeight: 600, anchor: "start", offset: 6 },
  header: { labelColor: ink, titleColor: ink, labelFontSize: 12, labelFontWeight: 600 },
};
