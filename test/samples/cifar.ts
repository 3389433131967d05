/**
 * Small files in the layout of CIFAR for tests: records that a model can learn, unpacked and in an archive.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { createRng } from "../../src/core/rng.ts";

/** Bytes of `count` records of `labels` label bytes: class k brightens its own rows, over noise. */
export function cifarBytes(count: number, { labels, classes }: { labels: 1 | 2; classes: number }): Uint8Array {
  const size = labels + 3072;
  const rng = createRng(1, "sample-cifar", count);
  const bytes = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) {
    const label = rng.below(classes);
    bytes[i * size + labels - 1] = label;
    for (let pixel = 0; pixel < 3072; pixel++) {
      const row = Math.floor((pixel % 1024) / 32);
      bytes[i * size + labels + pixel] = rng.below(row % classes === label ? 256 : 128);
    }
  }
  return bytes;
}

/** The files of a CIFAR-10 with `perFile` images each, by name. */
export function sampleCifar10(perFile: number): { readonly [name: string]: Uint8Array } {
  const names = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);
  const layout = { labels: 1, classes: 10 } as const;
  return Object.fromEntries([...names, "test_batch.bin"].map((name) => [name, cifarBytes(perFile, layout)]));
}

/** Writes files into a folder. Returns the folder. */
export function writeFiles(folder: string, files: { readonly [name: string]: Uint8Array }): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

/** Bytes of a `.tar.gz` of files inside a folder. */
export async function archiveOf(folder: string, files: { readonly [name: string]: Uint8Array }): Promise<Uint8Array> {
  const entries = Object.entries(files).map(([name, body]) => ({
    header: { name: `${folder}/${name}`, size: body.length },
    body,
  }));
  return gzipSync(await packTar([{ header: { name: `${folder}/`, type: "directory", size: 0 } }, ...entries]));
}
