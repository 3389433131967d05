/**
 * The binary layout of CIFAR-10 and CIFAR-100: records of one or two label bytes and 3,072 pixel bytes, in the
 * publisher's archive or unpacked.
 *
 * Pixels are three planes of 32 × 32, red, green, blue, row-major. Of two labels the last is the fine one.
 * Source: Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images", and the description beside the archives.
 */
import { readFile, stat } from "node:fs/promises";
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
  const fileOf = await filesIn(folder, dataset, [...layout.trainFiles, ...layout.testFiles]);
  const part = async (files: readonly string[]): Promise<LabelledImages> =>
    readRecords(await Promise.all(files.map(fileOf)), layout);
  return { train: await part(layout.trainFiles), test: await part(layout.testFiles) };
}

/** The test set alone. Errors: as `readCifar`. */
export async function readCifarTest(dataset: Dataset, layout: CifarLayout, folder: string): Promise<LabelledImages> {
  const fileOf = await filesIn(folder, dataset, layout.testFiles);
  return readRecords(await Promise.all(layout.testFiles.map(fileOf)), layout);
}

/** How files of these names are had from a folder. */
async function filesIn(
  folder: string,
  dataset: Dataset,
  names: readonly string[],
): Promise<(name: string) => Promise<RecordFile>> {
  const unpacked = unpackedFolder(dataset, folder);
  return unpacked === null ? archived(join(folder, dataset.files[0]!.name), names) : unpackedFile(unpacked);
}

/** A file of records, read when its turn comes. `path`: for messages. */
export interface RecordFile {
  readonly path: string;
  readonly bytes: number;
  read(): Promise<Uint8Array>;
}

/**
 * Images and fine labels of files, one after another: each is read by itself and copied once, so that beside the images no more than
 * one file lies in memory. Errors: `cifar-size`, `cifar-label`, and those of reading.
 */
export async function readRecords(
  files: readonly RecordFile[],
  layout: Pick<CifarLayout, "labels" | "classes">,
): Promise<LabelledImages> {
  const counts = files.map((file) => recordCount(file, layout));
  const count = counts.reduce((sum, own) => sum + own, 0);
  const images = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  let at = 0;
  for (const [i, file] of files.entries()) {
    const content = await file.read();
    if (content.length !== file.bytes) throw changed(file, content.length);
    const end = at + counts[i]!;
    const target = { images: images.subarray(at * pixels, end * pixels), labels: labels.subarray(at, end) };
    copyRecords(content, layout, { path: file.path, ...target });
    at = end;
  }
  return { count, images, labels };
}

function recordCount({ path, bytes }: Omit<RecordFile, "read">, { labels }: Pick<CifarLayout, "labels">): number {
  const size = labels + pixels;
  const count = bytes / size;
  if (Number.isInteger(count) && count > 0) return count;
  throw new LabError(
    "cifar-size",
    `${path} should hold records of ${size} bytes, but has ${bytes} bytes, which is no whole number of them. ${advice}`,
    { path, bytes },
  );
}

function changed({ path, bytes }: RecordFile, found: number): LabError {
  return new LabError(
    "cifar-size",
    `${path} changed while it was read, from ${bytes} to ${found} bytes: wait until whoever writes it is done, and run the command again.`,
    { path, bytes: found },
  );
}

function copyRecords(
  bytes: Uint8Array,
  { labels: labelBytes, classes }: Pick<CifarLayout, "labels" | "classes">,
  { path, images, labels }: Pick<LabelledImages, "images" | "labels"> & { readonly path: string },
): void {
  const size = labelBytes + pixels;
  for (let i = 0; i < labels.length; i++) {
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
}

function unpackedFile(folder: string): (name: string) => Promise<RecordFile> {
  return async (name) => {
    const path = join(folder, name);
    const { size } = await stat(path).catch((error: unknown) => {
      throw explainFileError(error, `read ${path}`);
    });
    return { path, bytes: size, read: () => readWhole(path) };
  };
}

/** Files of a `.tar.gz`, which is unpacked at once; each is let go of once it was read. */
async function archived(path: string, names: readonly string[]): Promise<(name: string) => Promise<RecordFile>> {
  const contents = await readArchive(path, names);
  return async (name) => ({
    path: join(path, name),
    bytes: contents.get(name)!.length,
    read: async () => {
      const content = contents.get(name)!;
      contents.delete(name);
      return content;
    },
  });
}

/** Files of a `.tar.gz` by their names without folders. */
async function readArchive(path: string, wanted: readonly string[]): Promise<Map<string, Uint8Array>> {
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
