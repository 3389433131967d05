/**
 * Augmentation: each image a little different in every epoch, made of bytes on the host.
 *
 * Law: what becomes of an image is a function of (seed, epoch, position in the epoch) and of the image. In order:
 *  - random resized crop: a box of random area and ratio, resized to the image's size (Szegedy et al. 2015, arXiv:1409.4842;
 *    numbers drawn as in torchvision's `RandomResizedCrop`);
 *  - crop: the image is padded with black on all sides, and a part of its own size is cut out (He et al. 2016,
 *    arXiv:1512.03385; torchvision's `RandomCrop` with padding);
 *  - flip: left and right change places with probability 1/2;
 *  - cutout: a square around a random pixel, cut off at the edges, is filled (DeVries & Taylor 2017, arXiv:1708.04552); their
 *    code fills normalized images with 0, which is `fill`.
 */
import { createRng, type Rng } from "../core/rng.ts";
import type { LabelledImages, LoadedDataset } from "./dataset.ts";
import { pictureOf, repeatPlanes, writeImage } from "./prepare.ts";
import { type Box, type Extent, resizeBox } from "./resize.ts";

/** Ranges of a random resized crop: share of the picture's area, and width over height. */
export interface ResizedCrop {
  readonly scale: readonly [number, number];
  readonly ratio: readonly [number, number];
}

/** What is done to images of training. Absent: not done. */
export interface Augmentation {
  readonly resizedCrop?: ResizedCrop;
  /** Pixels of black on each side. */
  readonly crop?: { readonly padding: number };
  readonly flip?: boolean;
  /** Side of the square in pixels. */
  readonly cutout?: number;
}

/** Where an image stands. Both count as in the trainer: epochs from 1, positions from 0. */
export interface ImagePlace {
  readonly epoch: number;
  readonly position: number;
}

/** Writes an augmented image, bytes `[channels, height, width]`, into `target`. */
export type AugmentImage = (index: number, place: ImagePlace, target: Uint8Array) => void;

/** What an augmenter is made for. `fill`: byte of each channel inside a cutout. */
export interface AugmentOptions {
  readonly seed: number;
  readonly shape: LoadedDataset["shape"];
  readonly fill: readonly number[];
}

/** Whether anything is done to single images. */
export function augmentsImages({ resizedCrop, crop, flip, cutout }: Augmentation): boolean {
  return resizedCrop !== undefined || crop !== undefined || flip === true || cutout !== undefined;
}

/** The augmenter of a part of a dataset. */
export function createAugmenter(
  part: LabelledImages,
  augmentation: Augmentation,
  { seed, shape, fill }: AugmentOptions,
): AugmentImage {
  const { resizedCrop, crop, flip, cutout } = augmentation;
  const scratch = new Uint8Array(shape[0] * shape[1] * shape[2]);
  return (index, { epoch, position }, target) => {
    const rng = createRng(seed, "augment", epoch, position);
    const start = crop === undefined ? target : scratch;
    if (resizedCrop === undefined) writeImage(part, index, start);
    else writeResizedCrop(part, index, { ranges: resizedCrop, rng, shape, target: start });
    if (crop !== undefined) shift(scratch, target, { shape, by: drawShift(rng, crop.padding) });
    if (flip === true && (rng.nextUint32() & 1) === 1) mirror(target, shape);
    if (cutout !== undefined) cutOut(target, { shape, fill, side: cutout, rng });
  };
}

/**
 * A random box of a picture: area and ratio uniform in their ranges (the ratio on logarithms), up to ten tries, then the
 * largest box in the middle whose ratio lies in the range.
 */
export function drawBox({ height, width }: Extent, { scale, ratio }: ResizedCrop, rng: Rng): Box {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = height * width * between(rng, scale);
    const proportion = Math.exp(between(rng, [Math.log(ratio[0]), Math.log(ratio[1])]));
    const wide = Math.round(Math.sqrt(area * proportion));
    const high = Math.round(Math.sqrt(area / proportion));
    if (wide < 1 || high < 1 || wide > width || high > height) continue;
    return { top: rng.below(height - high + 1), left: rng.below(width - wide + 1), height: high, width: wide };
  }
  const high = Math.max(1, Math.min(height, Math.round(width / ratio[0])));
  const wide = Math.max(1, Math.min(width, Math.round(height * ratio[1])));
  return {
    top: Math.floor((height - high) / 2),
    left: Math.floor((width - wide) / 2),
    height: high,
    width: wide,
  };
}

function between(rng: Rng, [low, high]: readonly [number, number]): number {
  return low + (high - low) * rng.uniform();
}

function writeResizedCrop(
  part: LabelledImages,
  index: number,
  given: { ranges: ResizedCrop; rng: Rng; shape: LoadedDataset["shape"]; target: Uint8Array },
): void {
  const [channels, height, width] = given.shape;
  const picture = pictureOf(part, index, given.shape);
  resizeBox(picture, drawBox(picture, given.ranges, given.rng), { height, width, target: given.target });
  repeatPlanes(given.target, { plane: height * width, have: picture.channels, want: channels });
}

interface Shift {
  readonly down: number;
  readonly right: number;
}

function drawShift(rng: Rng, padding: number): Shift {
  return { down: rng.below(2 * padding + 1) - padding, right: rng.below(2 * padding + 1) - padding };
}

/** target[y, x] = image[y + down, x + right], 0 outside */
function shift(
  image: Uint8Array,
  target: Uint8Array,
  { shape: [channels, height, width], by }: { shape: LoadedDataset["shape"]; by: Shift },
): void {
  target.fill(0);
  const left = Math.max(0, by.right);
  const right = Math.min(width, width + by.right);
  if (left >= right) return;
  for (let row = 0; row < channels * height; row++) {
    const y = (row % height) + by.down;
    if (y < 0 || y >= height) continue;
    const from = (row + by.down) * width;
    target.set(image.subarray(from + left, from + right), row * width + left - by.right);
  }
}

function mirror(image: Uint8Array, [channels, height, width]: LoadedDataset["shape"]): void {
  for (let row = 0; row < channels * height; row++) image.subarray(row * width, (row + 1) * width).reverse();
}

function cutOut(
  image: Uint8Array,
  given: { shape: LoadedDataset["shape"]; fill: readonly number[]; side: number; rng: Rng },
): void {
  const { shape, fill, side, rng } = given;
  const [channels, height, width] = shape;
  const top = rng.below(height) - (side >> 1);
  const left = rng.below(width) - (side >> 1);
  const [from, to] = [Math.max(0, left), Math.min(width, left + side)];
  for (let channel = 0; channel < channels; channel++)
    for (let y = Math.max(0, top); y < Math.min(height, top + side); y++) {
      const row = (channel * height + y) * width;
      image.fill(fill[channel]!, row + from, row + to);
    }
}
