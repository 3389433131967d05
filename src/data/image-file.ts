/**
 * One image file as a model takes it: the very bytes that training or evaluation would have made of it.
 */
import { readRegularFile } from "../core/regular-file.ts";
import { brokenImage } from "./broken-image.ts";
import { decodeWhole, type Planes } from "./decode-picture.ts";
import type { Framing } from "./framing.ts";
import { imageOf } from "./image-of.ts";
import type { Extent } from "./resize.ts";

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
    return imageOf(await decodeWhole(bytes, channels), { extent, framing });
  } catch (error) {
    throw brokenImage(path, error instanceof Error ? error.message : String(error));
  }
}
