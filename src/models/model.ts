/**
 * The contract of a model: its parameters, how they start, and its forward pass on the training graph.
 *
 * A forward pass is written against `Ops`, so the same text builds the training graph and computes in float64; gradients
 * come from the reverse pass. Images arrive as
 * `[pixels, batch]` (batch last, see ARCHITECTURE.md on layout), pixels row-major, channels slowest, already scaled to 0..1 or normalized.
 */
import type { TensorType } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";
import type { Revised } from "./revision.ts";

/** How a parameter tensor starts. */
export type Initializer =
  | { readonly kind: "zeros" }
  | { readonly kind: "ones" }
  /** N(0, deviation²). */
  | { readonly kind: "normal"; readonly deviation: number }
  /** Uniform in ±limit. */
  | { readonly kind: "uniform"; readonly limit: number }
  /** Uniform in ±sqrt(6 / fanIn). Source: He et al. 2015, arXiv:1502.01852. */
  | { readonly kind: "he-uniform"; readonly fanIn: number }
  /** Uniform in ±sqrt(6 / (fanIn + fanOut)). Source: Glorot & Bengio 2010. */
  | { readonly kind: "glorot-uniform"; readonly fanIn: number; readonly fanOut: number };

/** One parameter tensor. `l2`: coefficient of the penalty l2 * sum(w^2) added to the training loss. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  readonly l2?: number;
}

/**
 * A running statistic: no parameter, but moved by each training step towards what the step saw, and read in evaluation.
 * Source: Ioffe & Szegedy 2015, arXiv:1502.03167.
 */
export interface StatisticSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: number;
}

/** One row of the table that `lionlab models NAME` prints. */
export interface LayerSummary {
  readonly layer: string;
  readonly output: readonly number[];
  readonly parameters: number;
}

/** Where a residual branch stands: `index` of `of` places, from 0; `batch`: where the examples stand in x, which is `[batch * n, width]`, `[positions, batch, channels]` or `[…, batch]`. */
export interface BranchPlace {
  readonly index: number;
  readonly of: number;
  readonly batch: "first" | "middle" | "last";
}

/** What a forward pass is given. */
export interface ForwardContext<V> {
  readonly batchSize: number;
  readonly training: boolean;
  /** Whether the normalization of this name goes by its batch, as in training, or by its running statistics. */
  observes(norm: string): boolean;
  parameter(name: string): V;
  /** A running statistic as it stands before the step. */
  statistic(name: string): V;
  /**
   * Moves a running statistic towards `observed`, of its shape; nothing outside training.
   *   s' = (1 - momentum) s + momentum observed
   */
  track(name: string, observed: V, momentum: number): void;
  /** Inverted dropout at `rate`: multiplies by 0 or 1 / (1 - rate); the identity outside training. */
  dropout(x: V, rate: number): V;
  /** Stochastic depth on the end of a residual branch, before it is added; the identity outside training. */
  dropPath(x: V, place: BranchPlace): V;
}

/** A model: a frozen record. `changes`: what changed its numbers, see `revision.ts`. */
export interface Model extends Revised {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** `[channels, height, width]` */
  readonly input: readonly [number, number, number];
  readonly classes: number;
  readonly parameters: readonly ParameterSpec[];
  /** Empty for models without such. */
  readonly statistics: readonly StatisticSpec[];
  /** Declared total, asserted by a test. */
  readonly parameterCount: number;
  readonly layers: readonly LayerSummary[];
  /** Most images that go through the network at once in training on a processor, where no row of `trainer/part-sizes.ts` says otherwise; absent: the whole batch. */
  readonly partSize?: number;
  /** The same network for images `[channels, height, width]` and classes of a data set; absent where sizes are fixed. */
  fit?(input: Model["input"], classes: number): Model;
  /** Where a network flattens its maps: the matrix that reads them, and the images' side for its number of inputs. */
  readonly sideFrom?: { readonly tensor: string; readonly sideOf: (inputs: number) => number };
  /** Tensors of rank 2 and more that weight decay leaves out with the biases, as in timm's `no_weight_decay`; absent: none. */
  readonly noDecay?: readonly string[];
  /** Layer of a parameter, from 0 for what reads the image to the last for the head; absent: one for each name before a dot. */
  layerOf?(parameter: string): number;
  /** x: float `[pixels, batch]`; returns logits `[classes, batch]`. */
  forward<V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>): V;
}
