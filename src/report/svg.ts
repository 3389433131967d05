/**
 * Figures as SVG text, drawn by Vega without a browser. Vega is loaded when the first figure is drawn.
 */
import type { TopLevelSpec } from "vega-lite";
import { printable } from "../core/printable.ts";
import type { ReportDocument } from "./document.ts";
import { surfacesChart } from "./surfaces-chart.ts";

/** Draws one Vega-Lite specification; text in the ink colour of the specification's theme. */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  const logger = vega.logger(vega.Error);
  const view = new vega.View(vega.parse(vegaLite.compile(printableSpec(spec), { logger }).spec), {
    renderer: "none",
    logger,
  });
  try {
    return withOwnIds(withShortNumbers(await view.toSVG()));
  } finally {
    view.finalize();
  }
}

/** A figure for a file of its own: on white paper instead of the page's. */
export function onWhite(svg: string): string {
  return svg.replace(/<svg [^>]*>/, (opening) => `${opening}<rect width="100%" height="100%" fill="white"/>`);
}

/** All figures of a report by block id, surfaces as heat maps. */
export async function renderFigures(document: ReportDocument): Promise<ReadonlyMap<string, string>> {
  const figures = new Map<string, string>();
  for (const block of document.sections.flatMap((section) => section.blocks)) {
    if (block.kind === "chart") figures.set(block.id, await renderSvg(block.spec));
    if (block.kind === "surfaces") figures.set(block.id, withoutSeams(await renderSvg(surfacesChart(block))));
  }
  return figures;
}

/** `change` at each tag of a picture: what stands between tags is text of others, which only looks like ours. */
export function inTags(svg: string, change: (tag: string) => string): string {
  return svg.replaceAll(/<[^>]*>/g, change);
}

/** The specification with every text in it printable. Vega escapes what XML needs; XML has no form at all for control characters. */
function printableSpec<T>(spec: T): T {
  if (typeof spec === "string") return printable(spec) as T;
  if (Array.isArray(spec)) return spec.map(printableSpec) as T;
  if (typeof spec !== "object" || spec === null) return spec;
  return Object.fromEntries(Object.entries(spec).map(([name, value]) => [name, printableSpec(value)])) as T;
}

/** Coordinates to a hundredth of a pixel: a third of the size, the same picture. */
function withShortNumbers(svg: string): string {
  const short = (number: string): string => String(Number(Number(number).toFixed(2)));
  return inTags(svg, (tag) =>
    tag.replaceAll(/ (?:d|transform|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
      attribute.replaceAll(/\d+\.\d{3,}(?:e[-+]?\d+)?/g, short),
    ),
  );
}

/** Ids counted from 0 in each figure: Vega counts on over all figures of a process, and equal records are to give equal files. */
function withOwnIds(svg: string): string {
  const tags = svg.match(/<[^>]*>/g) ?? [];
  const ids = tags.flatMap((tag) => /\bid="([^"]+)"/.exec(tag)?.[1] ?? []);
  const renamed = new Map(ids.map((id, index) => [id, `part${index}`]));
  return inTags(svg, (tag) =>
    tag
      .replaceAll(/\bid="([^"]+)"/g, (_, id: string) => `id="${renamed.get(id)}"`)
      .replaceAll(/="url\(#([^)]+)\)"/g, (_, id: string) => `="url(#${renamed.get(id) ?? id})"`),
  );
}

/** Cells of a heat map that touch without the bright hair-lines of smoothed edges. */
function withoutSeams(svg: string): string {
  return svg.replace("<svg ", '<svg shape-rendering="crispEdges" ');
}
