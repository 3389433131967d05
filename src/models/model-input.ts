/**
 * What a model sees of images: their values in 0 … 1, or normalized for each channel.
 *   x = value / unit,  or  (value / unit - mean) / std = value · 1 / (unit · std) - mean / std
 *
 * Said once, so that training, evaluation, prediction and exported models compute the same.
 */
import { floatTensor } from "../core/tensor.ts";
import type { Normalization } from "../data/normalize.ts";
import type { Builder } from "../graph/builder.ts";
import type { Value } from "../graph/graph.ts";
import type { Model } from "./model.ts";

/** `unit`: the value of full brightness, 255 for bytes and 1 for shares. `normalization`: one number for each channel; null for none. */
export interface PixelScale {
  readonly unit: number;
  readonly normalization: Normalization | null;
}

/** `pixels`: float `[channels · height · width, batch]` of images of this size; the result has its shape. */
export function modelInput(
  b: Builder,
  pixels: Value,
  { input: [channels, height, width], unit, normalization }: Pick<Model, "input"> & PixelScale,
): Value {
  if (normalization === null) return unit === 1 ? pixels : b.mul(pixels, b.scalar(1 / unit));
  const { mean, std } = normalization;
  const constant = (values: readonly number[]): Value => b.constant(floatTensor([channels, 1, 1], values));
  const planes = b.reshape(pixels, { shape: [channels, height * width, pixels.shape[1]!] });
  const scaled = b.mul(planes, constant(std.map((deviation) => 1 / (unit * deviation))));
  const shifted = b.add(scaled, constant(mean.map((value, channel) => -value / std[channel]!)));
  return b.reshape(shifted, { shape: pixels.shape });
}
