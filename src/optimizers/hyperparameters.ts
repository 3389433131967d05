/** Short ways to declare a hyperparameter: its default, what it is, and the range that its name implies. */
import type { Hyperparameter } from "./optimizer.ts";

/** A number above zero: a rate, an epsilon. */
export function positive(value: number, about: string): Hyperparameter {
  return { kind: "number", default: value, about, min: 0, minOpen: true };
}

/** A number of zero or more: a decay, a start value. */
export function nonNegative(value: number, about: string): Hyperparameter {
  return { kind: "number", default: value, about, min: 0 };
}

/** A number in [0, 1): the share of the old value that an average keeps. */
export function fraction(value: number, about: string): Hyperparameter {
  return { kind: "number", default: value, about, min: 0, max: 1, maxOpen: true };
}

/** True or false. */
export function flag(value: boolean, about: string): Hyperparameter {
  return { kind: "flag", default: value, about };
}

/** The two kinds of weight decay that every optimizer offers; they differ wherever gradients are rescaled. */
export function decays(options: { readonly decay: number } = { decay: 0 }): {
  l2: Hyperparameter;
  decay: Hyperparameter;
} {
  return {
    l2: nonNegative(0, "coupled decay: l2 w is added to the gradient"),
    decay: nonNegative(options.decay, "decoupled decay: lr decay w is subtracted from the weights"),
  };
}

/** The two shares of Lion's momentum. */
export function lionShares(): { beta1: Hyperparameter; beta2: Hyperparameter } {
  return {
    beta1: fraction(0.9, "share of the old momentum in the step"),
    beta2: fraction(0.99, "share of the old momentum in the new momentum"),
  };
}
