/**
 * Lion with cautious decay: weights decay only where the step pulls them towards 0 already, so that minima of the loss itself are reached.
 * Source: Chen et al. 2025, arXiv:2510.12402 (cautious weight decay); optax.contrib.add_cautious_weight_decay.
 */
import { decoupled, lionShares, rate } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

const program = `
        state m = zeros
        u = sign(lerp(g, m, beta1))
        agrees = min(sign(u * w) + 1, 1)
        m = lerp(g, m, beta2)
        w = w - lr * (u + decay * agrees * masked(w))`;

/** Lion that decays where it shrinks. */
export const cautiousDecayLion = defineOptimizer({
  name: "cautious-decay-lion",
  title: "Lion with cautious decay",
  summary: "Lion whose weights decay only where the step pulls them towards 0 already.",
  conventions: {
    paper: {
      program,
      hyperparameters: {
        lr: rate(1e-4, "step size"),
        ...lionShares(),
        decay: decoupled(0, "decoupled decay, where step and weight have one sign"),
      },
      source: "Chen et al. 2025, arXiv:2510.12402; Optax, contrib.add_cautious_weight_decay",
      deviation: "Decay acts where a mask says, as everywhere here.",
    },
  },
  claims: { stateSlots: 1, invariantToGradientScale: true },
});
