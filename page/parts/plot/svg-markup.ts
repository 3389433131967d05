/** Pictures as SVG text, on white paper: they look the same wherever they are opened. */
import { escapeHtml } from "../../../src/report/html-text.ts";
import { pageColors } from "../../../src/report/page-colors.ts";

/** Attributes of an element; those that are null are left out. */
export interface Attributes {
  readonly [name: string]: string | number | null;
}

/** An element; `inside` is markup, numbers go by hundredths of a pixel. */
export function element(name: string, attributes: Attributes, inside = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : escapeHtml(String(value))}"`);
  return inside === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${inside}</${name}>`;
}

/** A line of text. */
export function textElement(text: string, attributes: Attributes): string {
  return element("text", attributes, escapeHtml(text));
}

/** A whole picture with a title for those who hear it. */
export function picture(
  size: { readonly width: number; readonly height: number; readonly title: string },
  inside: string,
): string {
  const { width, height, title } = size;
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${short(width)} ${short(height)}`,
    "font-family": "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    "font-size": 11,
  };
  const paper = element("rect", { width, height, fill: paperColor("paper") });
  return element("svg", root, element("title", {}, escapeHtml(title)) + paper + inside);
}

/** A number with at most two decimals. */
export function short(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** A colour of the page as it is in light, by its name. */
export function paperColor(
  name: "paper" | "raised" | "ink" | "soft" | "rule" | "grid" | "accent" | "good" | "bad",
): string {
  return new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(pageColors)![1]!;
}

/** About how wide a text is, in pixels, at 11 px. */
export function textWidth(text: string): number {
  return 6.2 * text.length;
}
