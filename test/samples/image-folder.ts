/**
 * Small image folders in ImageNet's layout, made with sharp: plain colours with noise, one colour a class.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { createRng } from "../../src/core/rng.ts";

/** Files of a folder: their paths, each ending in the format that it is written in. */
export async function writeImages(
  folder: string,
  paths: readonly string[],
  { width = 40, height = 30 }: { readonly width?: number; readonly height?: number } = {},
): Promise<void> {
  for (const path of paths) {
    const rng = createRng(1, "image", path);
    const strong = path.includes("/cat/") ? 0 : 2;
    const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => rng.below(i % 3 === strong ? 256 : 128));
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    await sharp(pixels, { raw: { width, height, channels: 3 } }).toFile(file);
  }
}

/** A folder with two classes. `each`: training images of a class; a quarter as many to test. */
export async function writeImageFolder(folder: string, each: number): Promise<void> {
  const names = (part: string, count: number): string[] =>
    ["cat", "dog"].flatMap((name) => Array.from({ length: count }, (_, i) => `${part}/${name}/${i}.jpg`));
  await writeImages(folder, [...names("train", each), ...names("val", Math.ceil(each / 4))]);
}

/** Writes a file that is no image. */
export function writeBroken(folder: string, path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), "this is no image");
}
