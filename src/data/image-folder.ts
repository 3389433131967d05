/**
 * A user's folder of images as a dataset, the one named `folder`.
 *
 * All pictures are decoded once, by threads. Small folders are then kept; large ones are decoded again as they are needed,
 * ahead of training. Either way a picture has a shorter side of 8/7 of the image's size (256 for 224); evaluation sees its
 * middle, and random resized crops are taken from it, not from the file.
 * Law: images do not depend on which way it is.
 */
import { availableParallelism } from "node:os";
import { LabError } from "../core/errors.ts";
import type { ImageSource, LabelledImages, LoadedDataset } from "./dataset.ts";
import type { KeptForm } from "./decode-picture.ts";
import { decodeAll, startDecodePool } from "./decode-pool.ts";
import type { FetchEvent } from "./fetch.ts";
import { type FolderFacts, factsFile, readFacts, writeFacts } from "./folder-facts.ts";
import { fingerprintOfFiles, type ListedImage, listed, listFolder } from "./folder-listing.ts";
import { folderName, folderSize } from "./folder-name.ts";
import { frameOf, keptSide } from "./framing.ts";
import type { Environment } from "./locate.ts";
import { type PictureStream, streamPictures } from "./picture-stream.ts";
import { type Picture, resizeBox } from "./resize.ts";

/** Which rules made pictures of files; part of the fingerprint, so that results of other rules are never taken for these. */
const pictureRule = "pictures 2";

/** How a folder is read. */
export interface FolderOptions {
  /** Height and width of images; 224 by default. */
  readonly size?: number | undefined;
  /** 1 makes pictures grey; 3 by default. */
  readonly channels?: number | undefined;
  /** Largest share of images that may be broken; 0.01 by default. */
  readonly tolerateBroken?: number | undefined;
  /** Threads that decode; one for each core by default, 0 for none. */
  readonly decodeThreads?: number | undefined;
  /** Bytes of pictures that may be kept; 1 GiB by default. Larger folders are decoded while they are used. */
  readonly mostBytes?: number | undefined;
  /** Says where the user's cache is. */
  readonly env?: Environment | undefined;
  readonly onEvent?: ((event: FetchEvent) => void) | undefined;
}

/**
 * Reads a folder. Errors: those of `listFolder`; `images-broken` with the first five.
 */
export async function loadImageFolder(folder: string, options: FolderOptions = {}): Promise<LoadedDataset> {
  const { size = folderSize } = options;
  const channels = options.channels === 1 ? 1 : 3;
  const { classes, passedOver, ...parts } = await listFolder(folder);
  if (passedOver !== null) options.onEvent?.({ kind: "passed-over", folder: passedOver });
  const images = [...parts.train, ...parts.test];
  const form: KeptForm = { shorterSide: keptSide({ height: size, width: size }), channels };
  const reading = { folder, options, files: images.map(({ file }) => file), form };
  const { fingerprint, broken, pictures } = await readOnce(reading);
  checkBroken(broken, reading);
  const isBroken = new Set(broken);
  const part = (listed: readonly ListedImage[], from: number): LabelledImages => {
    const good = listed.flatMap((_, i) => (isBroken.has(from + i) ? [] : [from + i]));
    const kept = pictures === null ? streamOf(reading, good) : { picture: (i: number) => pictures[good[i]!]! };
    return partOf({ labels: good.map((i) => images[i]!.label), kept, size, classes: classes.length });
  };
  const [train, test] = [part(parts.train, 0), part(parts.test, parts.train.length)];
  return { name: folderName, shape: [channels, size, size], classes, train, test, fingerprint, origin: folder };
}

/** Fingerprint of a folder, without decoding a picture. Errors: those of `listFolder`. */
export async function fingerprintOfFolder(folder: string): Promise<string> {
  const { train, test } = await listFolder(folder);
  return fingerprintOfFiles(
    folder,
    [...train, ...test].map(({ file }) => file),
    pictureRule,
  );
}

interface Reading {
  readonly folder: string;
  readonly options: FolderOptions;
  readonly files: readonly string[];
  readonly form: KeptForm;
}

/** What a first reading brings. `pictures`: null where they are too many to be kept. */
interface FirstReading extends FolderFacts {
  readonly pictures: readonly (Picture | null)[] | null;
}

/** Decodes everything once, unless the folder is large and that was done before. */
async function readOnce(reading: Reading): Promise<FirstReading> {
  const { folder, files, options, form } = reading;
  const { shorterSide, channels } = form;
  const facts = `${pictureRule}, ${channels} x ${shorterSide} pixels, ${mostBytesOf(options)} bytes`;
  const kept = await factsFile(folder, { files, form: facts, env: options.env });
  const known = await readFacts(kept);
  if (known !== null) return { ...known, pictures: null };
  const fingerprint = await fingerprintOfFiles(folder, files, pictureRule);
  const { broken, pictures } = await decodeOnce(reading);
  if (pictures === null) await writeFacts(kept, { fingerprint, broken });
  return { fingerprint, broken, pictures };
}

/** Pictures in the order of the files, or null once they take too much memory; and which do not decode. */
async function decodeOnce({ files, options, form }: Reading): Promise<Omit<FirstReading, "fingerprint">> {
  const most = mostBytesOf(options);
  const broken: number[] = [];
  const least = form.channels * form.shorterSide ** 2 * files.length;
  let pictures: (Picture | null)[] | null = least > most ? null : files.map(() => null);
  let [bytes, done] = [0, 0];
  const pool = startDecodePool({ threads: threadsOf(options), form });
  try {
    await decodeAll(pool, files, (index, result) => {
      done += 1;
      options.onEvent?.({ kind: "decoding", done, total: files.length });
      if (result instanceof LabError) return void broken.push(index);
      bytes += result.data.length;
      if (bytes > most) pictures = null;
      if (pictures !== null) pictures[index] = result;
    });
  } finally {
    await pool.close();
  }
  return { broken: broken.sort((a, b) => a - b), pictures };
}

/** The files at some positions, decoded when they are needed. */
function streamOf({ files, options, form }: Reading, positions: readonly number[]): PictureStream {
  return streamPictures(
    positions.map((position) => files[position]!),
    () => startDecodePool({ threads: threadsOf(options), form }),
  );
}

function partOf(given: {
  readonly labels: readonly number[];
  readonly kept: Pick<PictureStream, "picture"> & Partial<PictureStream>;
  readonly size: number;
  readonly classes: number;
}): LabelledImages {
  const { labels, kept, size, classes } = given;
  const { picture, load } = kept;
  const source: ImageSource = {
    picture,
    writeImage: (index, target) => {
      const extent = { height: size, width: size };
      resizeBox(picture(index), frameOf("centre", picture(index), extent), { ...extent, target });
    },
    ...(load === undefined ? {} : { load }),
  };
  return {
    count: labels.length,
    images: new Uint8Array(0),
    labels: classes > 256 ? Uint16Array.from(labels) : Uint8Array.from(labels),
    source,
  };
}

function mostBytesOf({ mostBytes = 2 ** 30 }: FolderOptions): number {
  return mostBytes;
}

function threadsOf({ decodeThreads = availableParallelism() }: FolderOptions): number {
  return decodeThreads;
}

function checkBroken(positions: readonly number[], { folder, options, files }: Reading): void {
  if (positions.length === 0) return;
  const tolerated = options.tolerateBroken ?? 0.01;
  const total = files.length;
  const broken = positions.map((position) => files[position]!);
  if (broken.length > tolerated * total)
    throw new LabError(
      "images-broken",
      `${broken.length} of the ${total} images of ${folder} do not decode, and at most ${100 * tolerated} % may be broken: ` +
        `${listed(broken)}. Mend or remove them, or raise data.tolerateBroken.`,
      { folder, broken: broken.length, total },
    );
  options.onEvent?.({ kind: "skipped", broken, total });
}
