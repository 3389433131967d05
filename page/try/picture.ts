/**
 * From pixels as a browser has them to what a model is asked: by the library's own code, so that the numbers are those of training.
 */
import type { Framing } from "../../src/data/framing.ts";
import { greyOf } from "../../src/data/grey.ts";
import { imageOf } from "../../src/data/image-of.ts";
import type { Picture } from "../../src/data/resize.ts";

/** Pixels as a canvas gives them: red, green, blue and alpha of each, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The images that a model takes. */
export interface WantedImage {
  /** `[channels, height, width]`; 1 or 3 channels. */
  readonly input: readonly [number, number, number];
  readonly framing: Framing;
}

/** The picture as three planes. Alpha is dropped and not blended, as when images are read for training. */
export function pictureOf({ data, width, height }: Pixels): Picture {
  const size = width * height;
  const planes = new Uint8Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < size; i++) planes[channel * size + i] = data[4 * i + channel]!;
  }
  return { data: planes, channels: 3, height, width };
}

/** What a model sees of a picture: bytes `[channels, height, width]`. */
export function seenOf(pixels: Pixels, { input: [channels, height, width], framing }: WantedImage): Uint8Array {
  const colours = pictureOf(pixels);
  return imageOf(channels === 1 ? greyOf(colours) : colours, { extent: { height, width }, framing });
}

/** The numbers of a model's input, 0..1. Normalization is part of an exported model. */
export function tensorOf(seen: Uint8Array): Float32Array {
  return Float32Array.from(seen, (byte) => byte / 255);
}

/** Bytes `[channels, height, width]` as pixels to be drawn. */
export function pixelsOf(
  seen: Uint8Array,
  [channels, height, width]: WantedImage["input"],
): Uint8ClampedArray<ArrayBuffer> {
  const size = height * width;
  const pixels = new Uint8ClampedArray(4 * size).fill(255);
  for (let i = 0; i < size; i++) {
    for (let channel = 0; channel < 3; channel++) {
      pixels[4 * i + channel] = seen[(channels === 1 ? 0 : channel) * size + i]!;
    }
  }
  return pixels;
}
