/**
 * Figures of lines over a number: several series with a legend, axes of equal or logarithmic steps, and lines that mark a value.
 */
import type { TopLevelSpec } from "vega-lite";
import { chartSpec, legendOf } from "./sections/chart.ts";
import { palette } from "./theme.ts";

/** A point of a line. */
export type LinePoint = readonly [x: number, y: number];

/**
 * One line. `like`: label of an earlier series whose colour it takes; `told`: what its points say to readers who point at them;
 * `unlisted`: not in the legend. */
export interface LineSeries {
  readonly label: string;
  readonly points: readonly LinePoint[];
  readonly like?: string;
  readonly dash?: readonly number[];
  /** Drawn as steps, each value lasting until the next. */
  readonly stepped?: boolean;
  readonly dots?: boolean;
  readonly unlisted?: boolean;
  readonly told?: (point: LinePoint) => string;
}

/** An axis. */
export interface LineAxis {
  readonly title: string;
  readonly log?: boolean;
  readonly domain?: readonly [number, number];
  readonly format?: string;
  readonly values?: readonly number[];
}

/** A value that is marked, with a word. */
export interface Mark {
  readonly axis: "x" | "y";
  readonly value: number;
  readonly text: string;
}

/** What a figure shows. */
export interface LineChart {
  readonly series: readonly LineSeries[];
  readonly x: LineAxis;
  readonly y: LineAxis;
  readonly marks?: readonly Mark[];
  readonly height?: number;
}

/** The figure. On a logarithmic axis, values of 0 and below are left out. */
export function lineChart({ series, x, y, marks = [], height = 270 }: LineChart): TopLevelSpec {
  const channels = { x: axisChannel("x", x), y: axisChannel("y", y), ...seriesChannels(series) };
  const lines = series.map((one) => ({
    data: { values: visible(one.points, { x, y }).map(([a, b]) => ({ x: a, y: b, label: one.label })) },
    mark: {
      type: "line",
      strokeWidth: 2,
      clip: true,
      aria: false,
      ...(one.stepped === true ? { interpolate: "step-after" } : {}),
    },
    encoding: channels,
  }));
  const dotted = series.filter(({ dots, told }) => dots === true || told !== undefined);
  const dots = dotted.map((one) => ({
    data: {
      values: visible(one.points, { x, y }).map((point) => {
        return { x: point[0], y: point[1], label: one.label, description: one.told?.(point) ?? one.label };
      }),
    },
    mark: { type: "point", filled: true, size: 42, opacity: one.dots === true ? 1 : 0, clip: true },
    encoding: { x: channels.x, y: channels.y, color: channels.color, description: { field: "description" } },
  }));
  return chartSpec([...marks.flatMap((mark) => markLayers(mark, channels)), ...lines, ...dots], { height });
}

/** At most `most` points of a line, at even distances along the list, the last included. */
export function thinned<P>(points: readonly P[], most: number): readonly P[] {
  const every = Math.max(1, Math.ceil(points.length / most));
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

/** Colour and dash of series by label. */
export function seriesChannels(series: readonly Pick<LineSeries, "label" | "like" | "dash" | "unlisted">[]) {
  const domain = series.map(({ label }) => label);
  const own = series.filter(({ like }) => like === undefined).map(({ label }) => label);
  const colors = series.map(({ label, like = label }) => palette[own.indexOf(like) % palette.length]!);
  const listed = series.filter(({ unlisted }) => unlisted !== true).map(({ label }) => label);
  const legend = listed.length < 2 ? null : { ...legendOf(listed), values: listed };
  const channel = { field: "label", type: "nominal", legend };
  return {
    color: { ...channel, scale: { domain, range: colors } },
    strokeDash: { ...channel, scale: { domain, range: series.map(({ dash = [] }) => dash) } },
  };
}

/** The channel of an axis. */
export function axisChannel(field: "x" | "y", axis: LineAxis): Readonly<Record<string, unknown>> {
  const { title, log = false, domain, format = log ? "~e" : undefined } = axis;
  return {
    field,
    type: "quantitative",
    title,
    scale: { ...(log ? { type: "log" } : { zero: false }), ...(domain === undefined ? {} : { domain, nice: false }) },
    axis: { grid: field === "y", ...(format === undefined ? {} : { format }), ...ticks(axis) },
  };
}

/** Where an axis has ticks: the values given; on a logarithmic axis powers of ten, at most about eight. */
function ticks({ log, domain, values }: LineAxis): object {
  if (values !== undefined) return { values };
  if (log !== true || domain === undefined) return {};
  const [first, last] = [Math.ceil(Math.log10(domain[0])), Math.floor(Math.log10(domain[1]))];
  const every = Math.ceil((last - first + 1) / 8);
  const powers = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => 10 ** (last - i * every));
  return { values: powers };
}

function visible(points: readonly LinePoint[], { x, y }: { readonly x: LineAxis; readonly y: LineAxis }) {
  return points.filter(([a, b]) => (x.log !== true || a > 0) && (y.log !== true || b > 0));
}

function markLayers({ axis, value, text }: Mark, { x, y }: { readonly x: object; readonly y: object }): object[] {
  const data = { values: [{ [axis]: value, text }] };
  const place = axis === "x" ? { x } : { y };
  const beside =
    axis === "x"
      ? { y: { value: 4 }, mark: { align: "left", baseline: "top", dx: 4 } }
      : { x: { value: 6 }, mark: { align: "left", baseline: "bottom", dy: -3 } };
  const { mark, ...other } = beside;
  return [
    {
      data,
      mark: { type: "rule", strokeDash: [4, 3], strokeWidth: 1.2, color: "#8a8a96", aria: false, clip: true },
      encoding: place,
    },
    {
      data,
      mark: { type: "text", fontSize: 11, color: "#8a8a96", aria: false, ...mark },
      encoding: { ...place, ...other, text: { field: "text" } },
    },
  ];
}
