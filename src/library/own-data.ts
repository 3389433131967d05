/**
 * A data set of the caller's own, from bytes that are in memory.
 */
import { LabError } from "../core/errors.ts";
import type { LoadedDataset } from "../data/dataset.ts";

/** Images and their classes. */
export interface OwnImages {
  /** One byte a pixel, 0..255, row-major `[count, channels, height, width]`. */
  readonly images: Uint8Array;
  /** Class of each image, counted from 0 in the order of `classes`. */
  readonly labels: ArrayLike<number>;
}

/** What a data set of one's own is made of. */
export interface OwnDataset {
  /** Names it in records; letters, digits, dots, dashes and underscores. */
  readonly name: string;
  /** `[channels, height, width]`; 1 or 3 channels. */
  readonly shape: readonly [number, number, number];
  readonly classes: readonly string[];
  /** Images to train and to validate on: a trial splits them by its seed. */
  readonly train: OwnImages;
  /** Images that are looked at once, at the end of a trial. */
  readonly test: OwnImages;
}

/**
 * The data set, ready for `trainTrial`. Its fingerprint, which becomes part of a trial's key, is the SHA-256 of all images and labels.
 * Errors: `own-data`, which says what does not fit.
 */
export async function ownDataset({ name, shape, classes, train, test }: OwnDataset): Promise<LoadedDataset> {
  const { fingerprintOf } = await import("../data/index.ts");
  if (!/^[A-Za-z0-9][\w.-]*$/.test(name))
    throw unfit(`its name has letters, digits, dots, dashes and underscores, but is ${JSON.stringify(name)}`);
  const [channels, height, width] = shape;
  if (![1, 3].includes(channels) || ![height, width].every((side) => Number.isInteger(side) && side >= 1))
    throw unfit(`its shape is [channels, height, width] with 1 or 3 channels, but is [${shape.join(", ")}]`);
  if (classes.length < 2) throw unfit(`it has at least 2 classes, but ${classes.length} were named`);
  const part = (word: string, { images, labels }: OwnImages): LoadedDataset["train"] => {
    const count = labels.length;
    const bytes = count * channels * height * width;
    if (count === 0 || images.length !== bytes)
      throw unfit(`its ${word} part has one byte a pixel, ${bytes} for ${count} labels, but ${images.length} bytes`);
    const odd = Array.from(labels).findIndex(
      (label) => !Number.isInteger(label) || label < 0 || label >= classes.length,
    );
    if (odd >= 0) throw unfit(`labels count classes, 0 to ${classes.length - 1}, but label ${odd} is ${labels[odd]}`);
    return { count, images, labels: classes.length > 256 ? Uint16Array.from(labels) : Uint8Array.from(labels) };
  };
  const parts = { train: part("train", train), test: part("test", test) };
  return { name, shape, classes, ...parts, fingerprint: fingerprintOf(parts.train, parts.test), origin: "the caller" };
}

function unfit(sentence: string): LabError {
  return new LabError("own-data", `A data set of your own was given: ${sentence}.`);
}
