/**
 * Mixup: each image of a batch is blended with another one of the batch, and so are their losses.
 *   x = l x_i + (1 - l) x_j      loss = l CE(y_i) + (1 - l) CE(y_j)      l ~ Beta(a, a), one for each batch
 *
 * j is a random order of the batch. Exchanging i and j exchanges l and 1 - l, so l is taken from 1/2 upwards: batches are as
 * likely as before, and the label of x_i is the dominant one, by which right answers are counted.
 * Source: Zhang et al. 2018, arXiv:1710.09412, and the authors' code; the larger of l and 1 - l as in fastai.
 */
import { createRng, type Rng } from "../core/rng.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Builder } from "../graph/builder.ts";
import type { Value } from "../graph/graph.ts";

/** Inputs of a step that mixes: order of the batch, int `[batch]`, and share l of each image itself, float `[]`. */
export const mixupInputs = { partner: "mixup-partner", share: "mixup-share" } as const;

/** The values of a step that mixes. */
export interface MixupValues {
  readonly share: Value;
  /** 1 - share */
  readonly rest: Value;
  /** int `[batch]` */
  readonly partner: Value;
}

/** Declares the inputs. */
export function mixupValues(b: Builder, batchSize: number): MixupValues {
  const share = b.input(mixupInputs.share, { dtype: "float", shape: [] });
  const partner = b.input(mixupInputs.partner, { dtype: "int", shape: [batchSize] });
  return { share, rest: b.sub(b.scalar(1), share), partner };
}

/** share * own + (1 - share) * other */
export function blend(b: Builder, { share, rest }: MixupValues, own: Value, other: Value): Value {
  return b.add(b.mul(own, share), b.mul(other, rest));
}

/** What the draws depend on: epochs from 1, steps of the epoch from 0; `steps` from `from` on. */
export interface MixupRequest {
  readonly seed: number;
  readonly epoch: number;
  readonly from: number;
  readonly steps: number;
  readonly batchSize: number;
}

/** Feeds of steps that mix with parameter `alpha`. */
export function mixupFeeds(alpha: number, request: MixupRequest): { readonly [name: string]: Tensor } {
  const { seed, epoch, from, steps, batchSize } = request;
  const shares = new Float32Array(steps);
  const partners = Int32Array.from({ length: steps * batchSize }, (_, i) => i % batchSize);
  for (let s = 0; s < steps; s++) {
    const rng = createRng(seed, "mixup", epoch, from + s);
    const share = drawBeta(rng, alpha);
    shares[s] = Math.max(share, 1 - share);
    rng.shuffle(partners.subarray(s * batchSize, (s + 1) * batchSize));
  }
  return {
    [mixupInputs.share]: { dtype: "float", shape: [steps], data: shares },
    [mixupInputs.partner]: { dtype: "int", shape: [steps, batchSize], data: partners },
  };
}

/** Beta(a, a) as the share of one of two gamma variables, by their logarithms, so that a small `a` does not end in 0 / 0. */
export function drawBeta(rng: Rng, a: number): number {
  const [first, second] = [drawLogGamma(rng, a), drawLogGamma(rng, a)];
  return 1 / (1 + Math.exp(second - first));
}

/** Logarithm of Gamma(a, 1). Source: Marsaglia & Tsang 2000, with Gamma(a) = Gamma(a + 1) U^(1/a) for every a. */
function drawLogGamma(rng: Rng, a: number): number {
  const d = a + 1 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - rng.uniform()) >= 0.5 * x * x + d * (1 - v + Math.log(v))) continue;
    return Math.log(d * v) + Math.log(1 - rng.uniform()) / a;
  }
}
