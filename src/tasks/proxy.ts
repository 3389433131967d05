/**
 * The contract of a proxy task: a training problem so small that it scores an update rule in a fraction of a second.
 *
 * Laws: `loss` is written against `Ops`, so one text trains and is checked in float64; everything random is a function of
 * (task, seed); the loss is a mean in nats over predictions, so `uncertainty` (the loss of the uniform guess) bounds what
 * there is to learn, and
 *   score = max(0, 1 - validation loss / uncertainty)        in 0 … 1; 0 for a run that failed
 * compares tasks of any kind.
 */
import type { Tensor, TensorType } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";
import type { ParameterSpec } from "../models/model.ts";
import type { Revised } from "../models/revision.ts";

/** Examples of a proxy: row i of `x` belongs to row i of `y`. */
export interface ProxyExamples {
  /** float or int `[N, ...]` */
  readonly x: Tensor;
  /** int `[N]`, or `[N, T]` where each example holds T predictions */
  readonly y: Tensor;
  readonly count: number;
}

/** Data of a proxy. `fingerprint`: SHA-256 of what it was made from. */
export interface ProxyData {
  readonly train: ProxyExamples;
  readonly validation: ProxyExamples;
  readonly fingerprint: string;
}

/** A proxy task: a frozen record. Sizes and lengths are fixed; another length is another record. `changes`: see `models/revision.ts`. */
export interface ProxyTask extends Revised {
  readonly name: string;
  readonly summary: string;
  /** Why this task is in the suite: what it rewards, with the figure or the source. */
  readonly why: string;
  readonly parameters: readonly ParameterSpec[];
  /** Declared total, asserted by a test. */
  readonly parameterCount: number;
  readonly batchSize: number;
  /** Training steps of an evaluation; the rate follows a cosine from 1 to 0 over them. */
  readonly steps: number;
  /**
   * Each seed's gradients are multiplied by 2^u, u spread from minus to plus this; 0: not at all. Networks and losses differ in
   * the scale of their gradients by orders of magnitude; here a rule that needs to know it cannot win by having guessed it.
   */
  readonly gradientDoublings: number;
  /**
   * Each seed's rate is multiplied by 2^u, u spread from minus to plus this; absent: not at all. A rule that does well at one rate alone
   * loses by it, and of two that need not know theirs the better one shows in fewer seeds.
   */
  readonly rateDoublings?: number;
  /** Loss of the uniform guess, nats: log of the number of classes. */
  readonly uncertainty: number;
  /** Dataset that `load` reads, to be fetched beforehand; null where its data is made by the laboratory. */
  readonly dataset: string | null;
  /** Where `--data` points, or undefined for the usual places. Errors: those of the dataset. */
  load(options: { readonly dataDir?: string | undefined }): Promise<ProxyData>;
  /** x: float or int `[B, ...]`; y: int `[B]` or `[B, T]`. Returns the mean loss of the batch, nats, `[]`. */
  loss<V extends TensorType>(ops: Ops<V>, batch: { readonly x: V; readonly y: V }, parameter: (name: string) => V): V;
}
