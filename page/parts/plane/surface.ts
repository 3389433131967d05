/** What a figure of the plane is drawn on: a canvas, which is fast, or the text of an SVG file, which is kept. Lines are x, y, x, y, … in pixels. */

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

/** Pixels of a letter. */
export const textSize = 11;
const font = `${textSize}px system-ui, sans-serif`;

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
  svg(size: { readonly width: number; readonly height: number; readonly paper: string }): string;
}

/** The text of an SVG file as a surface. */
export function svgSurface(): SvgSurface {
  const parts: string[] = [];
  return {
    line: (points, { color, width, dash = [], opacity = 1 }) => {
      const dashes = dash.length === 0 ? "" : ` stroke-dasharray="${dash.join(" ")}"`;
      parts.push(
        `<path d="${pathOf(points)}" fill="none" stroke="${color}" stroke-width="${width}" stroke-opacity="${opacity}" stroke-linejoin="round"${dashes}/>`,
      );
    },
    area: (points, { color, opacity }) => {
      parts.push(`<path d="${pathOf(points)}Z" fill="${color}" fill-opacity="${opacity}"/>`);
    },
    text: ({ x, y, text, color, halo, angle = 0, align = "middle" }) => {
      const turned = angle === 0 ? "" : ` rotate(${((180 * angle) / Math.PI).toFixed(1)})`;
      const place = `transform="translate(${x.toFixed(1)} ${y.toFixed(1)})${turned}" text-anchor="${align}"`;
      const look = `fill="${color}" stroke="${halo}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`;
      parts.push(`<text ${place} dominant-baseline="central" ${look}>${escaped(text)}</text>`);
    },
    svg: ({ width, height, paper }) =>
      [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="${textSize}">`,
        `<rect width="${width}" height="${height}" fill="${paper}"/>`,
        ...parts,
        "</svg>\n",
      ].join("\n"),
  };
}

/** A path of a line; it begins anew behind what is not finite. */
function pathOf(points: ArrayLike<number>): string {
  let [text, isOpen] = ["", false];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    const isThere = Number.isFinite(x) && Number.isFinite(y);
    if (isThere) text += `${isOpen ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    isOpen = isThere;
  }
  return text;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
