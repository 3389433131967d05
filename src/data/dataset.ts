/**
 * The contract of a dataset: where it comes from and what its images are; loading gives bytes on the host.
 */

/** Images as stored: one byte per pixel, `[count, channels * height * width]` row-major, and a class per image. */
export interface LabelledImages {
  readonly count: number;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
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

/** A dataset of the library. */
export interface Dataset {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly licence: string;
  readonly shape: readonly [number, number, number];
  readonly classes: readonly string[];
  readonly counts: { readonly train: number; readonly test: number };
}
