/**
 * The binary layout of CIFAR-10 and CIFAR-100: records of one or two label bytes and 3,072 pixel bytes, in the
 * publisher's archive or unpacked.
 *
 * Pixels are three planes of 32 × 32, red, green, blue, row-major. Of two labels the last is the fine one.
 * Source: Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images", and the description beside the archives.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { explainFileError } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import type { Dataset, LabelledImages } from "./dataset.ts";
import { unpackGzip } from "./idx.ts";
import { unpackedFolder } from "./locate.ts";

/** `[channels, height, width]` of every image. */
export const cifarShape = [3, 32, 32] as const;

const pixels = 3 * 32 * 32;
const advice = "Remove it and fetch it again, or take it from another copy of the dataset.";

/** What differs between the two. `labels`: label bytes of a record. */
export interface CifarLayout {
  readonly labels: 1 | 2;
  readonly classes: number;
  readonly trainFiles: readonly string[];
  readonly testFiles: readonly string[];
}

/**
 * Reads both parts from a folder that holds the archive, its unpacked folder, or its files.
 * Errors: `gzip-damaged`, `not-gzip`, `archive-damaged`, `archive-incomplete`, `cifar-size`, `cifar-label`, and those of
 * reading a file.
 */
export async function readCifar(
  dataset: Dataset,
  layout: CifarLayout,
  folder: string,
): Promise<{ readonly train: LabelledImages; readonly test: LabelledImages }> {
  const names = [...layout.trainFiles, ...layout.testFiles];
  const unpacked = unpackedFolder(dataset, folder);
  const contents =
    unpacked === null
      ? await readArchive(join(folder, dataset.files[0]!.name), names)
      : new Map(await Promise.all(names.map(async (name) => [name, await readWhole(join(unpacked, name))] as const)));
  const origin = unpacked ?? join(folder, dataset.files[0]!.name);
  const part = (files: readonly string[]): LabelledImages =>
    joined(files.map((name) => parseRecords(contents.get(name)!, layout, join(origin, name))));
  return { train: part(layout.trainFiles), test: part(layout.testFiles) };
}

/** Images and fine labels of one file. `path`: for messages. Errors: `cifar-size`, `cifar-label`. */
export function parseRecords(
  bytes: Uint8Array,
  { labels: labelBytes, classes }: Pick<CifarLayout, "labels" | "classes">,
  path: string,
): LabelledImages {
  const size = labelBytes + pixels;
  const count = bytes.length / size;
  if (!Number.isInteger(count) || count === 0) {
    throw new LabError(
      "cifar-size",
      `${path} should hold records of ${size} bytes, but has ${bytes.length} bytes, which is no whole number of them. ${advice}`,
      { path, bytes: bytes.length },
    );
  }
  const images = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const label = bytes[i * size + labelBytes - 1]!;
    if (label >= classes) {
      throw new LabError(
        "cifar-label",
        `${path} should hold labels from 0 to ${classes - 1}, but image ${i} has label ${label}. ${advice}`,
        { path, image: i, label },
      );
    }
    labels[i] = label;
    images.set(bytes.subarray(i * size + labelBytes, (i + 1) * size), i * pixels);
  }
  return { count, images, labels };
}

/** Files of a `.tar.gz` by their names without folders. */
async function readArchive(path: string, wanted: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const tar = await unpackGzip(await readWhole(path), path);
  const { unpackTar } = await import("modern-tar"); // only archives need it, and every command on studies knows this file
  const entries = await unpackTar(tar, { filter: ({ name }) => wanted.includes(baseName(name)) }).catch((error) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError("archive-damaged", `${path} is no readable archive (${reason}). ${advice}`, { path });
  });
  const found = new Map(entries.flatMap(({ header, data }) => (data ? [[baseName(header.name), data] as const] : [])));
  const missing = wanted.filter((name) => !found.has(name));
  if (missing.length > 0) {
    const sentence = `${path} should hold ${wanted.join(", ")}, but lacks ${missing.join(", ")}. ${advice}`;
    throw new LabError("archive-incomplete", sentence, { path, missing });
  }
  return found;
}

async function readWhole(path: string): Promise<Uint8Array> {
  return await readFile(path).catch((error: unknown) => {
    throw explainFileError(error, `read ${path}`);
  });
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function joined(parts: readonly LabelledImages[]): LabelledImages {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const images = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  let at = 0;
  for (const part of parts) {
    images.set(part.images, at * pixels);
    labels.set(part.labels, at);
    at += part.count;
  }
  return { count, images, labels };
}
