/**
 * A user's folder of images as a dataset, the one named `folder`.
 *
 * All pictures are decoded once, by threads, and kept with a shorter side of 8/7 of the image's size (256 for 224). Evaluation
 * sees the middle of a picture; random resized crops are taken from the kept picture, not from the file.
 */
import { availableParallelism } from "node:os";
import { LabError } from "../core/errors.ts";
import type { ImageSource, LabelledImages, LoadedDataset } from "./dataset.ts";
import { type DecodePool, decodeAll, startDecodePool } from "./decode-pool.ts";
import type { FetchEvent } from "./fetch.ts";
import { fingerprintOfFiles, type ListedImage, listed, listFolder } from "./folder-listing.ts";
import { centreOf, type Picture, resizeBox } from "./resize.ts";

/** Name of the dataset in studies. */
export const folderName = "folder";

/** Height and width of images where a study says none. */
export const folderSize = 224;

/** How a folder is read. */
export interface FolderOptions {
  /** Height and width of images; 224 by default. */
  readonly size?: number | undefined;
  /** Largest share of images that may be broken; 0.01 by default. */
  readonly tolerateBroken?: number | undefined;
  /** Threads that decode; one for each core by default, 0 for none. */
  readonly decodeThreads?: number | undefined;
  /** Bytes of pictures that may be kept; 1 GiB by default. */
  readonly mostBytes?: number | undefined;
  readonly onEvent?: ((event: FetchEvent) => void) | undefined;
}

/**
 * Reads a folder. Errors: those of `listFolder`; `folder-too-large`; `images-broken` with the first five.
 */
export async function loadImageFolder(folder: string, options: FolderOptions = {}): Promise<LoadedDataset> {
  const { size = folderSize, decodeThreads = availableParallelism() } = options;
  const shorterSide = Math.round((size * 8) / 7);
  const { classes, train, test } = await listFolder(folder);
  const every = [...train, ...test];
  checkSize(folder, { options, size, count: every.length, bytes: 3 * shorterSide ** 2 * every.length });
  const fingerprint = await fingerprintOfFiles(
    folder,
    every.map(({ file }) => file),
  );
  const pool = startDecodePool({ threads: decodeThreads, shorterSide });
  try {
    const pictures = await decodeKept(pool, every, { folder, options, size });
    const part = (from: number, images: readonly ListedImage[]): LabelledImages =>
      partOf(images, { pictures: pictures.slice(from, from + images.length), size, classes: classes.length });
    const parts = { train: part(0, train), test: part(train.length, test) };
    return { name: folderName, shape: [3, size, size], classes, ...parts, fingerprint, origin: folder };
  } finally {
    await pool.close();
  }
}

interface Reading {
  readonly folder: string;
  readonly options: FolderOptions;
  readonly size: number;
}

/** Pictures in the order of the images, null for those that do not decode. */
async function decodeKept(
  pool: DecodePool,
  images: readonly ListedImage[],
  reading: Reading,
): Promise<readonly (Picture | null)[]> {
  const { options } = reading;
  const pictures: (Picture | null)[] = images.map(() => null);
  const broken: number[] = [];
  let [bytes, done] = [0, 0];
  const files = images.map(({ file }) => file);
  await decodeAll(pool, files, (index, result) => {
    done += 1;
    options.onEvent?.({ kind: "decoding", done, total: files.length });
    if (result instanceof LabError) return void broken.push(index);
    pictures[index] = result;
    bytes += result.data.length;
    checkSize(reading.folder, { ...reading, count: files.length, bytes });
  });
  checkBroken(
    broken.sort((a, b) => a - b).map((index) => files[index]!),
    { ...reading, total: files.length },
  );
  return pictures;
}

/** The images of a part that decoded. */
function partOf(
  images: readonly ListedImage[],
  { pictures, size, classes }: { pictures: readonly (Picture | null)[]; size: number; classes: number },
): LabelledImages {
  const kept = pictures.flatMap((picture, i) => (picture === null ? [] : [{ picture, label: images[i]!.label }]));
  const labels = kept.map(({ label }) => label);
  const source: ImageSource = {
    picture: (index) => kept[index]!.picture,
    writeImage: (index, target) => {
      const extent = { height: size, width: size };
      const { picture } = kept[index]!;
      resizeBox(picture, centreOf(picture, extent), { ...extent, target });
    },
  };
  return {
    count: kept.length,
    images: new Uint8Array(0),
    labels: classes > 256 ? Uint16Array.from(labels) : Uint8Array.from(labels),
    source,
  };
}

function checkSize(
  folder: string,
  { options, size, count, bytes }: Omit<Reading, "folder"> & { count: number; bytes: number },
): void {
  const limit = options.mostBytes ?? 2 ** 30;
  if (bytes <= limit) return;
  const megabytes = (n: number): string => `${Math.ceil(n / 2 ** 20).toLocaleString("en")} MiB`;
  throw new LabError(
    "folder-too-large",
    `The ${count.toLocaleString("en")} images of ${folder} at size ${size} need more than ${megabytes(bytes - 1)} decoded, but a folder may ` +
      `take ${megabytes(limit)}. Choose a smaller data.size or fewer images.`,
    { folder, bytes, limit },
  );
}

function checkBroken(broken: readonly string[], { folder, options, total }: Reading & { total: number }): void {
  if (broken.length === 0) return;
  const tolerated = options.tolerateBroken ?? 0.01;
  if (broken.length > tolerated * total)
    throw new LabError(
      "images-broken",
      `${broken.length} of the ${total} images of ${folder} do not decode, and at most ${100 * tolerated} % may be broken: ` +
        `${listed(broken)}. Mend or remove them, or raise data.tolerateBroken.`,
      { folder, broken: broken.length, total },
    );
  options.onEvent?.({ kind: "skipped", broken, total });
}
