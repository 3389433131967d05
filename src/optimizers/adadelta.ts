/**
 * Adadelta: scales the gradient by the ratio of two running roots, of past changes and of gradients.
 * Source: Zeiler 2012, arXiv:1212.5701. torch.optim.Adadelta, keras.optimizers.Adadelta.
 */
import { decays, positive, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

const program = `
        state v = zeros
        state changes = zeros
        g = g + l2 * masked(w)
        v = lerp(square(g), v, rho)
        change = sqrt(changes + epsilon) / sqrt(v + epsilon) * g
        changes = lerp(square(change), changes, rho)
        w = w - lr * (change + decay * masked(w))`;

/** Adaptive steps in the units of the weights. */
export const adadelta = defineOptimizer({
  name: "adadelta",
  title: "Adadelta",
  summary: "Scales the gradient by the ratio of two running roots, of past changes and of gradients.",
  conventions: {
    torch: {
      program,
      hyperparameters: {
        lr: rate(1, "step size"),
        rho: share(0.9, "share of the old averages that is kept"),
        epsilon: positive(1e-6, "added under both roots"),
        ...decays({ own: "coupled" }),
      },
      source: "torch.optim.Adadelta; Zeiler 2012, arXiv:1212.5701",
      deviation: "Decoupled decay is an addition; torch offers weight_decay, which is l2 here.",
    },
    keras: {
      program,
      hyperparameters: {
        lr: rate(1e-3, "step size", 1),
        rho: share(0.95, "share of the old averages that is kept"),
        epsilon: positive(1e-7, "added under both roots"),
        ...decays({ own: "coupled" }),
      },
      source: "keras.optimizers.Adadelta, Keras 3",
      deviation: "Coupled decay is an addition; weight_decay of Keras is decay here. Same program, other defaults.",
    },
  },
  claims: { stateSlots: 2, invariantToGradientScale: true },
});
