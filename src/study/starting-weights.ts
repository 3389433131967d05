/**
 * The starting weights of a study that several machines work on: whoever runs it puts the file into the store of checkpoints, and each machine
 * keeps a copy of its own, found by its checksum. A store has those of each study apart, until the study is done.
 */
import { basename, join } from "node:path";
import type { BlobStore } from "../blobs/blob-store.ts";
import { openBlobs } from "../blobs/open.ts";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { canonicalJson } from "../core/canonical-json.ts";
import { LabError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import { cacheRoot, type Environment } from "../data/locate.ts";
import type { InitConfig } from "../records/records.ts";
import { filesOf, readShardIndex } from "../weights/shards.ts";
import { readWeightsBytes, sha256OfWeights } from "../weights/weights-file.ts";
import type { RunOptions } from "./run-options.ts";

/** Prefix of the blobs of a study's starting weights, as whoever runs it hands them out. */
export function startingBlobs(study: string): string {
  return `init-${shortHash(study)}/`;
}

/**
 * The same as whoever submits a study puts them there: one for each way in which it is submitted, `order`, so that what one run is done with is not
 * taken from the next, which may have been submitted meanwhile.
 */
export function submittedBlobs(study: string, order: unknown): string {
  return `${submittedOf(study)}${shortHash(canonicalJson(order))}/`;
}

function submittedOf(study: string): string {
  return `submitted-${shortHash(study)}/`;
}

function shortHash(text: string): string {
  return sha256Hex(text).slice(0, 24);
}

/** Where workers find the starting weights of a run. */
export function initBlobsOf(study: string, { initBlobs }: RunOptions): string {
  return initBlobs ?? startingBlobs(study);
}

/** Whether workers get them from the store. */
export function isHandedOut({ isShared, initPath }: RunOptions): boolean {
  return isShared === true && initPath !== undefined;
}

/** Puts the file into the store, where it is not there yet. Errors: `init-too-large`; those of the file and of the store. */
export async function handOutStartingWeights(study: string, options: RunOptions): Promise<void> {
  const { initPath: path, initBlobs, checkpoints } = options;
  if (!isHandedOut(options) || path === undefined || initBlobs !== undefined) return;
  await openedBlobs(checkpoints, (store) => putWeights(path, { store, prefix: startingBlobs(study) }));
}

/** The same for a run that is submitted. `isAlone`: nobody runs the study, so what it was submitted with before is removed. */
export async function submitStartingWeights(
  study: string,
  { path, checkpoints, prefix, isAlone }: SubmittedWeights,
): Promise<void> {
  await openedBlobs(checkpoints, async (store) => {
    await putWeights(path, { store, prefix });
    if (!isAlone) return;
    for (const key of await store.list(submittedOf(study))) if (!key.startsWith(prefix)) await store.delete(key);
  });
}

/** A file of starting weights, and where it goes. */
export interface SubmittedWeights {
  readonly path: string;
  /** Address of the store. */
  readonly checkpoints: string;
  readonly prefix: string;
  readonly isAlone: boolean;
}

async function putWeights(
  path: string,
  { store, prefix }: { readonly store: BlobStore; readonly prefix: string },
): Promise<void> {
  const read = await readWeightsBytes(path);
  const folder = `${prefix}${sha256OfWeights(read)}/`;
  for (const [i, bytes] of [...read.shards.values(), read.bytes].entries()) {
    const key = `${folder}${i === read.shards.size ? "file" : i}`; // the file itself last: where it is, all are
    if (!(await store.has(key))) await store.put(key, bytes).catch((error) => rethrow(error, { path, store }));
  }
}

async function openedBlobs(address: string, use: (store: BlobStore) => Promise<void>): Promise<void> {
  const store = await openBlobs(address);
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

/** Takes them out of the store. */
export async function withdrawStartingWeights(study: string, options: RunOptions): Promise<void> {
  if (!isHandedOut(options)) return;
  await openedBlobs(options.checkpoints, (store) => store.clear(initBlobsOf(study, options)));
}

/** Path of this machine's copy, fetched where there is none. Errors: `init-missing`; those of the store and of the disk. */
export async function fetchStartingWeights(
  store: BlobStore,
  { prefix, init, env }: { readonly prefix: string; readonly init: InitConfig; readonly env?: Environment },
): Promise<string> {
  const folder = join(cacheRoot(env), "starting-weights", init.sha256);
  const path = join(folder, basename(init.name));
  if (await isCopy(path, init)) return path;
  const get = async (name: string): Promise<Uint8Array> => {
    const bytes = await store.get(`${prefix}${init.sha256}/${name}`);
    if (bytes === null) throw missing(init, store);
    return bytes;
  };
  const bytes = await get("file");
  for (const [i, name] of filesOf(readShardIndex(bytes) ?? new Map()).entries())
    await writeFileAtomically(join(folder, name), await get(String(i)));
  await writeFileAtomically(path, bytes);
  return path;
}

/** A copy that is damaged is fetched again. */
async function isCopy(path: string, { sha256 }: InitConfig): Promise<boolean> {
  try {
    return sha256OfWeights(await readWeightsBytes(path)) === sha256;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

function rethrow(error: unknown, { path, store }: { readonly path: string; readonly store: BlobStore }): never {
  if (!(error instanceof LabError) || error.code !== "blob-too-large") throw error;
  throw new LabError(
    "init-too-large",
    `Cannot hand the starting weights ${path} to workers: ${store.location} takes up to 64 MiB a file. ` +
      "Give a folder or a bucket that every worker reaches, with --checkpoints file:///FOLDER or s3://BUCKET/PREFIX.",
    { path },
  );
}

function missing({ name, sha256 }: InitConfig, { location }: BlobStore): LabError {
  return new LabError(
    "init-missing",
    `The starting weights ${name} (SHA-256 ${sha256.slice(0, 12)}…) are not in ${location}, where the run puts them: run the study again.`,
    { sha256 },
  );
}
