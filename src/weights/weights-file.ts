/**
 * Reads a file of weights, whatever it is: safetensors of timm, torchvision or ours, or NumPy's .npz, Google's among them.
 *
 * The kind is told by the content, never by the name.
 */
import { readFile } from "node:fs/promises";
import { explainFileError } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { decodeNpz } from "../core/npz.ts";
import { decodeSafetensors } from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";
import { fromGoogleNames, isGoogleLayout } from "./google-names.ts";
import { savedWeightsFormat } from "./saved-weights.ts";

/**
 * What a file is. `lionlab-checkpoint`: a trial's state, whose tensors are flat vectors (`matchWeights` takes them apart);
 * `google-npz`: translated to timm's names already.
 */
export type WeightsFormat = "safetensors" | "lionlab-weights" | "lionlab-checkpoint" | "npz" | "google-npz";

/** Content of a file. */
export interface WeightsFile {
  readonly format: WeightsFormat;
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: { readonly [key: string]: string };
}

/** Reads the file at `path`. Errors: `no-such-file` and the like, `weights-unknown-format`, and those of the readers. */
export async function readWeightsFile(path: string): Promise<WeightsFile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_FS_FILE_TOO_LARGE") {
      throw new LabError(
        "weights-too-large",
        `The weights file ${path} is larger than the 2 GiB that are read at once.`,
      );
    }
    throw explainFileError(error, `read the weights file ${path}`);
  }
  return decodeWeights(bytes, path);
}

/** Reads the bytes of a file; `name` stands in sentences. Errors: as `readWeightsFile`. */
export function decodeWeights(bytes: Uint8Array, name: string): WeightsFile {
  const begins = (...start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte);
  if (begins(0x50, 0x4b, 3, 4) && !looksLikeTorch(bytes)) return readNpz(bytes);
  if (bytes.length >= 9 && bytes[8] === 0x7b /* { */) return readSafetensors(bytes);
  const found =
    bytes.length === 0
      ? "it is empty"
      : begins(0x50, 0x4b, 3, 4) || begins(0x80)
        ? "it is a PyTorch file of pickled objects, which could run anything when read"
        : "it begins like neither";
  throw new LabError(
    "weights-unknown-format",
    `Weights are read from safetensors and .npz files, but ${name} is none: ${found}. Convert it with the program that wrote it.`,
  );
}

/** A .pth file is a zip archive too, of pickles; it holds `…/data.pkl` first. */
function looksLikeTorch(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).includes("data.pkl");
}

function readNpz(bytes: Uint8Array): WeightsFile {
  const { tensors } = decodeNpz(bytes);
  if (!isGoogleLayout(tensors)) return { format: "npz", tensors, metadata: {} };
  return { format: "google-npz", tensors: fromGoogleNames(tensors), metadata: {} };
}

function readSafetensors(bytes: Uint8Array): WeightsFile {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const isCheckpoint = metadata.trial !== undefined && metadata.counters !== undefined;
  const format =
    metadata.format === savedWeightsFormat ? "lionlab-weights" : isCheckpoint ? "lionlab-checkpoint" : "safetensors";
  return { format, tensors: new Map(Object.entries(tensors)), metadata };
}
