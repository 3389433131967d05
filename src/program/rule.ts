/**
 * A program bound to its hyperparameters: what the trainer, the oracle and the exporters use.
 *
 * Parameters and slots are *trees*: one flat float vector `[P]` holding all parameter tensors one after another, with a
 * leaf table saying where each begins. Scalars that depend on the step, the learning rate and hyperparameters alone are
 * computed on the host in float64 (`hostScalars`) and fed to each step, so that `1 - beta2^t` keeps its digits and costs
 * the device nothing; everything else is built with `Ops`, which is the graph builder or the float64 evaluator.
 */
import type { Ops } from "../graph/builder.ts";

/** Where each parameter tensor lies in the flat vector. */
export interface Leaf {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/**
 * What a step knows on the host. `step` counts from 1 to `totalSteps`, the length that the trial was planned with; `lr` is the
 * scheduled rate of this step; `peakLr` its peak.
 */
export interface StepFacts {
  readonly step: number;
  readonly lr: number;
  readonly peakLr: number;
  readonly totalSteps: number;
}

/** One step's values: flat trees `[P]`; `scalars[i]` are float scalars in the order of `scalarNames`. */
export interface StepValues<V> {
  readonly w: V;
  readonly g: V;
  readonly slots: readonly V[];
  readonly scalars: readonly V[];
}

/** A bound program. */
export interface Rule {
  /** Live state slots, in order; dead ones are gone. Each is a flat tree that starts at `initial`. */
  readonly slots: readonly { readonly name: string; readonly initial: number }[];
  readonly scalarNames: readonly string[];
  /** Whether the step of one tensor depends on others: somewhere it adds up over all of them. */
  readonly joinsTensors: boolean;
  /** Values of the host scalars at a step, float64. */
  hostScalars(facts: StepFacts): Float64Array;
  /** New weights and slots. `decayMask` `[P]` (1 where weight decay acts) is undefined when it acts everywhere. */
  apply<V>(ops: Ops<V>, values: StepValues<V>, leaves: readonly Leaf[], decayMask?: V): { w: V; slots: readonly V[] };
}
