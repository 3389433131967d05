/**
 * The contract of an optimizer: program text and facts, said once.
 *
 * The text is interpreted (oracle), lowered to the training graph, printed in the docs page and used as a seed by search;
 * nothing else defines an optimizer. Laws, checked for every optimizer by `optimizer.conformance.ts`: print∘parse is the
 * identity; interpreter and graph equal the recorded trace of the reference; the claims hold by analysis and measurement.
 */

/** What is alike about hyperparameters that are tuned: a rate, a decay (decoupled) and a penalty (coupled decay) move by factors, a share by factors of its distance from 1. */
export type TunedKind = "rate" | "decay" | "penalty" | "share";

/** A hyperparameter: type, default, unit-free meaning and allowed range. */
export interface Hyperparameter {
  readonly kind: "number" | "flag";
  readonly default: number | boolean;
  readonly about: string;
  /** Allowed range of a number; `open` bounds exclude the value itself. */
  readonly min?: number;
  readonly max?: number;
  readonly minOpen?: boolean;
  readonly maxOpen?: boolean;
  /** It is tuned where a study does not say otherwise, see `hyperparameters.ts`. `centre`: absent for a decoupled decay, whose centre follows from the rate's. */
  readonly tuned?: { readonly kind: TunedKind; readonly centre?: number };
}

/** One convention's reading of an optimizer. */
export interface Convention {
  readonly program: string;
  readonly hyperparameters: { readonly lr: Hyperparameter; readonly [name: string]: Hyperparameter };
  readonly source: string;
  readonly deviation: string;
}

/** An optimizer of the library. */
export interface Optimizer {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** `torch` is the default convention; `keras` exists where Keras differs; `paper` where only the paper defines it. */
  readonly conventions: { readonly torch?: Convention; readonly keras?: Convention; readonly paper?: Convention };
  readonly claims: {
    /** State vectors per parameter at default hyperparameters. */
    readonly stateSlots: number;
    /** Same trajectory when every gradient is multiplied by one positive constant (with zero decay, up to epsilon). */
    readonly invariantToGradientScale: boolean;
  };
}

/** Checks nothing, keeps the type: an optimizer is the record it is given. */
export function defineOptimizer(optimizer: Optimizer): Optimizer {
  return optimizer;
}
