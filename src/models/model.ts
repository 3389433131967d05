/**
 * The contract of a model: its parameters, how they start, and its forward pass on the training graph.
 *
 * A forward pass is written against `Ops`, so the same text builds the training graph and computes in float64; gradients
 * come from the reverse pass. Images arrive as
 * `[pixels, batch]` (batch last, see ARCHITECTURE.md on layout), pixels row-major, channels slowest, already scaled to 0..1.
 */
import type { TensorType } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";

/** How a parameter tensor starts. */
export type Initializer =
  | { readonly kind: "zeros" }
  | { readonly kind: "ones" }
  /** Uniform in ±sqrt(6 / (fanIn + fanOut)). Source: Glorot & Bengio 2010. */
  | { readonly kind: "glorot-uniform"; readonly fanIn: number; readonly fanOut: number };

/** One parameter tensor. `l2`: coefficient of the penalty l2 * sum(w^2) added to the training loss. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  readonly l2?: number;
}

/** One row of the table that `lionlab models NAME` prints. */
export interface LayerSummary {
  readonly layer: string;
  readonly output: readonly number[];
  readonly parameters: number;
}

/** What a forward pass is given. */
export interface ForwardContext<V> {
  readonly batchSize: number;
  readonly training: boolean;
  parameter(name: string): V;
  /** Inverted dropout at `rate`: multiplies by 0 or 1 / (1 - rate); the identity outside training. */
  dropout(x: V, rate: number): V;
}

/** A model: a frozen record. */
export interface Model {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** `[channels, height, width]` */
  readonly input: readonly [number, number, number];
  readonly classes: number;
  readonly parameters: readonly ParameterSpec[];
  /** Declared total, asserted by a test. */
  readonly parameterCount: number;
  readonly layers: readonly LayerSummary[];
  /** x: float `[pixels, batch]`; returns logits `[classes, batch]`. */
  forward<V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>): V;
}
