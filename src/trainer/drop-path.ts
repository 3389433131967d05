/**
 * Stochastic depth: in training, an example leaves a residual branch out, and what is kept is scaled up.
 *
 * The rate grows linearly with depth, from 0 at the first branch. Which examples leave which branches out is drawn on the
 * host, a function of (seed, epoch, step).
 *   rate of place i of n = rate i / (n - 1);   mask = 0 with that probability, else 1 / (1 - rate)
 * Source: Huang et al. 2016, arXiv:1603.09382; masks per example and scaled as timm's drop_path.
 * Deviation: timm divides by n for EfficientNet, by n - 1 elsewhere, and gives all blocks of a Mixer the last one's rate; here it is n - 1 everywhere,
 * and linear as in the Mixer's paper too (Tolstikhin et al. 2021, arXiv:2105.01601).
 */
import { createRng } from "../core/rng.ts";
import type { Tensor } from "../core/tensor.ts";
import type { BranchPlace } from "../models/model.ts";

/** Name of the input that holds the masks of a step, float `[branches, batch]`. */
export const dropPathInput = "drop-path";

/** Rate of a branch where the last one's is `rate`. */
export function branchRate(rate: number, { index, of }: Pick<BranchPlace, "index" | "of">): number {
  return of < 2 ? 0 : (rate * index) / (of - 1);
}

/** Masks of `steps` steps from number `from` (0-based) of an epoch, float `[steps, branches, batch]`. */
export function drawPaths(
  rates: readonly number[],
  {
    seed,
    epoch,
    from,
    steps,
    batchSize,
  }: {
    readonly seed: number;
    readonly epoch: number;
    readonly from: number;
    readonly steps: number;
    readonly batchSize: number;
  },
): Tensor {
  const data = new Float32Array(steps * rates.length * batchSize);
  const words = new Uint32Array(rates.length * batchSize);
  for (let s = 0; s < steps; s++) {
    createRng(seed, "drop-path", epoch, from + s).fillUint32(words);
    for (const [i, word] of words.entries()) {
      const rate = rates[Math.floor(i / batchSize)]!;
      data[s * words.length + i] = word < Math.round(rate * 2 ** 32) ? 0 : 1 / (1 - rate);
    }
  }
  return { dtype: "float", shape: [steps, rates.length, batchSize], data };
}
