/**
 * Surfaces as a flat figure for print and for pages without 3-D: one heat map per optimizer, side by side, one colour range.
 */
import type { TopLevelSpec } from "vega-lite";
import type { Surface, SurfacesBlock } from "./document.ts";
import { steppedGrid } from "./smooth.ts";
import { chartConfig, divergedColor, heightColors } from "./theme.ts";

/** Most rows of cells in a heat map; longer runs are thinned to every n-th epoch to keep the file small. */
const mostRows = 24;

/** Heat maps of the measured points: a cell per learning rate (log axis) and epoch, holes left empty. */
export function surfacesChart(block: SurfacesBlock): TopLevelSpec {
  const columns = Math.min(block.surfaces.length, block.surfaces.length === 4 ? 2 : 3);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    padding: 6,
    config: chartConfig,
    columns,
    spacing: { row: 34, column: 28 },
    concat: block.surfaces.map((surface) => heatMap(surface, block)),
    resolve: { scale: { color: "shared" } },
  } as TopLevelSpec;
}

function heatMap(surface: Surface, block: SurfacesBlock): object {
  const scale = { domain: block.zRange, range: heightColors, clamp: true };
  const x = {
    field: "left",
    type: "quantitative",
    title: "learning rate",
    scale: { type: "log", nice: false, domain: surface.rateRange },
    axis: { format: "~e", grid: false },
  };
  const y = {
    field: "bottom",
    type: "quantitative",
    title: "epoch",
    scale: { nice: false, zero: false },
    axis: { tickMinStep: 1, grid: false },
  };
  const legend = { orient: "bottom", direction: "horizontal", title: block.zTitle, format: ".0%", gradientLength: 220 };
  return {
    title: surface.label,
    width: 290,
    height: 200,
    layer: [
      {
        data: { values: cellsOf(surface) },
        mark: { type: "rect", aria: false, strokeWidth: 0, clip: true },
        encoding: {
          x,
          x2: { field: "right" },
          y,
          y2: { field: "top" },
          color: { field: "z", type: "quantitative", scale, legend },
        },
      },
      {
        data: { values: surface.diverged.map(({ rate, epoch }) => ({ left: rate, bottom: epoch + 0.5 })) },
        mark: {
          type: "point",
          shape: "cross",
          angle: 45,
          filled: true,
          color: divergedColor,
          size: 40,
          opacity: 1,
          aria: false,
        },
        encoding: { x, y },
      },
    ],
  };
}

function cellsOf(surface: Surface): readonly object[] {
  const { rates, epochs, z } = steppedGrid(surface.measured);
  const rows = surface.measured.epochs.length;
  const every = Math.ceil(rows / mostRows);
  return surface.measured.epochs.flatMap((_, i) => {
    if (i % every !== 0) return [];
    const top = epochs[2 * Math.min(rows - 1, i + every - 1) + 1];
    return surface.measured.rates.flatMap((_, j) => {
      const height = z[2 * i]![2 * j]!;
      return height === null
        ? []
        : [{ left: rates[2 * j], right: rates[2 * j + 1], bottom: epochs[2 * i], top, z: height }];
    });
  });
}
