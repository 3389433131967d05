/**
 * From an image file to the picture that is kept of it: red, green and blue, with a shorter side of a given length.
 *
 * Decoded by libvips (through sharp); alpha and orientation tags are passed over, as torchvision's loader does. A picture more
 * than three times as long as wide is cut to that around its middle. Resizing is our own, see `resize.ts`.
 */
import sharp from "sharp";
import { centreOf, type Extent, type Picture, resizeBox, shorterSideAt } from "./resize.ts";

const longestRatio = 3;

/** The kept picture of a file. Rejects with the decoder's reason where the file is no image. */
export async function decodePicture(file: string, shorterSide: number): Promise<Picture> {
  const { data, info } = await sharp(file, { failOn: "error" })
    .removeAlpha()
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { height, width, channels } = info;
  const full: Picture = { data: planes(data, { height, width, channels }), channels: 3, height, width };
  const cut: Extent = {
    height: Math.min(height, longestRatio * width),
    width: Math.min(width, longestRatio * height),
  };
  const kept = shorterSideAt(cut, shorterSide);
  const target = new Uint8Array(3 * kept.height * kept.width);
  resizeBox(full, centreOf(full, cut), { ...kept, target });
  return { data: target, channels: 3, ...kept };
}

/** Three planes of interleaved pixels; a grey plane is repeated. */
function planes(
  pixels: Uint8Array,
  { height, width, channels }: { height: number; width: number; channels: number },
): Uint8Array {
  const size = height * width;
  const result = new Uint8Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const from = channels >= 3 ? channel : 0;
    for (let i = 0; i < size; i++) result[channel * size + i] = pixels[i * channels + from]!;
  }
  return result;
}
