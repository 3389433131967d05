/**
 * Images in the size and number of channels that a trial asks for, from a dataset as it was loaded.
 *
 * Law: which bytes an image has does not depend on whether all of them are made at once or each when it is read.
 */
import { LabError } from "../core/errors.ts";
import type { ImageSource, LabelledImages, LoadedDataset } from "./dataset.ts";
import { frameOf, framingOf } from "./framing.ts";
import { greyOf } from "./grey.ts";
import { type Picture, resizeBox } from "./resize.ts";

/** What a trial wants. Absent: as loaded. */
export interface ImageShape {
  /** Height and width. */
  readonly size?: number | undefined;
  /** 3 repeats the plane of grey images, 1 makes one grey plane of three. */
  readonly channels?: number | undefined;
}

/** Images are made all at once where they take at most so many bytes, for both parts of a dataset together. */
const mostBytes = 2 ** 29;

const prepared = new WeakMap<LoadedDataset, Map<string, LoadedDataset>>();

/**
 * The dataset with images of that shape; the dataset itself where it has it already. Made once for each dataset and shape.
 * Errors: `data-channels`.
 */
export function prepareImages(dataset: LoadedDataset, wanted: ImageShape, limit: number = mostBytes): LoadedDataset {
  const shape = preparedShape(dataset, wanted);
  if (shape.every((extent, axis) => extent === dataset.shape[axis])) return dataset;
  const made = prepared.get(dataset) ?? new Map<string, LoadedDataset>();
  prepared.set(dataset, made);
  const key = `${shape.join("x")} in ${limit}`;
  const known = made.get(key) ?? reshaped(dataset, shape, limit);
  made.set(key, known);
  return known;
}

/** Writes image `index` of a part into `target`, bytes `[channels, height, width]`. */
export function writeImage({ images, source }: LabelledImages, index: number, target: Uint8Array): void {
  if (images.length === 0 && source !== undefined) source.writeImage(index, target);
  else target.set(images.subarray(index * target.length, (index + 1) * target.length));
}

/** The pictures that the images of a part are made from. `shape`: of its images, for parts without a source. */
export function pictureOf(part: LabelledImages, index: number, shape: LoadedDataset["shape"]): Picture {
  return part.source?.picture(index) ?? pictureIn(part.images, index, shape);
}

/** The shape that images of a dataset get, without looking at any. Errors: `data-channels`. */
export function preparedShape(
  { name, shape }: Pick<LoadedDataset, "name" | "shape">,
  { size, channels }: ImageShape,
): LoadedDataset["shape"] {
  const [has, height, width] = shape;
  const possible = channels === undefined || channels === has || has === 1 || (has === 3 && channels === 1);
  if (!possible)
    throw new LabError(
      "data-channels",
      `The images of ${name} should get ${channels} channels, which only grey and colour images can, but they have ${has}. Leave data.channels out.`,
    );
  return [channels ?? has, size ?? height, size ?? width];
}

function reshaped(dataset: LoadedDataset, shape: LoadedDataset["shape"], limit: number): LoadedDataset {
  const pixels = shape[0] * shape[1] * shape[2];
  const streams = dataset.train.source?.load !== undefined;
  const atOnce = !streams && pixels * (dataset.train.count + dataset.test.count) <= limit;
  const part = (from: LabelledImages): LabelledImages => {
    const source = resizing(from, dataset, shape);
    if (!atOnce) return { ...from, images: new Uint8Array(0), source };
    const images = new Uint8Array(from.count * pixels);
    for (let i = 0; i < from.count; i++) source.writeImage(i, images.subarray(i * pixels, (i + 1) * pixels));
    return { ...from, images, source };
  };
  return { ...dataset, shape, train: part(dataset.train), test: part(dataset.test) };
}

function resizing(
  part: LabelledImages,
  { name, shape: from }: Pick<LoadedDataset, "name" | "shape">,
  [channels, height, width]: LoadedDataset["shape"],
): ImageSource {
  const plane = height * width;
  const framing = framingOf(name);
  const load = part.source?.load;
  const picture = (index: number): Picture => {
    const kept = pictureOf(part, index, from);
    return channels === 1 && kept.channels === 3 ? greyOf(kept) : kept;
  };
  return {
    picture,
    writeImage: (index, target) => {
      const kept = picture(index);
      resizeBox(kept, frameOf(framing, kept, { height, width }), { height, width, target });
      repeatPlanes(target, { plane, have: kept.channels, want: channels });
    },
    ...(load === undefined ? {} : { load }),
  };
}

/** Fills the planes of an image that its picture did not have with copies of the first. */
export function repeatPlanes(
  target: Uint8Array,
  { plane, have, want }: { readonly plane: number; readonly have: number; readonly want: number },
): void {
  for (let channel = have; channel < want; channel++) target.copyWithin(channel * plane, 0, plane);
}

function pictureIn(images: Uint8Array, index: number, [channels, height, width]: LoadedDataset["shape"]): Picture {
  const pixels = channels * height * width;
  return { data: images.subarray(index * pixels, (index + 1) * pixels), channels, height, width };
}
