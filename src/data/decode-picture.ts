/**
 * From an image file to a picture: three planes or one grey, and the picture that is kept of it, with a shorter side of a given length.
 *
 * The bytes are those of Pillow's `Image.open(file).convert("RGB")`, torchvision's default loader for image folders: alpha is
 * dropped and not blended, orientation tags and colour profiles are passed over, palettes are looked up, inks (CMYK) become
 * (255 - ink) (255 - black) / 255, 16 bits become their upper 8; grey is Pillow's `convert("L")` of that.
 * Deviation: Pillow cuts grey of 16 bits off at 255, which makes it white; here the upper 8 bits are taken as they are of colours.
 * JPEG, PNG and WebP are read, told by content; nothing else reaches the decoder, libvips (through sharp). Resizing is our
 * own, see `resize.ts`; what is kept of a picture, see `image-of.ts`.
 */
import sharp from "sharp";
import { greyOf } from "./grey.ts";
import { keptPicture } from "./image-of.ts";
import type { Picture } from "./resize.ts";

/** Planes of a picture: colours or grey. */
export type Planes = 1 | 3;

/** What is kept of a file. */
export interface KeptForm {
  readonly shorterSide: number;
  readonly channels: Planes;
}

/** The kept picture in the bytes of a file. Rejects with a reason where they are no image that is read. */
export async function decodePicture(bytes: Uint8Array, { shorterSide, channels }: KeptForm): Promise<Picture> {
  return keptPicture(await decodeWhole(bytes, channels), shorterSide);
}

/** The whole picture, in its own size. Rejects as `decodePicture`. */
export async function decodeWhole(bytes: Uint8Array, channels: Planes): Promise<Picture> {
  checkFormat(bytes);
  const image = sharp(bytes, { failOn: "error", ignoreIcc: true });
  const isInks = (await image.metadata()).space === "cmyk";
  const { data, info } = await (isInks
    ? image.pipelineColourspace("cmyk").toColourspace("cmyk")
    : image.removeAlpha().toColourspace("srgb")
  )
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { height, width } = info;
  const planes = isInks ? planesOfInks(data, height * width) : planesOf(data, height * width, info.channels);
  const colours: Picture = { data: planes, channels: 3, height, width };
  return channels === 3 ? colours : greyOf(colours);
}

/** Three planes of interleaved pixels; a grey plane is repeated. */
function planesOf(pixels: Uint8Array, size: number, channels: number): Uint8Array {
  const result = new Uint8Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const from = channels >= 3 ? channel : 0;
    for (let i = 0; i < size; i++) result[channel * size + i] = pixels[i * channels + from]!;
  }
  return result;
}

/** Three planes of interleaved cyan, magenta, yellow and black; products as Pillow rounds them. */
function planesOfInks(inks: Uint8Array, size: number): Uint8Array {
  const result = new Uint8Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < size; i++) {
      const light = 255 - inks[4 * i + 3]!;
      const product = inks[4 * i + channel]! * light + 128;
      result[channel * size + i] = Math.max(0, light - (((product >> 8) + product) >> 8));
    }
  }
  return result;
}

const signatures: readonly { readonly at: number; readonly bytes: readonly number[] }[][] = [
  [{ at: 0, bytes: [0xff, 0xd8, 0xff] }],
  [{ at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] }],
  [
    { at: 0, bytes: [0x52, 0x49, 0x46, 0x46] },
    { at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  ],
];

function checkFormat(bytes: Uint8Array): void {
  const matches = signatures.some((parts) =>
    parts.every(({ at, bytes: wanted }) => wanted.every((byte, i) => bytes[at + i] === byte)),
  );
  if (!matches) throw new Error(bytes.length === 0 ? "it is empty" : "its content is neither JPEG, PNG nor WebP");
}
