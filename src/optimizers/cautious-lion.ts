/**
 * Cautious Lion: Lion without the coordinates in which the step would go up the present gradient.
 * The box of Lion breaks: what is left is scaled up, so |w| is bounded by 1 / (decay · mean of the mask).
 * Source: Liang et al. 2024, arXiv:2411.16085; timm.optim.Lion with caution; optax.contrib.cautious.
 */
import { decoupled, lionShares, rate } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

const program = `
        state m = zeros
        u = sign(lerp(g, m, beta1))
        agrees = max(sign(u * g), 0)
        share = max(tensor_sum(agrees) / (rows(w) * columns(w)), 0.001)
        m = lerp(g, m, beta2)
        w = w - lr * (u * agrees / share + decay * masked(w))`;

/** Lion where step and gradient agree. */
export const cautiousLion = defineOptimizer({
  name: "cautious-lion",
  title: "Cautious Lion",
  summary: "Lion without the coordinates in which the step would go up the present gradient.",
  conventions: {
    torch: {
      program,
      hyperparameters: {
        lr: rate(1e-4, "step size"),
        ...lionShares(),
        decay: decoupled(0, "decoupled decay: lr decay w is subtracted from the weights"),
      },
      source: "timm.optim.Lion with caution; Liang et al. 2024, arXiv:2411.16085",
      deviation:
        "The gradient is not decayed. The share is at least 0.001, as in timm; the paper adds 1 to the count, Optax 1e-8. Decay is left whole, as in timm; optax.contrib.cautious around optax.lion masks it together with the step.",
    },
  },
  claims: { stateSlots: 1, invariantToGradientScale: true },
});
