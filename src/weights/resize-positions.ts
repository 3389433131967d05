/**
 * Position embeddings for another grid of patches: bicubic interpolation, the class token's kept.
 *
 * As PyTorch's antialiased bicubic `interpolate`, which timm uses: each output is a weighted mean over the inputs within two
 * cells of its centre, wider where the grid shrinks, weights by Keys' kernel with a = -1/2 and normed to sum 1 at the borders.
 * Source: Keys 1981, IEEE TASSP 29(6); timm's resample_abs_pos_embed, whose results are fixtures.
 */

/** Rows and columns of a grid of patches. */
export type PatchGrid = readonly [number, number];

/** `positions` `[kept + rows · columns, width]` row-major, of which the first `kept` rows stay; returns `[kept + new rows · columns, width]`. */
export function resizePositions(
  positions: ArrayLike<number>,
  {
    from,
    to,
    width,
    kept,
  }: { readonly from: PatchGrid; readonly to: PatchGrid; readonly width: number; readonly kept: number },
): Float32Array {
  const begin = kept * width;
  const result = new Float32Array(begin + to[0] * to[1] * width);
  for (let i = 0; i < begin; i++) result[i] = positions[i]!;
  const columns = weightsOf(from[1], to[1]);
  const rows = weightsOf(from[0], to[0]);
  const wide = new Float64Array(from[0] * to[1] * width); // columns resized first
  for (let row = 0; row < from[0]; row++) {
    for (const [column, taps] of columns.entries()) {
      for (const { at, weight } of taps) {
        const read = begin + (row * from[1] + at) * width;
        const write = (row * to[1] + column) * width;
        for (let k = 0; k < width; k++) wide[write + k]! += weight * positions[read + k]!;
      }
    }
  }
  const line = to[1] * width;
  for (const [row, taps] of rows.entries()) {
    for (let k = 0; k < line; k++) {
      let sum = 0;
      for (const { at, weight } of taps) sum += weight * wide[at * line + k]!;
      result[begin + row * line + k] = sum;
    }
  }
  return result;
}

interface Tap {
  readonly at: number;
  readonly weight: number;
}

/** For each of `to` outputs the inputs that it is a mean of. */
function weightsOf(from: number, to: number): readonly (readonly Tap[])[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = scale * (i + 0.5);
    const first = Math.max(0, Math.trunc(centre - 2 * reach + 0.5));
    const end = Math.min(from, Math.trunc(centre + 2 * reach + 0.5));
    const taps = Array.from({ length: end - first }, (_, j) => ({
      at: first + j,
      weight: keys((first + j - centre + 0.5) / reach),
    }));
    const total = taps.reduce((sum, { weight }) => sum + weight, 0);
    return taps.map(({ at, weight }) => ({ at, weight: weight / total }));
  });
}

/** Keys' cubic kernel, a = -1/2. */
function keys(distance: number): number {
  const a = -0.5;
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}
