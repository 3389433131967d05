/**
 * Fashion-MNIST made small for proxies: images averaged to 8 × 8 or 14 × 14, standardised, in a frozen split.
 *
 * Training and validation images are both taken from the dataset's training part; its test part is never looked at. The split
 * is a permutation by a fixed seed: 20,000 images to train on and 4,000 to validate with (a sixth of a smaller file). Pixels
 * are (v - mean) / deviation, with one mean and one deviation over all pixels of the training images after averaging.
 */

import { sha256Hex } from "../../core/hash.ts";
import { createRng } from "../../core/rng.ts";
import { intTensor } from "../../core/tensor.ts";
import { wholeText } from "../../core/whole-number.ts";
import type { LabelledImages } from "../../data/dataset.ts";
import { loadDataset } from "../../data/index.ts";
import type { ProxyData, ProxyExamples } from "../proxy.ts";

/**
 * Which small version. `side`: pixels along a side; `images`: training images, all by default; `labelNoise`: share of training
 * labels that are replaced at random, default 0.
 */
export interface PooledFashionOptions {
  readonly side: 8 | 14;
  readonly images?: number | undefined;
  readonly labelNoise?: number;
  /** Folder of the dataset's files, or undefined for the usual places. */
  readonly dataDir?: string | undefined;
}

/** Classes of Fashion-MNIST. */
export const fashionClasses = 10;

/** What a task trains on, in words. */
export function imagesOf(images: number | undefined): string {
  return images === undefined ? "Fashion-MNIST" : `${wholeText(images)} images of Fashion-MNIST`;
}

/** Images at most, of each part. */
const counts = { train: 20_000, validation: 4_000 };
/** Pixels along a side as published. */
const published = 28;

/** Sides that proxies use. */
const sides = [8, 14] as const;

/** The dataset at each side, without noise. */
type Pooled = { readonly [side in (typeof sides)[number]]: ProxyData };

const loaded = new Map<string, Promise<Pooled>>();

/**
 * Loads the dataset once a process and keeps its small versions. x: float32 `[N, side²]`, rows of pixels from top to bottom;
 * y: int `[N]`. Errors: those of `loadDataset`.
 */
export async function pooledFashion(options: PooledFashionOptions): Promise<ProxyData> {
  const { side, images = counts.train, labelNoise = 0, dataDir } = options;
  const key = dataDir ?? "";
  const pooled = loaded.get(key) ?? loadPooled(dataDir);
  loaded.set(key, pooled);
  pooled.catch(() => loaded.delete(key));
  return withLabelNoise(withFirstImages((await pooled)[side], images), labelNoise);
}

async function loadPooled(dataDir: string | undefined): Promise<Pooled> {
  const { train, fingerprint } = await loadDataset("fashion-mnist", { dataDir });
  return { 8: poolImages(train, { side: 8, fingerprint }), 14: poolImages(train, { side: 14, fingerprint }) };
}

/** The proxy's data from images of 28 × 28 bytes; `fingerprint` names them. */
export function poolImages(
  images: LabelledImages,
  { side, fingerprint }: { readonly side: 8 | 14; readonly fingerprint: string },
): ProxyData {
  const order = Int32Array.from({ length: images.count }, (_, i) => i);
  createRng(0, "proxy-split").shuffle(order);
  const held = Math.min(counts.validation, Math.floor(images.count / 6));
  const validation = order.subarray(0, held);
  const train = order.subarray(held, Math.min(images.count, held + counts.train));
  const pixels = { train: pool(images, train, side), validation: pool(images, validation, side) };
  standardise(pixels);
  const examples = (x: Float32Array, chosen: Int32Array): ProxyExamples => ({
    x: { dtype: "float", shape: [chosen.length, side * side], data: x },
    y: intTensor(
      [chosen.length],
      Array.from(chosen, (image) => images.labels[image]!),
    ),
    count: chosen.length,
  });
  return {
    train: examples(pixels.train, train),
    validation: examples(pixels.validation, validation),
    fingerprint: sha256Hex(`${fingerprint} side ${side} train ${train.length} held ${held}`),
  };
}

/** Sums over cells of k × k pixels, with a border of zeros where k does not divide 28; float `[chosen, side²]`. */
function pool({ images }: LabelledImages, chosen: Int32Array, side: 8 | 14): Float32Array {
  const cell = Math.ceil(published / side);
  const border = (side * cell - published) / 2;
  const first = Int32Array.from({ length: side + 1 }, (_, i) => Math.min(published, Math.max(0, i * cell - border)));
  const sums = new Float32Array(chosen.length * side * side);
  let at = 0;
  for (let n = 0; n < chosen.length; n++) {
    const image = chosen[n]! * published * published;
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        sums[at++] = cellSum(images, image, {
          top: first[row]!,
          bottom: first[row + 1]!,
          left: first[column]!,
          right: first[column + 1]!,
        });
      }
    }
  }
  return sums;
}

function cellSum(
  images: Uint8Array,
  image: number,
  { top, bottom, left, right }: { top: number; bottom: number; left: number; right: number },
): number {
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += images[image + y * published + x]!;
  }
  return sum;
}

/** In place, by the mean and deviation of the training part; the scale of the sums drops out. */
function standardise({ train, validation }: { train: Float32Array; validation: Float32Array }): void {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < train.length; i++) {
    sum += train[i]!;
    squares += train[i]! ** 2;
  }
  const mean = sum / train.length;
  const deviation = Math.sqrt(squares / train.length - mean * mean);
  for (const part of [train, validation]) {
    for (let i = 0; i < part.length; i++) part[i] = (part[i]! - mean) / deviation;
  }
}

/** The data with the first training images alone; pixels stay as they are. */
function withFirstImages({ train, ...rest }: ProxyData, images: number): ProxyData {
  if (images >= train.count) return { train, ...rest };
  const pixels = train.x.shape[1]!;
  return {
    ...rest,
    train: {
      x: { ...train.x, shape: [images, pixels], data: train.x.data.slice(0, images * pixels) },
      y: intTensor([images], Array.from(train.y.data.subarray(0, images))),
      count: images,
    },
    fingerprint: sha256Hex(`${rest.fingerprint} first ${images}`),
  };
}

/** Each training label is replaced by a uniform one with probability `share`. */
function withLabelNoise(data: ProxyData, share: number): ProxyData {
  if (share === 0) return data;
  const rng = createRng(0, "proxy-label-noise");
  const labels = Array.from(data.train.y.data, (label) => (rng.uniform() < share ? rng.below(fashionClasses) : label));
  return {
    ...data,
    train: { ...data.train, y: intTensor(data.train.y.shape, labels) },
    fingerprint: sha256Hex(`${data.fingerprint} noise ${share}`),
  };
}
