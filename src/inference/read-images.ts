/**
 * Images to predict: a NumPy array of them, or image files, as float `[n, channels, height, width]` in 0..1.
 */
import { LabError } from "../core/errors.ts";
import { decodeNpy } from "../core/npy.ts";
import { readRegularFile } from "../core/regular-file.ts";
import { showShape, sizeOf, type Tensor } from "../core/tensor.ts";
import type { Framing } from "../data/framing.ts";

/** Sizes that images must have: `[channels, height, width]`. */
type Input = readonly [number, number, number];

/** What was given: an array as it is, or files that are decoded once the model's size is known. */
export type GivenImages =
  | { readonly kind: "array"; readonly path: string; readonly array: Tensor }
  | { readonly kind: "files"; readonly paths: readonly string[] };

/** Reads the array, or takes note of the files. Errors: `no-such-file` and the like; those of `decodeNpy`; `several-arrays`. */
export async function openImages(paths: readonly string[]): Promise<GivenImages> {
  const [first] = paths as [string];
  const arrays = paths.filter((path) => /\.npy$/i.test(path));
  if (arrays.length === 0) return { kind: "files", paths };
  if (paths.length > 1) {
    throw new LabError(
      "several-arrays",
      `Images are one .npy array of all of them, or image files; ${paths.length} files with ${arrays.length} arrays among them were given.`,
    );
  }
  const bytes = await readRegularFile(first, `read the images ${first}`);
  return { kind: "array", path: first, array: decodeNpy(bytes) };
}

/** Height and width of an array's images for a model of that many channels; null where they are files, or do not fit. */
export function sizeOfImages(source: GivenImages, channels: number): readonly [number, number] | null {
  if (source.kind === "files") return null;
  const [layout] = layoutsOf(source.array.shape, channels);
  return layout === undefined ? null : [layout.height, layout.width];
}

/** The images; pictures of files are prepared as for training. Errors: `images-do-not-fit` for an array of another shape or type; `image-broken` for a file. */
export async function readImages(source: GivenImages, input: Input, framing: Framing): Promise<Tensor> {
  if (source.kind === "array") return fromArray(source.path, source.array, input);
  const [channels, height, width] = input;
  if (channels !== 1 && channels !== 3) {
    throw new LabError(
      "images-do-not-fit",
      `Image files give 1 or 3 channels, but the model takes ${channels}; give a .npy array.`,
    );
  }
  const { readImageFile } = await import("../data/image-file.ts"); // loads the decoder
  const data = new Float32Array(source.paths.length * sizeOf(input));
  for (const [i, path] of source.paths.entries()) {
    const image = await readImageFile(path, { channels, extent: { height, width }, framing });
    for (const [at, byte] of image.entries()) data[i * sizeOf(input) + at] = byte / 255;
  }
  return { dtype: "float", shape: [source.paths.length, ...input], data };
}

interface Layout {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channelsLast: boolean;
}

/** What a shape may mean, the likelier first: `[n, c, h, w]`, `[n, h, w, c]`, each without n; grey ones also without c. */
function layoutsOf(shape: readonly number[], channels: number): readonly Layout[] {
  const [a = 0, b = 0, c = 0, d = 0] = shape;
  const layouts: Layout[] = [];
  const add = (count: number, height: number, width: number, channelsLast: boolean): void => {
    layouts.push({ count, height, width, channelsLast });
  };
  if (shape.length === 4 && b === channels) add(a, c, d, false);
  if (shape.length === 4 && d === channels) add(a, b, c, true);
  if (shape.length === 3 && a === channels) add(1, b, c, false);
  if (shape.length === 3 && c === channels) add(1, a, b, true);
  if (shape.length === 3 && channels === 1) add(a, b, c, false);
  if (shape.length === 2 && channels === 1) add(1, a, b, false);
  return layouts;
}

function fromArray(path: string, { dtype, shape, data }: Tensor, input: Input): Tensor {
  const [channels, height, width] = input;
  const layout = layoutsOf(shape, channels).find((one) => one.height === height && one.width === width);
  const wanted = `[n, ${input.join(", ")}] or [n, ${height}, ${width}, ${channels}]`;
  if (layout === undefined || layout.count === 0) throw doesNotFit(path, wanted, `shape ${showShape(shape)}`);
  if (dtype !== "byte" && dtype !== "float") throw doesNotFit(path, wanted, `whole numbers other than uint8`);
  const scale = dtype === "byte" ? 1 / 255 : 1;
  const pixels = height * width;
  const values = new Float32Array(data.length);
  for (let i = 0; i < values.length; i++) {
    const image = Math.floor(i / (channels * pixels));
    const channel = Math.floor(i / pixels) % channels;
    const at = layout.channelsLast ? (image * pixels + (i % pixels)) * channels + channel : i;
    values[i] = data[at]! * scale;
  }
  if (!values.every(Number.isFinite)) throw doesNotFit(path, wanted, "numbers that are not finite");
  return { dtype: "float", shape: [layout.count, ...input], data: values };
}

function doesNotFit(path: string, wanted: string, found: string): LabError {
  return new LabError(
    "images-do-not-fit",
    `The model takes images ${wanted}, uint8 in 0..255 or float in 0..1, but ${path} has ${found}.`,
  );
}
