/** One figure of learning curves, drawn by uPlot; all figures of a page move one cursor. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { alignLines, type CurveAxis, type CurveLine } from "./curve-lines.ts";

/** A line and its look. */
export interface PlotLine {
  readonly key: string;
  readonly color: string;
  readonly dash: readonly number[];
  readonly line: CurveLine;
}

/** What a figure shows; `onCursor` hears the place of the cursor, null where it is gone. */
export interface CurvePlotProps {
  readonly title: string;
  readonly log: boolean;
  readonly axis: CurveAxis;
  readonly lines: readonly PlotLine[];
  readonly onCursor: (place: number | null) => void;
}

const plotHeight = 240;

/** The figure. It is built anew where its lines are others, and else given their new points. */
export function CurvePlot({ title, log, axis, lines, onCursor }: CurvePlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shape = JSON.stringify([lines.map(({ key, color, dash }) => [key, color, dash]), axis]);
  useEffect(() => {
    const element = place.current!;
    const build = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(plotOptions({ log, axis, lines, onCursor, element }), plotData(lines, log), element);
    };
    build();
    const resized = new ResizeObserver(() => {
      plot.current?.setSize({ width: element.clientWidth, height: plotHeight });
    });
    resized.observe(element);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", build);
    return () => {
      resized.disconnect();
      scheme.removeEventListener("change", build);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape, log]);
  useEffect(() => plot.current?.setData(plotData(lines, log)), [lines, log]);
  return (
    <figure class="plot">
      <figcaption>{title}</figcaption>
      <div ref={place} role="img" aria-label={`${title} of ${lines.length} lines; the table above has the figures`} />
    </figure>
  );
}

/** Columns of uPlot: places, then mean, lowest and highest of each line. Where the scale is logarithmic, what is not above 0 has no place. */
function plotData(lines: readonly PlotLine[], log: boolean): uPlot.AlignedData {
  const aligned = alignLines(lines.map(({ line }) => line));
  const shown = (values: readonly (number | null | undefined)[]) =>
    log ? values.map((value) => (typeof value === "number" && value <= 0 ? null : value)) : [...values];
  return [
    [...aligned.x],
    ...aligned.lines.flatMap(({ mean, low, high }) => [shown(mean), shown(low), shown(high)]),
  ] as uPlot.AlignedData;
}

interface PlotSetting {
  readonly log: boolean;
  readonly axis: CurveAxis;
  readonly lines: readonly PlotLine[];
  readonly onCursor: (place: number | null) => void;
  readonly element: HTMLElement;
}

function plotOptions({ log, axis, lines, onCursor, element }: PlotSetting): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const [soft, rule] = [style.getPropertyValue("--soft"), style.getPropertyValue("--rule")];
  const look: uPlot.Axis = {
    stroke: soft,
    font: "11px system-ui, sans-serif",
    grid: { stroke: rule, width: 1 },
    ticks: { stroke: rule, width: 1, size: 4 },
  };
  return {
    width: element.clientWidth,
    height: plotHeight,
    legend: { show: false },
    cursor: { sync: { key: "curves" }, y: false, points: { size: 7 }, drag: { x: true, y: false } },
    scales: { x: { time: false }, y: log ? { distr: 3, range: (_, low, high) => [low / 1.15, high * 1.15] } : {} },
    axes: [
      {
        ...look,
        size: 30,
        space: 46,
        values:
          axis === "seconds" ? (_, ticks) => ticks.map((tick) => `${tick} s`) : (_, ticks) => ticks.map(wholeTick),
      },
      { ...look, size: 48, space: 26, ...(log ? { values: (_, ticks) => ticks.map(roundTick) } : {}) },
    ],
    series: [{}, ...lines.flatMap(seriesOf)],
    bands: lines.map(({ color }, at) => ({ series: [3 * at + 3, 3 * at + 2], fill: `${color}26` })),
    hooks: {
      setCursor: [
        ({ cursor, data }) =>
          onCursor(cursor.idx === null || cursor.idx === undefined ? null : (data[0][cursor.idx] ?? null)),
      ],
    },
  };
}

function wholeTick(tick: number): string {
  return Number.isInteger(tick) ? String(tick) : "";
}

/** On a logarithmic scale, the ends are no round numbers and bear none. */
function roundTick(tick: number | null): string {
  if (tick === null) return "";
  const text = String(Number(tick.toPrecision(3)));
  return /^(0\.0*[1-9]|[1-9]0*)$/.test(text) ? text : "";
}

function seriesOf({ color, dash }: PlotLine): uPlot.Series[] {
  const edge: uPlot.Series = { stroke: "transparent", width: 0, points: { show: false } };
  return [{ stroke: color, width: 1.8, dash: [...dash], points: { show: false } }, edge, edge];
}
