/**
 * Small IDX files for tests: the bytes of an array, and whole folders in the layout of Fashion-MNIST.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createRng } from "../../src/core/rng.ts";
import { sizeOf } from "../../src/core/tensor.ts";

/** Bytes of an IDX file of unsigned bytes. */
export function idxBytes(shape: readonly number[], data: Uint8Array | readonly number[]): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt16BE(0x0800 + shape.length, 2);
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([header, Uint8Array.from(data)]);
}

/**
 * Writes four gzip files of 28 × 28 images that a model can learn: class k brightens its own rows, over noise.
 * Returns the folder. counts: images of each part.
 */
export function writeSampleFashion(folder: string, counts: { readonly train: number; readonly test: number }): string {
  mkdirSync(folder, { recursive: true });
  for (const [part, count] of [
    ["train", counts.train],
    ["t10k", counts.test],
  ] as const) {
    const rng = createRng(1, "sample-fashion", part);
    const labels = Uint8Array.from({ length: count }, () => rng.below(10));
    const images = new Uint8Array(count * 784);
    for (let pixel = 0; pixel < images.length; pixel++) {
      const row = Math.floor((pixel % 784) / 28);
      const lit = Math.floor(row / 2) % 10 === labels[Math.floor(pixel / 784)];
      images[pixel] = rng.below(lit ? 256 : 128);
    }
    writePacked(join(folder, `${part}-images-idx3-ubyte.gz`), [count, 28, 28], images);
    writePacked(join(folder, `${part}-labels-idx1-ubyte.gz`), [count], labels);
  }
  return folder;
}

function writePacked(path: string, shape: readonly number[], data: Uint8Array): void {
  if (data.length !== sizeOf(shape)) throw new Error(`${path}: shape and data do not fit`);
  writeFileSync(path, gzipSync(idxBytes(shape, data)));
}
