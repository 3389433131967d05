/** A figure of lines as an SVG picture, drawn from the same data as the one on the page. */
import type { PlotAxis, PlotLine, PlotMark } from "./plot-lines.ts";
import { positiveLine } from "./plot-lines.ts";
import { drawLine, type Scales } from "./svg-line.ts";
import { element, paperColor, picture, short, textElement, textWidth } from "./svg-markup.ts";
import { type Scale, scaleOf } from "./svg-scale.ts";
import { tickText } from "./ticks.ts";

/** What a picture shows. `x`, `y`: from and to which place, where the figure is zoomed. */
export interface LinePicture {
  readonly title: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly lines: readonly PlotLine[];
  readonly marks?: readonly PlotMark[];
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
}

const margin = { left: 62, right: 18, top: 36, bottom: 46 };

/** Height of a row of the legend. */
const legendRow = 18;

/** The picture as SVG text. */
export function linePlotSvg({ title, x, y, lines, marks = [], width = 720, height = 420 }: LinePicture): string {
  const shown = lines.map((line) => positiveLine(line, { x: x.log === true, y: y.log === true }));
  const legend = legendOf(shown, width);
  const box = { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom };
  const across = scaleOf(x, { values: shown.map((line) => line.x), from: box.left, to: box.right, air: 0, target: 8 });
  const bands = shown.flatMap(({ y: own, low = [], high = [] }) => [own, low, high]);
  const up = scaleOf(y, {
    values: [...bands, marks.filter(({ axis }) => axis === "y").map(({ value }) => value)],
    ...{ from: box.bottom, to: box.top, air: 0.04, target: 6 },
  });
  const clip = element("clipPath", { id: "box" }, rect(box));
  const inside = shown.map((line) =>
    drawLine(line, { across, up, columns: box.right - box.left, log: x.log === true }),
  );
  return picture(
    { width, height: height + legend.rows * legendRow, title },
    [
      element("defs", {}, clip),
      textElement(title, { x: 16, y: 22, "font-size": 13, "font-weight": 600, fill: paperColor("ink") }),
      gridOf({ across, up, box, x, y }),
      element(
        "g",
        { "clip-path": "url(#box)" },
        inside.join("") + marks.map((mark) => drawMark(mark, { across, up, box })).join(""),
      ),
      textElement(x.title, {
        x: (box.left + box.right) / 2,
        y: height - 10,
        "text-anchor": "middle",
        fill: paperColor("soft"),
      }),
      element("g", { transform: `translate(0 ${short(height)})` }, legend.markup),
    ].join(""),
  );
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function rect({ left, right, top, bottom }: Box): string {
  return element("rect", { x: left, y: top, width: right - left, height: bottom - top });
}

interface Grid {
  readonly across: Scale;
  readonly up: Scale;
  readonly box: Box;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
}

function gridOf({ across, up, box, x, y }: Grid): string {
  const [rule, soft] = [paperColor("rule"), paperColor("soft")];
  const upright = across.ticks.map((tick) => {
    const at = across.place(tick);
    const line = element("line", { x1: at, x2: at, y1: box.top, y2: box.bottom, stroke: rule });
    return (
      line +
      textElement((x.format ?? tickText)(tick), { x: at, y: box.bottom + 16, "text-anchor": "middle", fill: soft })
    );
  });
  const level = up.ticks.map((tick) => {
    const at = up.place(tick);
    const line = element("line", { x1: box.left, x2: box.right, y1: at, y2: at, stroke: rule });
    return (
      line + textElement((y.format ?? tickText)(tick), { x: box.left - 8, y: at + 4, "text-anchor": "end", fill: soft })
    );
  });
  return [...upright, ...level].join("");
}

function drawMark({ axis, value, text }: PlotMark, { across, up, box }: Scales & { readonly box: Box }): string {
  const soft = paperColor("soft");
  const at = axis === "x" ? across.place(value) : up.place(value);
  const ends =
    axis === "x" ? { x1: at, x2: at, y1: box.top, y2: box.bottom } : { x1: box.left, x2: box.right, y1: at, y2: at };
  const isNarrow = axis === "x" && at + 4 + textWidth(text) > box.right;
  const besideLine = isNarrow ? { x: at - 4, y: box.top + 12, "text-anchor": "end" } : { x: at + 4, y: box.top + 12 };
  const beside = axis === "x" ? besideLine : { x: box.left + 6, y: at - 4 };
  return (
    element("line", { ...ends, stroke: soft, "stroke-dasharray": "4 3" }) + textElement(text, { ...beside, fill: soft })
  );
}

/** Names of the lines with their looks, in rows as wide as the picture. */
function legendOf(lines: readonly PlotLine[], width: number): { readonly rows: number; readonly markup: string } {
  let [x, row] = [margin.left, 0];
  const parts = lines
    .filter(({ faint }) => faint !== true)
    .map(({ name, color, dash }) => {
      const room = 30 + textWidth(name) + 18;
      if (x > margin.left && x + room > width) [x, row] = [margin.left, row + 1];
      const y = row * legendRow;
      const swatch = element("line", {
        x1: x,
        x2: x + 22,
        y1: y,
        y2: y,
        stroke: color,
        "stroke-width": 2.4,
        "stroke-dasharray": dash.length > 0 ? dash.join(" ") : null,
      });
      const label = textElement(name, { x: x + 28, y: y + 4, fill: paperColor("ink") });
      x += room;
      return swatch + label;
    });
  return { rows: parts.length === 0 ? 0 : row + 1, markup: parts.join("") };
}
