/**
 * The contract of a dataset: where it comes from and what its images are; loading gives bytes on the host.
 */

import type { Picture } from "./resize.ts";

/** Images as stored: one byte per pixel, `[count, channels * height * width]` row-major, and a class per image. */
export interface LabelledImages {
  readonly count: number;
  /** Empty where `source` makes the images when they are read. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array | Uint16Array;
  /** What the images are made from, where that is something else. */
  readonly source?: ImageSource;
}

/** Pictures that become images of the dataset's shape, `[channels, height, width]`. */
export interface ImageSource {
  /** Picture `index` as it is kept, in any height and width. */
  picture(index: number): Picture;
  /** Writes image `index` as evaluation sees it. */
  writeImage(index: number, target: Uint8Array): void;
  /**
   * Where not all pictures are kept: waits for those of `now`, so that they can be asked for, and begins those of `next`.
   * Pictures of earlier calls are forgotten.
   */
  load?(now: Int32Array, next: Int32Array): Promise<void>;
}

/** A loaded dataset. `fingerprint` is the SHA-256 over all images and labels, hex. */
export interface LoadedDataset {
  readonly name: string;
  readonly shape: readonly [number, number, number];
  readonly classes: readonly string[];
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  readonly fingerprint: string;
  /** Folder or archive the data was read from, for messages. */
  readonly origin: string;
}

/** One file of a dataset as the publisher names it. `sha256`, hex, pins the file, or what is inside its gzip. */
export interface DataFile {
  readonly name: string;
  readonly pins: "file" | "content";
  readonly sha256: string;
}

/** What an archive becomes where a user unpacked it. `folder`: the folder inside it that holds the files. */
export interface UnpackedFiles {
  readonly folder: string;
  readonly files: readonly string[];
}

/** A dataset of the library. */
export interface Dataset {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly licence: string;
  readonly shape: readonly [number, number, number];
  readonly classes: readonly string[];
  readonly counts: { readonly train: number; readonly test: number };
  readonly files: readonly DataFile[];
  /** Where `files` is one archive: what stands for it as well; else null, and a file without its `.gz` stands for it. */
  readonly unpacked: UnpackedFiles | null;
  /** Folders on the web that hold `files`, each ending in a slash, in the order in which they are tried. */
  readonly addresses: readonly string[];
  /** Debian package of the data and the folder where it puts `files`, if there is one. */
  readonly debian: { readonly package: string; readonly folder: string } | null;
  /** Reads a folder holding `files`, or what stands for them. Errors: `LabError` naming the file and what is wrong with it. */
  read(folder: string): Promise<{ readonly train: LabelledImages; readonly test: LabelledImages }>;
  /** The test set of `read` alone, for who shows images of it. Errors: as `read`. */
  readTest(folder: string): Promise<LabelledImages>;
}
