/**
 * The datasets of the library, and how one is found, fetched and loaded.
 */
import { LabError, unknownName } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import { cifar10 } from "./cifar-10.ts";
import { cifar100 } from "./cifar-100.ts";
import type { Dataset, LabelledImages, LoadedDataset } from "./dataset.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { type FetchOptions, fetchIntoCache } from "./fetch.ts";
import { folderName } from "./folder-name.ts";
import { type FolderOptions, loadImageFolder } from "./image-folder.ts";
import { type LocateOptions, locateDataset } from "./locate.ts";

export { type FetchEvent, type FetchOptions, fetchIntoCache } from "./fetch.ts";
export { listed, listFolder } from "./folder-listing.ts";
export { folderName, folderSize } from "./folder-name.ts";
export type { FolderOptions } from "./image-folder.ts";
export { cacheFolder, isNotInFolder, type LocateOptions, locateDataset, placesOf } from "./locate.ts";

/** All datasets. */
export const datasets: readonly Dataset[] = [fashionMnist, cifar10, cifar100];

/** The dataset of that name. Errors: `unknown-dataset` with the nearest names. */
export function findDataset(name: string): Dataset {
  const found = datasets.find((dataset) => dataset.name === name);
  if (found === undefined)
    throw unknownName(
      "dataset",
      name,
      datasets.map((dataset) => dataset.name),
    );
  return found;
}

/**
 * Loads a dataset by name: from where it lies (`locateDataset`), else fetched first; `folder` is the user's own images.
 * Errors: `unknown-dataset`; those of `locateDataset`, `fetchIntoCache` and of reading damaged files; `folder-path` and those
 * of `loadImageFolder`.
 */
export async function loadDataset(
  name: string,
  options: LocateOptions & FetchOptions & FolderOptions = {},
): Promise<LoadedDataset> {
  if (name === folderName) return loadImageFolder(namedImageFolder(options), options);
  const dataset = findDataset(name);
  const folder = locateDataset(dataset, options) ?? (await fetchIntoCache(dataset, options));
  return readDataset(dataset, folder);
}

/** Fetches a dataset that is not on this machine yet and returns the folder it lies in. Errors: as `loadDataset`. */
export async function fetchDataset(name: string, options: LocateOptions & FetchOptions = {}): Promise<string> {
  const dataset = findDataset(name);
  return locateDataset(dataset, options) ?? (await fetchIntoCache(dataset, options));
}

/** Reads a folder that holds the dataset's files and takes the fingerprint of what was read. */
export async function readDataset(dataset: Dataset, folder: string): Promise<LoadedDataset> {
  const { train, test } = await dataset.read(folder);
  const { name, shape, classes } = dataset;
  return { name, shape, classes, train, test, fingerprint: fingerprintOf(train, test), origin: folder };
}

function namedImageFolder({ dataDir, env = process.env }: LocateOptions): string {
  const folder = dataDir ?? env.LIONLAB_DATA;
  if (folder) return folder;
  throw new LabError(
    "folder-path",
    "The dataset folder is images of yours and needs to know where they lie. Say it with data.path in the study file, or with --data.",
  );
}

/** SHA-256 over counts, images and labels of both parts, hex. */
export function fingerprintOf(train: LabelledImages, test: LabelledImages): string {
  const bytesOf = ({ buffer, byteOffset, byteLength }: LabelledImages["labels"]) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const parts = [train, test].flatMap(({ count, images, labels }) => [`${count}\n`, images, bytesOf(labels)]);
  return sha256Hex(...parts);
}
