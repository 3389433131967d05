/**
 * Fashion-MNIST made small for proxies: images averaged to 8 × 8 or 14 × 14, standardised, in a frozen split.
 *
 * Training and validation images are both taken from the dataset's training part; its test part is never looked at. The split
 * is a permutation by a fixed seed: 20,000 images to train on and 4,000 to validate with (a sixth of a smaller file). Pixels
 * are (v - mean) / deviation, with one mean and one deviation over all pixels of the training images after averaging.
 */
import { sha256Hex } from "../../core/hash.ts";
import { createRng } from "../../core/rng.ts";
import { intTensor, type Tensor } from "../../core/tensor.ts";
import type { LabelledImages } from "../../data/dataset.ts";
import { loadDataset } from "../../data/index.ts";
import type { ProxyData, ProxyExamples } from "../proxy.ts";

/** Which small version: pixels along a side, and the share of training labels that are replaced at random (default 0). */
export interface PooledFashionOptions {
  readonly side: 8 | 14;
  readonly labelNoise?: number;
  /** Folder of the dataset's files, or undefined for the usual places. */
  readonly dataDir?: string | undefined;
}

/** Classes of Fashion-MNIST. */
export const fashionClasses = 10;

/** Images at most, of each part. */
const counts = { train: 20_000, validation: 4_000 };
/** Pixels along a side as published. */
const published = 28;

const loaded = new Map<string, Promise<ProxyData>>();

/**
 * Loads and averages once a process. x: float32 `[N, side²]`, rows of pixels from top to bottom; y: int `[N]`.
 * Errors: those of `loadDataset`.
 */
export function pooledFashion(options: PooledFashionOptions): Promise<ProxyData> {
  const { side, labelNoise = 0, dataDir } = options;
  const key = JSON.stringify([side, labelNoise, dataDir ?? null]);
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const data = makePooledFashion(options);
  loaded.set(key, data);
  data.catch(() => loaded.delete(key));
  return data;
}

async function makePooledFashion({ side, labelNoise = 0, dataDir }: PooledFashionOptions): Promise<ProxyData> {
  const dataset = await loadDataset("fashion-mnist", { dataDir });
  return poolImages(dataset.train, { side, labelNoise, fingerprint: dataset.fingerprint });
}

/** The proxy's data from images of 28 × 28 bytes; `fingerprint` names them. */
export function poolImages(
  images: LabelledImages,
  { side, labelNoise, fingerprint }: { side: 8 | 14; labelNoise: number; fingerprint: string },
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
  const clean = examples(pixels.train, train);
  return {
    train: { ...clean, y: withNoise(clean.y, labelNoise) },
    validation: examples(pixels.validation, validation),
    fingerprint: sha256Hex(`${fingerprint} side ${side} train ${train.length} held ${held} noise ${labelNoise}`),
  };
}

/** Mean over cells of k × k pixels, with a border of zeros where k does not divide 28; float `[chosen, side²]`. */
function pool({ images }: LabelledImages, chosen: Int32Array, side: 8 | 14): Float32Array {
  const cell = Math.ceil(published / side);
  const border = (side * cell - published) / 2;
  const target = Int32Array.from({ length: published * published }, (_, i) => {
    const row = Math.floor((Math.floor(i / published) + border) / cell);
    return row * side + Math.floor(((i % published) + border) / cell);
  });
  const sums = new Float32Array(chosen.length * side * side);
  for (let n = 0; n < chosen.length; n++) {
    const from = chosen[n]! * target.length;
    const to = n * side * side;
    for (let i = 0; i < target.length; i++) sums[to + target[i]!]! += images[from + i]!;
  }
  return sums.map((sum) => sum / (255 * cell * cell));
}

/** In place, by the mean and deviation of the training pixels. */
function standardise({ train, validation }: { train: Float32Array; validation: Float32Array }): void {
  let sum = 0;
  let squares = 0;
  for (const value of train) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / train.length;
  const deviation = Math.sqrt(squares / train.length - mean * mean);
  for (const part of [train, validation]) {
    for (let i = 0; i < part.length; i++) part[i] = (part[i]! - mean) / deviation;
  }
}

/** Each label is replaced by a uniform one with probability `share`. */
function withNoise(labels: Tensor, share: number): Tensor {
  if (share === 0) return labels;
  const rng = createRng(0, "proxy-label-noise");
  return intTensor(
    labels.shape,
    Array.from(labels.data, (label) => (rng.uniform() < share ? rng.below(fashionClasses) : label)),
  );
}
