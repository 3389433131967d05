/**
 * IDX files as MNIST and its successors use them: a magic number, sizes, then bytes; usually in a gzip.
 *
 * Layout, big-endian: two zero bytes, element type (8: unsigned byte), number of axes, one 32-bit size an axis, the elements.
 * Source: the format's description on the MNIST page of LeCun, Cortes and Burges.
 */
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { explainFileError } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { showShape, sizeOf } from "../core/tensor.ts";
import type { LabelledImages } from "./dataset.ts";

/** Content of one IDX file: bytes of the given shape. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** Bytes that a gzip may unpack to: several times the largest dataset, and far below what fills a memory. */
const largestContent = 2 ** 30;

const advice = "Remove the file and fetch it again, or take it from another copy of the dataset.";

/**
 * Reads a pair of IDX files as labelled images. pixels: bytes of one image; classes: labels lie in 0 … classes - 1.
 * Errors: those of `readIdxFile`, and `idx-shape`, `idx-counts`, `idx-label` where images and labels do not fit.
 */
export async function readLabelledImages(
  paths: { readonly images: string; readonly labels: string },
  expected: { readonly pixels: number; readonly classes: number },
): Promise<LabelledImages> {
  const [images, labels] = await Promise.all([readIdxFile(paths.images), readIdxFile(paths.labels)]);
  const [count, ...image] = images.shape;
  if (images.shape.length < 2 || sizeOf(image) !== expected.pixels) {
    throw new LabError(
      "idx-shape",
      `${paths.images} should hold images of ${expected.pixels} pixels, but its shape is ${showShape(images.shape)}. ${advice}`,
    );
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new LabError(
      "idx-counts",
      `${paths.labels} should hold ${count} labels, one for each image, but its shape is ${showShape(labels.shape)}. ${advice}`,
    );
  }
  const wrong = labels.data.findIndex((label) => label >= expected.classes);
  if (wrong >= 0) {
    throw new LabError(
      "idx-label",
      `${paths.labels} should hold labels from 0 to ${expected.classes - 1}, but label ${wrong} is ${labels.data[wrong]}. ${advice}`,
    );
  }
  return { count: count!, images: images.data, labels: labels.data };
}

/**
 * Reads one IDX file of bytes; a name that ends in `.gz` is unpacked.
 * Errors: `not-gzip`, `gzip-damaged`, `idx-magic`, `idx-truncated`, `idx-too-long`, and those of reading a file.
 */
export async function readIdxFile(path: string): Promise<IdxArray> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw explainFileError(error, `read ${path}`);
  });
  return parseIdx(path.endsWith(".gz") ? await unpackGzip(bytes, path) : bytes, path);
}

/** Unpacks a gzip of at most 1 GiB; `path` is for messages. Errors: `not-gzip`, `gzip-damaged`. */
export async function unpackGzip(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    throw new LabError(
      "not-gzip",
      `${path} should be a gzip file, which begins with the bytes 1f 8b, but it ${beginning(bytes)}. ${advice}`,
    );
  }
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: largestContent });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(
      "gzip-damaged",
      `${path} is a gzip file of ${bytes.length} bytes that cannot be unpacked (${reason}): it is cut short or damaged. ${advice}`,
    );
  }
}

/** Reads the bytes of an IDX file; `path` is for messages. Errors: `idx-magic`, `idx-truncated`, `idx-too-long`. */
export function parseIdx(bytes: Uint8Array, path: string): IdxArray {
  const axes = bytes[3] ?? 0;
  if (bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 8 || axes < 1) {
    throw new LabError(
      "idx-magic",
      `${path} should be an IDX file of bytes, which begins with 00 00 08 and the number of axes, but it ${beginning(bytes)}. ${advice}`,
    );
  }
  const headerLength = 4 + 4 * axes;
  if (bytes.length < headerLength) throw truncated(path, headerLength, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const length = headerLength + sizeOf(shape);
  if (bytes.length < length) throw truncated(path, length, bytes.length);
  if (bytes.length > length) {
    throw new LabError(
      "idx-too-long",
      `${path} should have ${length} bytes for its shape ${showShape(shape)}, but it has ${bytes.length}. ${advice}`,
    );
  }
  return { shape, data: bytes.subarray(headerLength) };
}

function truncated(path: string, required: number, found: number): LabError {
  return new LabError(
    "idx-truncated",
    `${path} should have ${required} bytes, but it ends after ${found}: it is cut short. ${advice}`,
    { required, found },
  );
}

function beginning(bytes: Uint8Array): string {
  if (bytes.length === 0) return "is empty";
  return `begins with ${Buffer.from(bytes.subarray(0, 4)).toString("hex").replace(/..\B/g, "$& ")}`;
}
