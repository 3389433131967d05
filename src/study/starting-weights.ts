/**
 * The starting weights of a study that several machines work on: whoever runs it puts the file into the store of checkpoints, and each machine
 * keeps a copy of its own, found by its checksum. A store has those of each study apart, until the study is done.
 */
import { basename, join } from "node:path";
import type { BlobStore } from "../blobs/blob-store.ts";
import { openBlobs } from "../blobs/open.ts";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import { cacheRoot, type Environment } from "../data/locate.ts";
import type { InitConfig } from "../records/records.ts";
import { filesOf, readShardIndex } from "../weights/shards.ts";
import { readWeightsBytes, sha256OfWeights } from "../weights/weights-file.ts";
import type { RunOptions } from "./run-options.ts";

/** Prefix of the blobs of a study's starting weights. */
export function startingBlobs(study: string): string {
  return `init-${sha256Hex(study).slice(0, 24)}/`;
}

/** Whether workers get them from the store. */
export function isHandedOut({ isShared, initPath }: RunOptions): boolean {
  return isShared === true && initPath !== undefined;
}

/** Puts the file into the store, where it is not there yet. Errors: `init-too-large`; those of the file and of the store. */
export async function handOutStartingWeights(study: string, options: RunOptions): Promise<void> {
  const { initPath: path, checkpoints } = options;
  if (!isHandedOut(options) || path === undefined) return;
  const read = await readWeightsBytes(path);
  const prefix = `${startingBlobs(study)}${sha256OfWeights(read)}/`;
  const store = await openBlobs(checkpoints);
  try {
    for (const [i, bytes] of [...read.shards.values(), read.bytes].entries()) {
      const key = `${prefix}${i === read.shards.size ? "file" : i}`; // the file itself last: where it is, all are
      if (!(await store.has(key))) await store.put(key, bytes).catch((error) => rethrow(error, { path, store }));
    }
  } finally {
    await store.close();
  }
}

/** Takes them out of the store. */
export async function withdrawStartingWeights(study: string, options: RunOptions): Promise<void> {
  if (!isHandedOut(options)) return;
  const store = await openBlobs(options.checkpoints);
  try {
    await store.clear(startingBlobs(study));
  } finally {
    await store.close();
  }
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
