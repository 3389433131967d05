/**
 * How a graph gets its images: a whole part of the data that stays the same, or for each run only the images of that run,
 * made on the host.
 *
 * The second way is for images that are augmented, that are too large to be all kept, or that go to another device. A run then takes at most `mostBytes`
 * of them. Which way it is never changes what a graph computes from an image's bytes.
 */
import { sizeOf, type Tensor } from "../core/tensor.ts";
import type { ImagePlace } from "../data/augment.ts";
import type { LabelledImages } from "../data/dataset.ts";
import { writeImage } from "../data/prepare.ts";

/** The data inputs of every graph. `index`: flat, of the batches of a run. */
export interface ImageFeeds {
  readonly images: Tensor;
  readonly labels: Tensor;
  readonly index: Int32Array;
}

/** Images of one part as a graph takes them. */
export interface ImageFeed {
  /** How many images the inputs hold; where `free`, each run says it. */
  readonly images: number;
  readonly free: boolean;
  /** Most batches of this size that one run takes. */
  mostBatches(batchSize: number): number;
  /**
   * What to feed so that `index` names images of the part. `at`: the first one's place, told to `write`. `next`: images that
   * the next run is likely to want, which may be made ready meanwhile.
   */
  feeds(index: Int32Array, options?: { readonly at?: ImagePlace; readonly next?: Int32Array }): Promise<ImageFeeds>;
}

/**
 * How the images of a run are made. `write`: makes one; without it they are as evaluation sees them. `copied`: whether what is fed
 * is copied to a device at each run, so that a run had better take its own images alone.
 */
export interface FeedOptions {
  readonly shape: readonly [number, number, number];
  readonly copied?: boolean;
  readonly write?: ((index: number, place: ImagePlace, target: Uint8Array) => void) | null;
}

const mostBytes = 2 ** 26;

/** The feed of a part. */
export function createImageFeed(part: LabelledImages, { shape, copied = false, write = null }: FeedOptions): ImageFeed {
  const pixels = sizeOf(shape);
  if (write === null && !copied && part.images.length > 0) {
    const data = wholePart(part, pixels);
    return {
      images: part.count,
      free: false,
      mostBatches: () => Number.POSITIVE_INFINITY,
      feeds: async (index) => ({ ...data, index }),
    };
  }
  const make = write ?? ((index: number, _: ImagePlace, target: Uint8Array) => writeImage(part, index, target));
  return {
    images: 1,
    free: true,
    mostBatches: (batchSize) => Math.max(1, Math.floor(mostBytes / (batchSize * pixels))),
    feeds: async (index, { at = { epoch: 0, position: 0 }, next = new Int32Array(0) } = {}) => {
      await part.source?.load?.(index, next);
      const images = new Uint8Array(index.length * pixels);
      for (const [i, image] of index.entries()) {
        const target = images.subarray(i * pixels, (i + 1) * pixels);
        make(image, { epoch: at.epoch, position: at.position + i }, target);
      }
      const labels = Int32Array.from(index, (image) => part.labels[image]!);
      return {
        images: { dtype: "byte", shape: [index.length, pixels], data: images },
        labels: { dtype: "int", shape: [index.length], data: labels },
        index: Int32Array.from({ length: index.length }, (_, i) => i),
      };
    },
  };
}

/** A whole part as graphs take it. */
export function wholePart(
  part: Pick<LabelledImages, "count" | "images" | "labels">,
  pixels: number,
): { readonly images: Tensor; readonly labels: Tensor } {
  return {
    images: { dtype: "byte", shape: [part.count, pixels], data: part.images },
    labels: { dtype: "int", shape: [part.count], data: Int32Array.from(part.labels) },
  };
}
