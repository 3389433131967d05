/**
 * Surfaces as the page's script draws them: what of a block a browser needs, in as many digits as a figure can show.
 */
import type { Surface, SurfaceGrid, SurfacesBlock } from "./document.ts";
import { type LonelyLine, lonelyLines, rateTicks, steppedGrid } from "./smooth.ts";
import { divergedColor, heightColors } from "./theme.ts";

/** One optimizer's surface. */
export interface DrawnSurface extends Pick<Surface, "label" | "rateRange" | "diverged"> {
  readonly measured: Pick<SurfaceGrid, "rates" | "epochs">;
  readonly stepped: SurfaceGrid;
  readonly smooth: SurfaceGrid;
  /** Points that are in no face of the smooth surface. */
  readonly lonely: readonly LonelyLine[];
  readonly rateTicks: ReturnType<typeof rateTicks>;
}

/** All of them, with what they share. `colors`: place in the range of heights, 0..1, and colour. */
export interface SurfacesData extends Pick<SurfacesBlock, "zRange" | "epochRange"> {
  readonly surfaces: readonly DrawnSurface[];
  readonly colors: readonly (readonly [number, string])[];
  readonly divergedColor: string;
}

/** The data of a block. */
export function surfacesData({ surfaces, zRange, epochRange }: SurfacesBlock): SurfacesData {
  return {
    surfaces: surfaces.map(({ label, measured, smooth, rateRange, diverged }) => ({
      label,
      measured: { rates: measured.rates, epochs: measured.epochs },
      stepped: rounded(steppedGrid(measured)),
      smooth: rounded(smooth),
      lonely: lonelyLines(measured),
      rateRange,
      rateTicks: rateTicks(rateRange),
      diverged,
    })),
    zRange,
    epochRange,
    colors: heightColors.map((color, index) => [index / (heightColors.length - 1), color] as const),
    divergedColor,
  };
}

/** Five significant digits of a rate, four decimals of an accuracy: what a figure can show. */
function rounded(grid: SurfaceGrid): SurfaceGrid {
  return {
    rates: grid.rates.map((rate) => Number(rate.toPrecision(5))),
    epochs: grid.epochs.map((epoch) => Number(epoch.toFixed(3))),
    z: grid.z.map((row) => row.map((height) => (height === null ? null : Number(height.toFixed(4))))),
  };
}
