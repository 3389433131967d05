/**
 * One image file as a model takes it: the very bytes that training or evaluation would have made of it.
 */
import { readRegularFile } from "../core/regular-file.ts";
import { brokenImage } from "./broken-image.ts";
import { decodePicture, decodeWhole, type Planes } from "./decode-picture.ts";
import { type Framing, frameOf, keptSide } from "./framing.ts";
import { type Extent, resizeBox } from "./resize.ts";

/** The image that is wanted. */
export interface ImageForm {
  readonly channels: Planes;
  readonly extent: Extent;
  readonly framing: Framing;
}

/** Bytes `[channels, height, width]`. Errors: `image-broken`; `no-such-file`, `not-a-file` and the like. */
export async function readImageFile(path: string, { channels, extent, framing }: ImageForm): Promise<Uint8Array> {
  const bytes = await readRegularFile(path, `read the image ${path}`);
  try {
    const picture =
      framing === "centre"
        ? await decodePicture(bytes, { shorterSide: keptSide(extent), channels })
        : await decodeWhole(bytes, channels);
    const target = new Uint8Array(channels * extent.height * extent.width);
    resizeBox(picture, frameOf(framing, picture, extent), { ...extent, target });
    return target;
  } catch (error) {
    throw brokenImage(path, error instanceof Error ? error.message : String(error));
  }
}
