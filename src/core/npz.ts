/**
 * NumPy's .npz files: a zip archive of .npy arrays.
 *
 * Bombs are refused before anything is unpacked: each array's declared size must be the one that its own header gives, which is
 * read from its first bytes, and all together may have at most 256 MiB and 20 times the file, since weights hardly pack.
 * Entries that are no arrays are listed and not read.
 */
import { LabError } from "./errors.ts";
import { decodeNpy, longestNpyHeader, readNpyHeader } from "./npy.ts";
import type { Tensor } from "./tensor.ts";
import { beginningOf, listZip, unpackEntry, type ZipEntry } from "./zip.ts";

/** Content of one file. */
export interface Npz {
  /** Arrays by name, without `.npy`. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Names of entries that are no arrays. */
  readonly others: readonly string[];
}

/** Bytes that all arrays of a file of `fileBytes` may have together. */
export function mostNpzBytes(fileBytes: number): number {
  return Math.min(8 * 2 ** 30, 256 * 2 ** 20 + 20 * fileBytes);
}

/** Reads a file's bytes. Errors: those of `decodeNpy`; `zip-damaged`; `npz-damaged`, `npz-too-large` before unpacking. */
export function decodeNpz(bytes: Uint8Array): Npz {
  const entries = listZip(bytes);
  const arrays = entries.filter(({ name }) => name.endsWith(".npy"));
  checkNames(arrays);
  const total = arrays.reduce((sum, { size }) => sum + size, 0);
  if (total > mostNpzBytes(bytes.length)) {
    throw new LabError(
      "npz-too-large",
      `This .npz file of ${bytes.length} bytes unpacks to ${total}, and at most ${mostNpzBytes(bytes.length)} are read from it.`,
    );
  }
  for (const entry of arrays) checkSize(entry);
  const tensors = new Map(arrays.map((entry) => [keyOf(entry), decodeNpy(unpackEntry(entry))]));
  return { tensors, others: entries.filter((entry) => !arrays.includes(entry)).map(({ name }) => name) };
}

function keyOf({ name }: ZipEntry): string {
  return name.slice(0, -".npy".length);
}

function checkNames(arrays: readonly ZipEntry[]): void {
  const names = new Set<string>();
  for (const { name } of arrays) {
    if (names.has(name)) throw damaged(`two of its arrays are named ${JSON.stringify(name.slice(0, 100))}`);
    names.add(name);
  }
}

/** Compares what the archive declares with what the array's own header says. */
function checkSize(entry: ZipEntry): void {
  const { fileBytes } = readNpyHeader(beginningOf(entry, Math.min(entry.size, longestNpyHeader + 12)));
  if (fileBytes === entry.size) return;
  const name = JSON.stringify(entry.name.slice(0, 100));
  throw damaged(`the array ${name} has ${entry.size} bytes, but its header needs ${fileBytes}`);
}

function damaged(found: string): LabError {
  return new LabError("npz-damaged", `This is not a proper .npz file: ${found}.`);
}
