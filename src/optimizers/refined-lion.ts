/**
 * Refined Lion: Lion with the arctangent of the scaled momentum instead of its sign, which is Lion-K for `arctan` with e = 1 / scale.
 * The box is gain pi / (2 decay).
 * Source: Rong et al. 2025, doi:10.1038/s41598-025-07112-4.
 */
import { decoupled, lionShares, positive, rate } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

const program = `
        state m = zeros
        c = lerp(g, m, beta1)
        m = lerp(g, m, beta2)
        w = w - lr * (gain * arctan(scale * c) + decay * masked(w))`;

/** Lion with a soft sign. */
export const refinedLion = defineOptimizer({
  name: "refined-lion",
  title: "Refined Lion",
  summary: "Lion with the arctangent of the scaled momentum instead of its sign.",
  conventions: {
    paper: {
      program,
      hyperparameters: {
        lr: rate(1e-4, "step size"),
        ...lionShares(),
        decay: decoupled(0, "decoupled decay: lr decay w is subtracted from the weights"),
        gain: positive(1, "factor of the arctangent"),
        scale: positive(1000, "factor of the momentum in the arctangent"),
      },
      source: "Rong et al. 2025, Scientific Reports 15, doi:10.1038/s41598-025-07112-4",
      deviation:
        "Default scale chosen here for gradients of networks. Optax's contrib.rlion takes tanh(smooth_beta c) instead: that is lionk-log-cosh with e = 1 / smooth_beta.",
    },
  },
  claims: { stateSlots: 1, invariantToGradientScale: false },
});
