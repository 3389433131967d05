/**
 * Where a sliding window reads: index tables that turn a convolution into one gather and one matrix product.
 *
 * Activations are `[channels, positions, batch]`. Which position stands where in that axis is free, and worth choosing:
 *  - outputs that feed a 2×2 max-pool are listed in four phases, `[phase, pooled position]`, so that pooling is a maximum
 *    over a leading axis, and outputs that the pool drops are never computed;
 *  - inputs are listed by how many windows read them, so that the gradient, which sums over those windows, gathers
 *    stretches of equal count.
 */
import { InternalError } from "../../core/errors.ts";

/** A position of a feature map. */
export interface MapPosition {
  readonly row: number;
  readonly column: number;
}

/** Positions of a `height × width` map in row-major order. */
export function rowMajor(height: number, width: number): readonly MapPosition[] {
  return Array.from({ length: height * width }, (_, i) => ({ row: Math.floor(i / width), column: i % width }));
}

/**
 * Positions of a square map of side `size`, those read by fewer `kernel × kernel` windows first; otherwise row-major.
 * `padding`: zeros around the map that windows may read as well; `stride`: positions from one window to the next.
 */
export function byWindowCount(
  size: number,
  kernel: number,
  { padding = 0, stride = 1 }: Pick<WindowOptions, "padding" | "stride"> = {},
): readonly MapPosition[] {
  const last = Math.floor((size + 2 * padding - kernel) / stride); // the last window
  const windows = (at: number): number =>
    Math.min(Math.floor((at + padding) / stride), last) -
    Math.max(0, Math.ceil((at + padding - kernel + 1) / stride)) +
    1;
  const count = (p: MapPosition): number => windows(p.row) * windows(p.column);
  return [...rowMajor(size, size)].sort(
    (a, b) => count(a) - count(b) || a.row * size + a.column - (b.row * size + b.column),
  );
}

/** The outputs under a 2×2 max-pool: for each of the four phases, one output per pooled position. Length 4 × pooled. */
export function poolPhases(pooled: readonly MapPosition[]): readonly MapPosition[] {
  return [0, 1, 2, 3].flatMap((phase) =>
    pooled.map(({ row, column }) => ({ row: 2 * row + (phase >> 1), column: 2 * column + (phase & 1) })),
  );
}

/**
 * Where windows lie. `stride`: positions from one to the next, 1 by default; `padding`: zeros before the map, 0 by default;
 * `overhang`: whether windows may reach beyond the map, where they read zeros, by default with any padding.
 */
export interface WindowOptions {
  readonly inputs: readonly MapPosition[];
  readonly kernel: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly overhang?: boolean;
}

/**
 * Table `[kernel², outputs]`: entry (tap, n) is the index in `inputs` that tap of the window of `outputs[n]` reads, which
 * begins at `stride` times that position, less `padding`. What lies outside the inputs is -1, a zero.
 */
export function windowTable(outputs: readonly MapPosition[], options: WindowOptions): readonly number[] {
  const { inputs, kernel, stride = 1, padding = 0, overhang = padding > 0 } = options;
  const index = new Map(inputs.map((p, i) => [placeOf(p.row, p.column), i]));
  const taps = rowMajor(kernel, kernel);
  return taps.flatMap((tap) =>
    outputs.map((p) => {
      const at = index.get(placeOf(stride * p.row + tap.row - padding, stride * p.column + tap.column - padding));
      if (at !== undefined) return at;
      if (!overhang) throw new InternalError(`window at ${p.row},${p.column} leaves its input`);
      return -1;
    }),
  );
}

/** One number for each place, also for those before a map: maps have far less than 2¹⁶ columns. */
function placeOf(row: number, column: number): number {
  return row * 2 ** 16 + column;
}
