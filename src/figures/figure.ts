/**
 * The contract of a figure of `lionlab lionk figures`: its number, its name, and how its part of the page is computed.
 *
 * Laws: every number on the page is computed when the command runs; a figure is described by one or two paragraphs for a student, with the
 * formula and its source; a caption holds the settings and the numbers found.
 */
import type { Block, ChartBlock, TextBlock } from "../report/document.ts";

/** A figure. */
export interface Figure {
  /** F1 to F10, as in the list of the project's reference. */
  readonly id: string;
  readonly title: string;
  /** Computes the figure; `note` is told what is under way, where that takes long. */
  compute(note: (text: string) => void): FigureResult;
}

/** What a figure puts on the page, and its main numbers for `--json`. */
export interface FigureResult {
  readonly blocks: readonly Block[];
  readonly numbers: { readonly [name: string]: unknown };
}

/** A chart of the figure `id`, reproduced by that figure alone. */
export function chart(
  id: string,
  { part, title, spec, caption }: Pick<ChartBlock, "title" | "spec" | "caption"> & { readonly part?: string },
): ChartBlock {
  const provenance = { command: `npx lionlab lionk figures --only ${id}`, seeds: null, interval: "none" };
  const name = `lionk-${id.toLowerCase()}${part === undefined ? "" : `-${part}`}`;
  return { kind: "chart", id: name, title, spec, caption, provenance };
}

/** A paragraph. */
export function paragraph(text: string): TextBlock {
  return { kind: "text", tone: "plain", text };
}

/** A number with at most `digits` significant digits: 0.0123, 4.2e-17. */
export function shown(value: number, digits = 3): string {
  const short = Number(value.toPrecision(digits));
  const size = Math.abs(short);
  const text = short === 0 || (size >= 0.001 && size < 1e6) ? String(size) : size.toExponential().replace("e+", "e");
  return short < 0 ? `−${text}` : text;
}

/** A point or vector: (1, -0.5). */
export function shownVector(x: Iterable<number>, digits = 4): string {
  return `(${[...x].map((value) => shown(Math.abs(value) < 1e-9 ? 0 : value, digits)).join(", ")})`;
}
