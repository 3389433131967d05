/**
 * A figure of lines, drawn by uPlot: bands, marks, axes by equal steps or by powers, and one cursor for all figures of a group. Dragging over a part of it
 * shows that part; a double click shows all again; keys do the same (`plot-keys.ts`). It downloads as SVG, PNG and CSV.
 */
import "uplot/dist/uPlot.min.css";
import "../styles/plot.css";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { Downloads } from "./downloads.tsx";
import { linePlotSvg } from "./plot/line-plot-svg.ts";
import { linesCsv } from "./plot/lines-csv.ts";
import { pressPlots } from "./plot/plot-keys.ts";
import type { PlotAxis, PlotLine, PlotMark } from "./plot/plot-lines.ts";
import { isLong } from "./plot/thin-line.ts";
import { uplotData, uplotOptions, type Zoom } from "./plot/uplot-options.ts";

export type { PlotAxis, PlotLine, PlotMark } from "./plot/plot-lines.ts";

/** What a figure shows and tells. */
export interface LinePlotProps {
  /** Above the figure, and in files. */
  readonly title: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly lines: readonly PlotLine[];
  readonly marks?: readonly PlotMark[];
  /** What the figure says, for whoever does not see it; else its title and the number of lines. */
  readonly label?: string;
  /** Pixels; 240. */
  readonly height?: number;
  /** Figures of one group move one cursor. */
  readonly group?: string;
  /** Hears the place of the cursor, null where it is gone. */
  readonly onCursor?: (place: number | null) => void;
  /** What names the files that the figure downloads as, beside its title; absent: it does not. */
  readonly of?: string;
  /** Controls beside the title. */
  readonly tools?: ComponentChildren;
}

/** The figure. It is built anew where its lines or axes are others, and else given its new points; a zoom stays. */
export function LinePlot(props: LinePlotProps) {
  const { title, x, y, lines, marks = [], height = 240, group } = props;
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ ...props, marks });
  latest.current = { ...props, marks };
  const figure = useRef<Figure | null>(null);
  const shape = JSON.stringify([lines.map(shapeOf), axisShape(x), axisShape(y), group, height]);
  useEffect(() => {
    figure.current = new Figure(place.current!, latest);
    return () => figure.current!.close();
  }, [shape]);
  useEffect(() => figure.current!.update(), [lines, JSON.stringify(marks)]);
  const of = props.of;
  return (
    <figure class="plot">
      <div class="plot-head">
        <figcaption>{title}</figcaption>
        {props.tools}
        {of !== undefined && (
          <Downloads
            title={title}
            of={of}
            csv={() => linesCsv(props)}
            picture={() => linePlotSvg({ title, x, y, lines, marks })}
          />
        )}
      </div>
      <div
        ref={place}
        class="plot-place"
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its cursor and its zoom are moved by keys
        tabIndex={0}
        aria-label={props.label ?? defaultLabel(props)}
        aria-keyshortcuts="ArrowLeft ArrowRight PageUp PageDown + - Escape"
        style={{ height: `${height}px` }}
        onKeyDown={(event) => figure.current?.press(event)}
      />
    </figure>
  );
}

function defaultLabel({ title, lines }: LinePlotProps): string {
  return `${title}: ${lines.length} ${lines.length === 1 ? "line" : "lines"}`;
}

function shapeOf({ x: _, y: __, low, high, ...look }: PlotLine): unknown {
  return [look, low !== undefined && high !== undefined];
}

function axisShape({ format, ...axis }: PlotAxis): unknown {
  return [axis, format === undefined];
}

/** What the figure is given, as it stands. */
interface LatestProps {
  readonly current: LinePlotProps & { readonly marks: readonly PlotMark[] };
}

/** What uPlot draws in a place of the page, as wide as that is, in the colours of the page. */
class Figure {
  readonly #place: HTMLElement;
  readonly #props: LatestProps;
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #resized: ResizeObserver;
  #plot: uPlot;
  /** Part of the axis that the points are for. */
  #shown = "";

  constructor(place: HTMLElement, props: LatestProps) {
    this.#place = place;
    this.#props = props;
    this.#plot = this.#build();
    this.#resized = new ResizeObserver(() => this.#resize());
    this.#resized.observe(place);
    this.#scheme.addEventListener("change", this.#recolor);
  }

  /** Draws the points that the figure has now, where it is zoomed to. */
  update(): void {
    const zoom = this.#zoom();
    this.#plot.setData(this.#data(zoom), zoom === null);
    if (zoom !== null) this.#plot.setScale("x", { min: zoom[0], max: zoom[1] });
  }

  /** Moves the cursor or the zoom, of all figures of the group, where the key is one for that. */
  press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { group } = this.#props.current;
    const plots = group === undefined ? [this.#plot] : uPlot.sync(group).plots;
    if (pressPlots(event.key, this.#plot, plots)) event.preventDefault();
  }

  close(): void {
    this.#resized.disconnect();
    this.#scheme.removeEventListener("change", this.#recolor);
    this.#plot.destroy();
  }

  readonly #recolor = (): void => {
    this.#plot.destroy();
    this.#plot = this.#build();
  };

  #build(): uPlot {
    const { x, y, lines, group, height = 240 } = this.#props.current;
    const options = uplotOptions(
      { x, y, lines, group },
      {
        width: this.#place.clientWidth,
        height,
        marks: () => this.#props.current.marks,
        lines: () => this.#props.current.lines,
        onCursor: (at) => this.#props.current.onCursor?.(at),
        onZoom: (plot) => this.#zoomed(plot),
      },
    );
    return new uPlot(options, this.#data(null), this.#place);
  }

  #data(zoom: Zoom): uPlot.AlignedData {
    return uplotData(this.#props.current, { width: this.#place.clientWidth, zoom });
  }

  #resize(): void {
    this.#plot.setSize({ width: this.#place.clientWidth, height: this.#props.current.height ?? 240 });
  }

  /** Part of the axis that is shown; null where it is the whole. */
  #zoom(): Zoom {
    const { min, max } = this.#plot.scales.x!;
    const all = this.#plot.data[0];
    if (min === undefined || max === undefined || min === null || max === null || all.length === 0) return null;
    return min > all[0]! || max < all[all.length - 1]! ? [min, max] : null;
  }

  /** A zoom of long lines shows points that the whole left out. */
  #zoomed(plot: uPlot): void {
    const { lines } = this.#props.current;
    if (plot !== this.#plot || !isLong(lines, this.#place.clientWidth)) return;
    const zoom = this.#zoom();
    const shown = JSON.stringify(zoom);
    if (shown === this.#shown) return;
    this.#shown = shown;
    queueMicrotask(() => {
      if (plot === this.#plot) this.update();
    });
  }
}
