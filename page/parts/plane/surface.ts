/** What a figure of the plane is drawn on: a canvas, which is fast, or the text of an SVG file, which is kept. Lines are x, y, x, y, … in pixels. */

import { element, picture, short, textElement } from "../plot/svg-markup.ts";

/** How a line looks. */
export interface LineLook {
  readonly color: string;
  readonly width: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** A text about its middle. `halo`: a colour around it, so that it is read over lines. */
export interface DrawnText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color: string;
  readonly halo: string;
  /** Radians; 0 where none is given. */
  readonly angle?: number;
  readonly align?: "start" | "middle" | "end";
}

/** The surface. */
export interface Surface {
  line(points: ArrayLike<number>, look: LineLook): void;
  area(points: ArrayLike<number>, look: { readonly color: string; readonly opacity: number }): void;
  text(text: DrawnText): void;
}

const font = "11px system-ui, sans-serif";

/** A canvas as a surface. */
export function canvasSurface(context: CanvasRenderingContext2D): Surface {
  const trace = (points: ArrayLike<number>): void => {
    context.beginPath();
    for (let i = 0; i + 1 < points.length; i += 2) context.lineTo(points[i]!, points[i + 1]!);
  };
  return {
    line: (points, { color, width, dash = [], opacity = 1 }) => {
      trace(points);
      Object.assign(context, { strokeStyle: color, lineWidth: width, globalAlpha: opacity, lineJoin: "round" });
      context.setLineDash([...dash]);
      context.stroke();
    },
    area: (points, { color, opacity }) => {
      trace(points);
      Object.assign(context, { fillStyle: color, globalAlpha: opacity });
      context.fill();
    },
    text: ({ x, y, text, color, halo, angle = 0, align = "middle" }) => {
      context.save();
      context.translate(x, y);
      context.rotate(angle);
      const textAlign = align === "middle" ? "center" : align;
      Object.assign(context, { font, textAlign, textBaseline: "middle", globalAlpha: 1, lineJoin: "round" });
      Object.assign(context, { strokeStyle: halo, lineWidth: 4, fillStyle: color });
      context.setLineDash([]);
      context.strokeText(text, 0, 0);
      context.fillText(text, 0, 0);
      context.restore();
    },
  };
}

/** The text of an SVG file that is drawn part by part. */
export interface SvgSurface extends Surface {
  svg(size: { readonly width: number; readonly height: number; readonly title: string }): string;
}

/** The text of an SVG file as a surface. */
export function svgSurface(): SvgSurface {
  const parts: string[] = [];
  return {
    line: (points, { color, width, dash = [], opacity = 1 }) => {
      const stroke = { stroke: color, "stroke-width": width, "stroke-opacity": opacity, "stroke-linejoin": "round" };
      const dashes = dash.length === 0 ? null : dash.join(" ");
      parts.push(element("path", { d: pathOf(points), fill: "none", ...stroke, "stroke-dasharray": dashes }));
    },
    area: (points, { color, opacity }) => {
      parts.push(element("path", { d: `${pathOf(points)}Z`, fill: color, "fill-opacity": opacity }));
    },
    text: ({ x, y, text, color, halo, angle = 0, align = "middle" }) => {
      const turned = angle === 0 ? "" : ` rotate(${short((180 * angle) / Math.PI)})`;
      const place = { transform: `translate(${short(x)} ${short(y)})${turned}`, "text-anchor": align };
      const around = { stroke: halo, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" };
      parts.push(textElement(text, { ...place, "dominant-baseline": "central", fill: color, ...around }));
    },
    svg: (size) => picture(size, parts.join("\n")),
  };
}

/** A path of a line; it begins anew behind what is not finite. */
function pathOf(points: ArrayLike<number>): string {
  let [text, isOpen] = ["", false];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    const isThere = Number.isFinite(x) && Number.isFinite(y);
    if (isThere) text += `${isOpen ? "L" : "M"}${short(x)} ${short(y)}`;
    isOpen = isThere;
  }
  return text;
}
