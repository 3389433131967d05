/**
 * Short ways to declare a hyperparameter: its default, what it is, the range that its name implies, and how it is tuned.
 *
 * Tuned where a study does not say otherwise: rates, shares of averages (betas, momentum) and the kind of decay that is the optimizer's own
 * (Adam's is coupled, AdamW's and Lion's are not), which are what the comparisons of the field tune and what moves results; each kind over
 * the same width for every optimizer, so that none is searched more widely than another. Left at their defaults: epsilons, flags, the
 * other kind of decay and what one optimizer alone has, which would give it more room than its rivals.
 *
 * Centres are the defaults of PyTorch and Keras, or the paper's. Three defaults are not what people use, and have another centre, given
 * beside them: SGD's rate of 0.001 in PyTorch (0.01, as Keras), its momentum of 0 (0.9, Sutskever et al. 2013), and the rates of 0.001 that
 * Keras gives Lion (0.0001: Chen et al. 2023 want 3 to 10 times less than for AdamW) and Adadelta (1: Zeiler 2012).
 */
import type { Hyperparameter, TunedKind } from "./optimizer.ts";

/**
 * Powers of ten that a kind is tuned over, half of them on either side of the centre. A rate of three decades reaches from 1/30 to
 * 30 times the centre; a share of one, such as 0.9, from 0.68 to 0.97.
 */
export const tunedDecades: { readonly [kind in TunedKind]: number } = {
  rate: 3,
  decay: 2,
  penalty: 2,
  share: 1,
};

/**
 * What rate and decoupled decay make at their centres: AdamW's 0.001 times 0.01 in PyTorch. Weights shrink by this product in a step, so the
 * same for every optimizer; Lion's decay becomes ten times AdamW's, as its paper has it.
 */
export const centreOfRateTimesDecay = 1e-5;

/** Coupled decay at its centre, as He et al. 2016 (arXiv:1512.03385) train with. */
export const centreOfCoupledDecay = 1e-4;

/** The learning rate. `centre`: where tuning looks around, if not the default. */
export function rate(value: number, about: string, centre: number = value): Hyperparameter {
  return { ...positive(value, about), tuned: { kind: "rate", centre } };
}

/** The share of the old value that an average keeps, in [0, 1). `centre`: where tuning looks around, if not the default. */
export function share(value: number, about: string, centre: number = value): Hyperparameter {
  return { ...fraction(value, about), tuned: { kind: "share", centre } };
}

/** Decoupled decay that is the optimizer's own. Its centre follows from the rate's, see `centreOfRateTimesDecay`. */
export function decoupled(value: number, about: string): Hyperparameter {
  return { ...nonNegative(value, about), tuned: { kind: "decay" } };
}

/** A number above zero: an epsilon. */
export function positive(value: number, about: string): Hyperparameter {
  return { kind: "number", default: value, about, min: 0, minOpen: true };
}

/** A number of zero or more: a decay, a start value. */
export function nonNegative(value: number, about: string): Hyperparameter {
  return { kind: "number", default: value, about, min: 0 };
}

/** A number in [0, 1). */
export function fraction(value: number, about: string): Hyperparameter {
  return { kind: "number", default: value, about, min: 0, max: 1, maxOpen: true };
}

/** True or false. */
export function flag(value: boolean, about: string): Hyperparameter {
  return { kind: "flag", default: value, about };
}

/**
 * The two kinds of weight decay that every optimizer offers; they differ wherever gradients are rescaled. `own`: which of them is the
 * optimizer's, and is tuned: were it the decoupled one for all, a tuned Adam would be AdamW under another name.
 */
export function decays({ decay = 0, own }: { readonly decay?: number; readonly own: "coupled" | "decoupled" }): {
  l2: Hyperparameter;
  decay: Hyperparameter;
} {
  const l2 = nonNegative(0, "coupled decay: l2 w is added to the gradient");
  const about = "decoupled decay: lr decay w is subtracted from the weights";
  return own === "coupled"
    ? { l2: { ...l2, tuned: { kind: "penalty", centre: centreOfCoupledDecay } }, decay: nonNegative(decay, about) }
    : { l2, decay: decoupled(decay, about) };
}

/** The two shares of Lion's momentum. */
export function lionShares(): { beta1: Hyperparameter; beta2: Hyperparameter } {
  return {
    beta1: share(0.9, "share of the old momentum in the step"),
    beta2: share(0.99, "share of the old momentum in the new momentum"),
  };
}
