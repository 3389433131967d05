/**
 * Resizing pictures of bytes, so that the same picture gives the same bytes on every machine.
 *
 * Two passes, rows and then columns, each a weighted mean of input pixels with the weights of a triangle that is as wide as
 * an output pixel (bilinear, antialiased, pixel centres at halves); weights are whole multiples of 2^-22 and each pass rounds
 * to bytes. Equal bit for bit to Pillow's `resize(…, BILINEAR)` and so to torchvision's `Resize` of a PIL image.
 * Source: Pillow, src/libImaging/Resample.c.
 */

/** A picture: bytes of `[channels, height, width]`, row-major. */
export interface Picture {
  readonly data: Uint8Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** A rectangle of whole pixels inside a picture. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Height and width to resize to. */
export interface Extent {
  readonly height: number;
  readonly width: number;
}

/** Writes the part of a picture inside `box`, resized, into `target`, bytes `[channels, height, width]`. */
export function resizeBox(picture: Picture, box: Box, to: Extent & { readonly target: Uint8Array }): void {
  const across = weightsOf(box.width, to.width);
  const down = weightsOf(box.height, to.height);
  const rows = new Uint8Array(box.height * to.width);
  for (let channel = 0; channel < picture.channels; channel++) {
    resizeRows(picture, { box, channel, across, rows });
    resizeColumns(rows, { down, width: to.width, target: to.target, offset: channel * to.height * to.width });
  }
}

/** The whole of a picture as a box. */
export function wholeOf({ height, width }: Extent): Box {
  return { top: 0, left: 0, height, width };
}

/** The box of this size in the middle of a picture; a half pixel goes to the even side, as in torchvision's `CenterCrop`. */
export function centreOf(picture: Extent, { height, width }: Extent): Box {
  const middle = (space: number): number => (space % 4 === 1 ? (space - 1) / 2 : Math.ceil(space / 2));
  return { top: middle(picture.height - height), left: middle(picture.width - width), height, width };
}

/** The extent with the shorter side at `size` and the longer in proportion, rounded down. */
export function shorterSideAt({ height, width }: Extent, size: number): Extent {
  if (height <= width) return { height: size, width: Math.floor((size * width) / height) };
  return { height: Math.floor((size * height) / width), width: size };
}

/** Weights of output pixel i: `weights[i * width … + counts[i]]`, for input pixels from `starts[i]`. */
interface Weights {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly weights: Int32Array;
  readonly width: number;
}

const bits = 22;
const half = 1 << (bits - 1);
const known = new Map<string, Weights>();
const mostKnown = 256;

/** Weights for resizing `from` pixels to `to`, kept for the next picture of the same size. */
function weightsOf(from: number, to: number): Weights {
  const key = `${from}>${to}`;
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const made = makeWeights(from, to);
  if (known.size >= mostKnown) known.clear();
  known.set(key, made);
  return made;
}

function makeWeights(from: number, to: number): Weights {
  const scale = from / to;
  const reach = Math.max(1, scale);
  const width = 2 * Math.ceil(reach) + 1;
  const result = {
    starts: new Int32Array(to),
    counts: new Int32Array(to),
    weights: new Int32Array(to * width),
    width,
  };
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - reach + 0.5));
    const count = Math.min(from, Math.trunc(centre + reach + 0.5)) - start;
    const triangle = Array.from({ length: count }, (_, k) =>
      Math.max(0, 1 - Math.abs((k + start - centre + 0.5) * (1 / reach))),
    );
    const total = triangle.reduce((sum, weight) => sum + weight, 0);
    for (const [k, weight] of triangle.entries())
      result.weights[i * width + k] = Math.trunc(0.5 + (weight / total) * (1 << bits));
    result.starts[i] = start;
    result.counts[i] = count;
  }
  return result;
}

function resizeRows(
  { data, height, width }: Picture,
  { box, channel, across, rows }: { box: Box; channel: number; across: Weights; rows: Uint8Array },
): void {
  const { starts, counts, weights } = across;
  const columns = starts.length;
  for (let y = 0; y < box.height; y++) {
    const from = (channel * height + box.top + y) * width + box.left;
    for (let x = 0; x < columns; x++) {
      const first = from + starts[x]!;
      const at = x * across.width;
      let sum = half;
      for (let k = counts[x]! - 1; k >= 0; k--) sum += data[first + k]! * weights[at + k]!;
      rows[y * columns + x] = Math.min(255, sum >> bits);
    }
  }
}

function resizeColumns(
  rows: Uint8Array,
  { down, width, target, offset }: { down: Weights; width: number; target: Uint8Array; offset: number },
): void {
  const { starts, counts, weights } = down;
  const sums = new Int32Array(width);
  for (let y = 0; y < starts.length; y++) {
    sums.fill(half);
    for (let k = 0; k < counts[y]!; k++) {
      const weight = weights[y * down.width + k]!;
      const from = (starts[y]! + k) * width;
      for (let x = 0; x < width; x++) sums[x] = sums[x]! + rows[from + x]! * weight;
    }
    const to = offset + y * width;
    for (let x = 0; x < width; x++) target[to + x] = Math.min(255, sums[x]! >> bits);
  }
}
