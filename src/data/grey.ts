/**
 * Grey of colours, apart from the decoder, which not every command loads.
 */
import type { Picture } from "./resize.ts";

/**
 * The grey plane: L = (19595 R + 38470 G + 7471 B + 2^15) / 2^16, rounded down.
 * Source: ITU-R 601-2 luma as Pillow computes it, src/libImaging/Convert.c.
 */
export function greyOf({ data, height, width }: Picture): Picture {
  const size = height * width;
  const grey = new Uint8Array(size);
  for (let i = 0; i < size; i++)
    grey[i] = (19595 * data[i]! + 38470 * data[size + i]! + 7471 * data[2 * size + i]! + 0x8000) >> 16;
  return { data: grey, channels: 1, height, width };
}
