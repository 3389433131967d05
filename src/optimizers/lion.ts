/**
 * Lion: steps by the sign of an interpolated momentum, the same distance in every coordinate.
 * Source: Chen et al. 2023, arXiv:2302.06675; optax.lion, keras.optimizers.Lion. sign(0) = 0.
 */
import { decays, lionShares, rate } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

const program = `
        state m = zeros
        g = g + l2 * masked(w)
        c = lerp(g, m, beta1)
        m = lerp(g, m, beta2)
        w = w - lr * (sign(c) + decay * masked(w))`;

/** Evolved sign momentum. */
export const lion = defineOptimizer({
  name: "lion",
  title: "Lion",
  summary: "Steps by the sign of an interpolated momentum, the same distance in every coordinate.",
  conventions: {
    torch: {
      program,
      hyperparameters: {
        lr: rate(1e-4, "step size"),
        ...lionShares(),
        ...decays({ own: "decoupled" }),
      },
      source: "Chen et al. 2023, arXiv:2302.06675: the authors' PyTorch and Optax implementations",
      deviation: "Coupled decay is an addition.",
    },
    keras: {
      program,
      hyperparameters: {
        lr: rate(1e-3, "step size", 1e-4),
        ...lionShares(),
        ...decays({ own: "decoupled" }),
      },
      source: "keras.optimizers.Lion, Keras 3",
      deviation:
        "Coupled decay is an addition; weight_decay of Keras is decay here. Same program, another default rate.",
    },
  },
  claims: { stateSlots: 1, invariantToGradientScale: true },
});
