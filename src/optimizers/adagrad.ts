/**
 * Adagrad: divides the gradient by the root of the sum of all squared gradients so far.
 * Source: Duchi, Hazan, Singer 2011. torch.optim.Adagrad, keras.optimizers.Adagrad.
 */
import { decays, nonNegative, positive, rate } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** Adaptive gradient descent with a growing sum of squares. */
export const adagrad = defineOptimizer({
  name: "adagrad",
  title: "Adagrad",
  summary: "Divides the gradient by the root of the sum of all squared gradients so far.",
  conventions: {
    torch: {
      program: `
        state v = initial_accumulator
        g = g + l2 * masked(w)
        v = v + square(g)
        rate = lr / (1 + (step - 1) * lr_decay)
        w = w - (rate * (g / (sqrt(v) + epsilon)) + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(0.01, "step size"),
        lr_decay: nonNegative(0, "the rate of step t is lr / (1 + (t - 1) lr_decay)"),
        initial_accumulator: nonNegative(0, "start of the sum of squares"),
        epsilon: positive(1e-10, "added to the root"),
        ...decays({ own: "coupled" }),
      },
      source: "torch.optim.Adagrad; Duchi, Hazan, Singer 2011",
      deviation: "Decoupled decay is an addition; torch offers weight_decay, which is l2 here.",
    },
    keras: {
      program: `
        state v = initial_accumulator
        g = g + l2 * masked(w)
        v = v + square(g)
        w = w - lr * (g / sqrt(v + epsilon) + decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size"),
        initial_accumulator: nonNegative(0.1, "start of the sum of squares"),
        epsilon: positive(1e-7, "added under the root"),
        ...decays({ own: "coupled" }),
      },
      source: "keras.optimizers.Adagrad, Keras 3",
      deviation: "Coupled decay is an addition; weight_decay of Keras is decay here.",
    },
  },
  claims: { stateSlots: 1, invariantToGradientScale: true },
});
