/**
 * MARS-Lion: sign momentum of a gradient corrected by how it changed since the step before, and shortened to a length of 1.
 * Source: Yuan et al. 2024, arXiv:2411.10438, and the authors' code (approximate form: the last gradient on the last batch).
 */
import { decoupled, nonNegative, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

const program = `
        state m = zeros
        state last = zeros
        c = g + gamma * beta1 / (1 - beta1) * (g - last)
        c = c / max(1, norm(c))
        m = lerp(c, m, beta1)
        last = g
        w = w - lr * (sign(m) + decay * masked(w))`;

/** Sign momentum with variance reduction. */
export const marsLion = defineOptimizer({
  name: "mars-lion",
  title: "MARS-Lion",
  summary: "Sign momentum of a gradient corrected by how it changed since the step before.",
  conventions: {
    paper: {
      program,
      hyperparameters: {
        lr: rate(1e-4, "step size"),
        beta1: share(0.95, "share of the old momentum"),
        gamma: nonNegative(0.025, "share of the correction"),
        decay: decoupled(0, "decoupled decay: lr decay w is subtracted from the weights"),
      },
      source: "Yuan et al. 2024, arXiv:2411.10438, and the authors' code",
      deviation: "The gradient before the first counts as 0.",
    },
  },
  claims: { stateSlots: 2, invariantToGradientScale: true },
});
