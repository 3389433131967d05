/**
 * Reads a file of weights, whatever it is: safetensors of timm, torchvision or ours, the index of several, PyTorch's .pth, or NumPy's .npz,
 * Google's among them.
 *
 * The kind is told by the content, never by the name.
 */
import { dirname, join } from "node:path";
import { LabError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import { decodeNpz } from "../core/npz.ts";
import { printable } from "../core/printable.ts";
import { readRegularFile } from "../core/regular-file.ts";
import { decodeSafetensors } from "../core/safetensors.ts";
import { withoutSeal } from "../core/sealed-bytes.ts";
import type { Tensor } from "../core/tensor.ts";
import { decodeTorch, looksLikeTorch } from "../core/torch-file.ts";
import { fromGoogleNames, isGoogleLayout } from "./google-names.ts";
import { savedWeightsFormat } from "./saved-weights.ts";
import { filesOf, joinShards, readShardIndex } from "./shards.ts";
import { stripPrefix } from "./strip-prefix.ts";

/**
 * What a file is. `lionlab-checkpoint`: a trial's state, whose tensors are flat vectors (`matchWeights` takes them apart);
 * `google-npz`: translated to timm's names already.
 */
export type WeightsFormat = "safetensors" | "lionlab-weights" | "lionlab-checkpoint" | "torch" | "npz" | "google-npz";

/** Content of a file. */
export interface WeightsFile {
  readonly format: WeightsFormat;
  /** By names without `prefix`. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: { readonly [key: string]: string };
  /** What all names began with and was taken off (`strip-prefix.ts`); null for nothing. */
  readonly prefix: string | null;
}

/** The bytes of weights: of one file, and, where that is an index, of those that it names, by name. */
export interface WeightsBytes {
  readonly bytes: Uint8Array;
  readonly shards: ReadonlyMap<string, Uint8Array>;
}

/** Reads the file at `path`. Errors: those of `readWeightsBytes` and `decodeWeights`. */
export async function readWeightsFile(path: string): Promise<WeightsFile> {
  const { bytes, shards } = await readWeightsBytes(path);
  return decodeWeights(bytes, path, shards);
}

/** Reads bytes, of several files for an index. Errors: `no-such-file`, `not-a-file` and the like, `weights-index-damaged`, `weights-too-large`. */
export async function readWeightsBytes(path: string): Promise<WeightsBytes> {
  const bytes = await readBytes(path);
  const shards = new Map<string, Uint8Array>();
  for (const file of filesOf(readShardIndex(bytes) ?? new Map()))
    shards.set(file, await readBytes(join(dirname(path), file)));
  return { bytes, shards };
}

/** SHA-256, hex, over the file and those that it names. */
export function sha256OfWeights({ bytes, shards }: WeightsBytes): string {
  return sha256Hex(bytes, ...shards.values());
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path, `read the weights file ${path}`);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_FS_FILE_TOO_LARGE") {
      throw new LabError(
        "weights-too-large",
        `The weights file ${printable(path)} is larger than the 2 GiB that are read at once.`,
      );
    }
    throw error;
  }
}

/** Reads the bytes of a file; `name` stands in sentences. Errors: `weights-unknown-format`, and those of the readers. */
export function decodeWeights(
  bytes: Uint8Array,
  name: string,
  shards: WeightsBytes["shards"] = new Map(),
): WeightsFile {
  const begins = (...start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte);
  const index = readShardIndex(bytes);
  if (index !== null) return { format: "safetensors", metadata: {}, ...stripPrefix(joinShards(index, shards)) };
  if (looksLikeTorch(bytes)) return { format: "torch", metadata: {}, ...stripPrefix(decodeTorch(bytes)) };
  if (begins(0x50, 0x4b, 3, 4)) return readNpz(bytes);
  if (bytes.length >= 9 && bytes[8] === 0x7b /* { */) return readSafetensors(bytes);
  const found =
    bytes.length === 0
      ? "it is empty"
      : begins(0x80)
        ? "it is a pickle that PyTorch did not write, which could run anything when read"
        : "it begins like none of them";
  throw new LabError(
    "weights-unknown-format",
    `Weights are read from safetensors, .pth and .npz files, but ${printable(name)} is none: ${found}. Convert it with the program that wrote it.`,
  );
}

function readNpz(bytes: Uint8Array): WeightsFile {
  const { tensors } = decodeNpz(bytes);
  if (!isGoogleLayout(tensors)) return { format: "npz", metadata: {}, ...stripPrefix(tensors) };
  return { format: "google-npz", tensors: fromGoogleNames(tensors), metadata: {}, prefix: null };
}

function readSafetensors(bytes: Uint8Array): WeightsFile {
  const { tensors, metadata } = decodeSafetensors(withoutSeal(bytes)); // a checkpoint in a folder has one
  const isCheckpoint = metadata.trial !== undefined && metadata.counters !== undefined;
  const format =
    metadata.format === savedWeightsFormat ? "lionlab-weights" : isCheckpoint ? "lionlab-checkpoint" : "safetensors";
  const named = new Map(Object.entries(tensors));
  return { format, metadata, ...(format === "safetensors" ? stripPrefix(named) : { tensors: named, prefix: null }) };
}
