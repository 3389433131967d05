/**
 * Figures as SVG text, drawn by Vega without a browser. Vega is loaded when the first figure is drawn.
 */
import type { TopLevelSpec } from "vega-lite";
import type { ReportDocument } from "./document.ts";
import { surfacesChart } from "./surfaces-chart.ts";

/** Draws one Vega-Lite specification; text in the ink colour of the specification's theme. */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  const logger = vega.logger(vega.Error);
  const view = new vega.View(vega.parse(vegaLite.compile(spec, { logger }).spec), { renderer: "none", logger });
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

/** Coordinates to a hundredth of a pixel: a third of the size, the same picture. */
function withShortNumbers(svg: string): string {
  return svg.replaceAll(/ (?:d|transform|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
    attribute.replaceAll(/\d+\.\d{3,}(?:e[-+]?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)))),
  );
}

/** Ids counted from 0 in each figure: Vega counts on over all figures of a process, and equal records are to give equal files. */
function withOwnIds(svg: string): string {
  const ids = [...svg.matchAll(/\bid="([^"]+)"/g)].map((match) => match[1]!);
  const renamed = new Map(ids.map((id, index) => [id, `part${index}`]));
  return svg
    .replaceAll(/\bid="([^"]+)"/g, (_, id: string) => `id="${renamed.get(id)}"`)
    .replaceAll(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${renamed.get(id) ?? id})`);
}

/** Cells of a heat map that touch without the bright hair-lines of smoothed edges. */
function withoutSeams(svg: string): string {
  return svg.replace("<svg ", '<svg shape-rendering="crispEdges" ');
}
