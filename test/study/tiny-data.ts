/**
 * A folder of Fashion-MNIST's files with few images, made of a few shapes and noise: real trials on it take a second.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRng } from "../../src/core/rng.ts";

/** Writes the four files into `folder`. */
export function writeTinyData(folder: string, counts: { readonly train: number; readonly test: number }): void {
  mkdirSync(folder, { recursive: true });
  for (const [part, count] of [
    ["train", counts.train],
    ["t10k", counts.test],
  ] as const) {
    const rng = createRng(1, "tiny", part);
    const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
    const pixels = Uint8Array.from({ length: count * 784 }, (_, i) => {
      const label = labels[Math.floor(i / 784)]!;
      const bright = Math.floor((i % 784) / 79) === label;
      return rng.below(bright ? 256 : 100);
    });
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idx([count, 28, 28], pixels));
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idx([count], labels));
  }
}

/** IDX: two zero bytes, type 8 (unsigned bytes), number of axes, lengths as big-endian 32-bit integers, values. */
function idx(shape: readonly number[], values: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  shape.forEach((length, axis) => {
    new DataView(bytes.buffer).setUint32(4 + 4 * axis, length);
  });
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}
