/** Surfaces seen from above: a cell for each learning rate and epoch, all with one scale of colours. What is drawn where there are no three dimensions. */
import type { SurfaceGrid } from "../../../src/report/document.ts";
import { formatRate } from "../../../src/report/format.ts";
import type { SurfacesData } from "../../../src/report/surfaces-data.ts";

/** Epochs that have a row at most; of more, every second, third and so on. */
const mostRows = 40;

/** A map; `rows` from the first epoch up, `cells` by row, then by rate. */
export interface FlatMap {
  readonly label: string;
  readonly rates: readonly string[];
  readonly epochs: readonly number[];
  readonly cells: readonly (readonly (number | null)[])[];
  /** Where runs diverged, by place of rate and row. */
  readonly diverged: readonly { readonly column: number; readonly row: number }[];
  /** The highest cell; null where there is none. */
  readonly best: { readonly column: number; readonly row: number; readonly height: number } | null;
}

/** The maps of what was measured, and of how many epochs each row stands for one. */
export function flatMaps(
  { surfaces }: Pick<SurfacesData, "surfaces">,
  measured: readonly SurfaceGrid[],
): { readonly maps: readonly FlatMap[]; readonly every: number } {
  const longest = Math.max(1, ...measured.map(({ epochs }) => epochs.length));
  const every = Math.ceil(longest / mostRows);
  const maps = surfaces.map(({ label, diverged }, at): FlatMap => {
    const { rates, epochs, z } = measured[at]!;
    const kept = (_: unknown, row: number): boolean => row % every === every - 1 || row === epochs.length - 1;
    const shown = epochs.filter(kept);
    const cells = z.filter(kept);
    return {
      label,
      rates: rates.map(formatRate),
      epochs: shown,
      cells,
      diverged: diverged.map(({ rate, epoch }) => ({
        column: nearest(rates, rate),
        row: Math.max(
          0,
          shown.findIndex((one) => one > epoch),
        ),
      })),
      best: bestOf(cells),
    };
  });
  return { maps, every };
}

function bestOf(cells: FlatMap["cells"]): FlatMap["best"] {
  let best: FlatMap["best"] = null;
  for (const [row, heights] of cells.entries())
    for (const [column, height] of heights.entries())
      if (height !== null && (best === null || height > best.height)) best = { column, row, height };
  return best;
}

/** Place of the value that is nearest by its ratio: rates of a surface were rounded on their way. */
function nearest(values: readonly number[], wanted: number): number {
  const off = values.map((value) => Math.abs(Math.log(value / wanted)));
  return off.indexOf(Math.min(...off));
}
