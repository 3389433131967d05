/** A figure of lines as uPlot takes it: its options, and the columns of its data. */
import uPlot from "uplot";
import { formatRate } from "../../../src/report/format.ts";
import { isShortAxis, splitsOf } from "./axis-places.ts";
import { alignLines, type PlotAxis, type PlotLine, type PlotMark, positiveLine } from "./plot-lines.ts";
import { thinLine } from "./thin-line.ts";
import { tickText } from "./ticks.ts";

/** What is drawn. `group`: figures of one group move one cursor. */
export interface UplotFigure {
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly lines: readonly PlotLine[];
  readonly group?: string | undefined;
}

/** What a figure has around it, and what it tells. */
export interface UplotPlace {
  readonly width: number;
  readonly height: number;
  /** As they are when the figure is drawn. */
  readonly marks: () => readonly PlotMark[];
  readonly lines: () => readonly PlotLine[];
  readonly onCursor: (place: number | null) => void;
  /** The figure shows another part of the axis. */
  readonly onZoom: (plot: uPlot) => void;
}

/** From where to where a figure is zoomed; null: all. */
export type Zoom = readonly [from: number, to: number] | null;

/** Columns of uPlot: places, then of each line its values, and the ends of its band where it has one. Long lines are thinned to what the zoom shows. */
export function uplotData(
  { x, y, lines }: UplotFigure,
  { width, zoom }: { readonly width: number; readonly zoom: Zoom },
): uPlot.AlignedData {
  const log = x.log === true;
  const above = lines.map((line) => positiveLine(line, { x: log, y: y.log === true }));
  const [from, to] = zoom ?? placesOf(above);
  const seen = above.map((line) => thinLine(line, { from, to, columns: Math.max(1, width), log }));
  const aligned = alignLines(seen);
  const columns = aligned.lines.flatMap(({ y: values, low, high }) => [
    values,
    ...(low === null || high === null ? [] : [low, high]),
  ]);
  return [aligned.x, ...columns] as unknown as uPlot.AlignedData;
}

/** The first and the last place of any line. */
export function placesOf(lines: readonly PlotLine[]): readonly [number, number] {
  const ends = lines.flatMap(({ x }) => (x.length === 0 ? [] : [x[0]!, x.at(-1)!]));
  return ends.length === 0 ? [0, 1] : [Math.min(...ends), Math.max(...ends)];
}

/** The options; colours are those of the page as it stands. */
export function uplotOptions({ x, y, lines, group }: UplotFigure, place: UplotPlace): uPlot.Options {
  const color = pageColor();
  const look: uPlot.Axis = {
    stroke: color("--soft"),
    font: "11px system-ui, sans-serif",
    grid: { stroke: color("--rule"), width: 1 },
    ticks: { stroke: color("--rule"), width: 1, size: 4 },
  };
  return {
    width: place.width,
    height: place.height,
    legend: { show: false },
    cursor: {
      ...(group === undefined ? {} : { sync: { key: group } }),
      y: false,
      points: { size: 7 },
      drag: { x: true, y: false },
    },
    scales: { x: { time: false, ...scaleOf(x, false) }, y: scaleOf(y, true) },
    axes: [
      { ...look, grid: gridOf(x, look.grid!), size: 30, space: 46, values: ticksOf(x), ...splitsOf(x) },
      { ...look, grid: gridOf(y, look.grid!), size: 52, space: 26, values: ticksOf(y), ...splitsOf(y) },
    ],
    series: [{}, ...lines.flatMap(seriesOf)],
    bands: bandsOf(lines),
    hooks: {
      draw: [(plot) => drawMarks(plot, place.marks(), color("--soft")), (plot) => drawCrosses(plot, place.lines())],
      setScale: [(plot, scale) => scale === "x" && place.onZoom(plot)],
      setCursor: [
        ({ cursor, data }) =>
          place.onCursor(cursor.idx === null || cursor.idx === undefined ? null : (data[0][cursor.idx] ?? null)),
      ],
    },
  };
}

function pageColor(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}

function scaleOf({ log = false, range }: PlotAxis, airy: boolean): uPlot.Scale {
  if (range !== undefined) return { ...(log ? { distr: 3 } : {}), range: () => [...range] };
  if (!log) return {};
  const air = airy ? 1.15 : 1;
  return {
    distr: 3,
    range: (_, low, high) => (low > 0 && high > 0 ? [low / air, high * (low === high ? 1.15 : air)] : [0.1, 1]),
  };
}

/** On a logarithmic scale over several powers of ten, these alone have lines across the figure. */
function gridOf({ log = false }: PlotAxis, grid: uPlot.Axis.Grid): uPlot.Axis.Grid {
  if (!log) return grid;
  const isPower = (value: number): boolean => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-6;
  const filter = (_: uPlot, splits: readonly number[]): (number | null)[] =>
    splits.filter(isPower).length < 3 ? [...splits] : splits.map((split) => (isPower(split) ? split : null));
  return { ...grid, filter };
}

/** On a logarithmic scale that is not short, values between the round ones bear no text. */
function ticksOf({ log = false, whole = false, format = tickText }: PlotAxis): uPlot.Axis.DynamicValues {
  return (plot, ticks, axis) =>
    ticks.map((tick: number | null) => {
      if (tick === null || (whole && !Number.isInteger(tick)) || (log && !isShortAxis(plot, axis) && !isRound(tick)))
        return "";
      return format(tick);
    });
}

/** Whether a value has one digit that is not 0. */
function isRound(value: number): boolean {
  return (
    /^[1-9](e-?\d+)?$/.test(Number(value.toPrecision(3)).toExponential().replace("e+", "e")) && formatRate(value) !== ""
  );
}

function seriesOf({
  color,
  dash,
  faint = false,
  dots = 0,
  low,
  high,
  unjoined = false,
  stepped = false,
}: PlotLine): uPlot.Series[] {
  const edge: uPlot.Series = { stroke: "transparent", width: 0, points: { show: false } };
  const paths = unjoined ? () => null : stepped ? uPlot.paths.stepped!({ align: 1 }) : null;
  const line: uPlot.Series = {
    stroke: faint ? `${color}59` : color,
    width: faint ? 1 : 1.8,
    dash: [...dash],
    points: dots > 0 ? { show: true, size: dots, fill: color, width: 0 } : { show: false },
    ...(paths === null ? {} : { paths }),
  };
  return low === undefined || high === undefined ? [line] : [line, edge, edge];
}

function bandsOf(lines: readonly PlotLine[]): uPlot.Band[] {
  let at = 1;
  return lines.flatMap(({ color, low, high }) => {
    const own = at;
    if (low === undefined || high === undefined) {
      at += 1;
      return [];
    }
    at += 3;
    return [{ series: [own + 2, own + 1] as [number, number], fill: `${color}26` }];
  });
}

function drawCrosses({ ctx, valToPos }: uPlot, lines: readonly PlotLine[]): void {
  const arm = 4 * devicePixelRatio;
  ctx.save();
  ctx.lineWidth = 2.2 * devicePixelRatio;
  for (const { color, x, y, crosses = false } of lines) {
    if (!crosses) continue;
    ctx.strokeStyle = color;
    ctx.beginPath();
    for (const [at, value] of y.entries()) {
      if (value === null) continue;
      const [left, top] = [valToPos(x[at]!, "x", true), valToPos(value, "y", true)];
      ctx.moveTo(left - arm, top - arm);
      ctx.lineTo(left + arm, top + arm);
      ctx.moveTo(left + arm, top - arm);
      ctx.lineTo(left - arm, top + arm);
    }
    ctx.stroke();
  }
  ctx.restore();
}

function drawMarks({ ctx, bbox, valToPos }: uPlot, marks: readonly PlotMark[], color: string): void {
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = ctx.fillStyle = color;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.lineWidth = ratio;
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = "alphabetic";
  for (const { axis, value, text } of marks) {
    const at = Math.round(valToPos(value, axis, true));
    ctx.beginPath();
    if (axis === "x") {
      ctx.moveTo(at, bbox.top);
      ctx.lineTo(at, bbox.top + bbox.height);
      const isNarrow = at + 4 * ratio + ctx.measureText(text).width > bbox.left + bbox.width;
      ctx.textAlign = isNarrow ? "right" : "left";
      ctx.fillText(text, at + (isNarrow ? -4 : 4) * ratio, bbox.top + 12 * ratio);
    } else {
      ctx.moveTo(bbox.left, at);
      ctx.lineTo(bbox.left + bbox.width, at);
      ctx.textAlign = "left";
      ctx.fillText(text, bbox.left + 6 * ratio, at - 4 * ratio);
    }
    ctx.stroke();
  }
  ctx.restore();
}
