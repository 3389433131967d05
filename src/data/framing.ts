/**
 * Which part of a picture becomes an image: the same rule for training, validation and prediction.
 *
 * `centre`: the picture is scaled until its shorter side is 8/7 of the image's (256 for 224), and the middle is cut out; what
 * image folders are trained with, and torchvision's weights. `whole`: the largest middle part of the image's proportions; what
 * data sets of small square images are trained with, whose whole pictures are seen.
 */
import { folderName } from "./folder-name.ts";
import { type Box, centreOf, type Extent } from "./resize.ts";

/** See the file. */
export const framings = ["centre", "whole"] as const;

/** See the file. */
export type Framing = (typeof framings)[number];

/** Shorter side, in pixels, of the pictures that `centre` cuts images of this extent from. */
export function keptSide({ height, width }: Extent): number {
  return Math.round((Math.max(height, width) * 8) / 7);
}

/** The part of a picture that an image of extent `to` is made from. Pictures framed by `centre` are kept at `keptSide` before. */
export function frameOf(framing: Framing, picture: Extent, to: Extent): Box {
  if (framing === "centre") return centreOf(picture, to);
  const { height, width } = picture;
  const tall = height * to.width > width * to.height;
  return centreOf(picture, {
    height: tall ? Math.max(1, Math.round((width * to.height) / to.width)) : height,
    width: tall ? width : Math.max(1, Math.round((height * to.width) / to.height)),
  });
}

/** How the images of a dataset are framed. */
export function framingOf(datasetName: string): Framing {
  return datasetName === folderName ? "centre" : "whole";
}
