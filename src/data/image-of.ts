/**
 * From a whole picture to the image that a model sees: the very bytes that training makes of it. Reads no file, so that a page does the same.
 */
import { type Framing, frameOf, keptSide } from "./framing.ts";
import { centreOf, type Extent, type Picture, resizeBox, shorterSideAt } from "./resize.ts";

/** A kept picture that is longer than this is cut to it around its middle. */
const longestRatio = 3;

/** The picture with its shorter side at a length in pixels, at most three times as long as wide. */
export function keptPicture(full: Picture, shorterSide: number): Picture {
  const { channels, height, width } = full;
  const cut: Extent = {
    height: Math.min(height, longestRatio * width),
    width: Math.min(width, longestRatio * height),
  };
  const kept = shorterSideAt(cut, shorterSide);
  const target = new Uint8Array(channels * kept.height * kept.width);
  resizeBox(full, centreOf(full, cut), { ...kept, target });
  return { data: target, channels, ...kept };
}

/** The image of a whole picture: bytes `[channels, height, width]`. */
export function imageOf(full: Picture, { extent, framing }: { extent: Extent; framing: Framing }): Uint8Array {
  const picture = framing === "centre" ? keptPicture(full, keptSide(extent)) : full;
  const target = new Uint8Array(picture.channels * extent.height * extent.width);
  resizeBox(picture, frameOf(framing, picture, extent), { ...extent, target });
  return target;
}
