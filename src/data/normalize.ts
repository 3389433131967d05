/**
 * Normalization of images: for each channel a mean to take off and a deviation to divide by, in units of 0 … 1.
 *   y = (byte / 255 - mean) / std
 */
import { LabError } from "../core/errors.ts";
import type { LabelledImages, LoadedDataset } from "./dataset.ts";
import { pictureOf } from "./prepare.ts";

/** One number for each channel, or one for all. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * Normalizations that have a name. Source of `imagenet`: the values that torchvision's and most of timm's weights were
 * trained with; `half` is that of Google's ViT and Mixer weights.
 */
export const namedNormalizations = {
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  half: { mean: [0.5], std: [0.5] },
} as const satisfies Readonly<Record<string, Normalization>>;

const decimals = 1e6;

/**
 * Mean and deviation of each channel over these images of a dataset, rounded to 6 decimals, so that they do not depend on
 * the order of summation. Sums are exact; images are taken in the size in which they are kept.
 *   std = sqrt(mean of squares - square of mean)
 * Errors: `normalize-constant` where a channel has the same value everywhere; `normalize-streamed` where not all are kept.
 */
export function measureNormalization(
  part: LabelledImages,
  indices: Int32Array,
  shape: LoadedDataset["shape"],
): Normalization {
  if (part.source?.load !== undefined)
    throw new LabError(
      "normalize-streamed",
      "data.normalize: dataset needs all training images in memory, but these are too many and are decoded as they are needed. " +
        "Give mean and std as numbers, or take imagenet or half.",
    );
  const planes = Array.from({ length: shape[0] }, () => ({ count: 0, sum: 0, squares: 0 }));
  for (const index of indices) {
    const { data, channels, height, width } = pictureOf(part, index, shape);
    for (const [channel, plane] of planes.entries()) {
      const from = Math.min(channel, channels - 1) * height * width;
      addPixels(plane, data.subarray(from, from + height * width));
    }
  }
  const facts = planes.map(meanAndDeviation);
  return { mean: facts.map(({ mean }) => mean), std: facts.map(({ std }) => std) };
}

/**
 * The same with one number for each of `channels`. Errors: `normalize-channels`.
 */
export function forChannels({ mean, std }: Normalization, channels: number): Normalization {
  return { mean: spread(mean, "mean", channels), std: spread(std, "std", channels) };
}

/** Whole numbers below 2^53: 10^7 images of 224 × 224 pixels stay there. */
interface Sums {
  count: number;
  sum: number;
  squares: number;
}

function addPixels(plane: Sums, pixels: Uint8Array): void {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i]!;
    sum += value;
    squares += value * value;
  }
  plane.count += pixels.length;
  plane.sum += sum;
  plane.squares += squares;
}

function meanAndDeviation({ count, sum, squares }: Sums): { readonly mean: number; readonly std: number } {
  const spreadTimesCount = BigInt(count) * BigInt(squares) - BigInt(sum) * BigInt(sum); // count² · variance, exactly
  if (spreadTimesCount <= 0n)
    throw new LabError(
      "normalize-constant",
      "data.normalize: dataset divides by the deviation of each channel, but a channel of the training images has one value everywhere. " +
        "Give mean and std as numbers.",
    );
  const rounded = (value: number): number => Math.round(value * decimals) / decimals;
  return { mean: rounded(sum / count / 255), std: rounded(Math.sqrt(Number(spreadTimesCount)) / count / 255) };
}

function spread(values: readonly number[], name: string, channels: number): readonly number[] {
  if (values.length === channels) return values;
  if (values.length === 1) return Array.from({ length: channels }, () => values[0]!);
  throw new LabError(
    "normalize-channels",
    `data.normalize needs one ${name} for each of the images' ${channels} channels, or one for all, but it has ${values.length}. ` +
      "Grey images become three channels with data.channels: 3.",
  );
}
