/**
 * AdamW: Adam with weight decay kept apart from the gradient.
 * Source: Loshchilov & Hutter 2019, arXiv:1711.05101. torch.optim.AdamW, keras.optimizers.AdamW.
 */
import { decays, positive, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** Adam with decoupled weight decay. */
export const adamw = defineOptimizer({
  name: "adamw",
  title: "AdamW",
  summary: "Adam with weight decay kept apart from the gradient.",
  conventions: {
    torch: {
      program: `
        state m = zeros
        state v = zeros
        g = g + l2 * masked(w)
        m = lerp(g, m, beta1)
        v = lerp(square(g), v, beta2)
        root = sqrt(v) / sqrt(1 - beta2 ** step) + epsilon
        w = w - (lr / (1 - beta1 ** step) * (m / root) + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size"),
        beta1: share(0.9, "share of the old mean that is kept"),
        beta2: share(0.999, "share of the old mean square that is kept"),
        epsilon: positive(1e-8, "added to the corrected root"),
        ...decays({ decay: 0.01, own: "decoupled" }),
      },
      source: "torch.optim.AdamW; Loshchilov & Hutter 2019, arXiv:1711.05101",
      deviation: "Coupled decay is an addition; torch's weight_decay is decay here.",
    },
    keras: {
      program: `
        state m = zeros
        state v = zeros
        g = g + l2 * masked(w)
        m = lerp(g, m, beta1)
        v = lerp(square(g), v, beta2)
        rate = lr * sqrt(1 - beta2 ** step) / (1 - beta1 ** step)
        w = w - (rate * (m / (sqrt(v) + epsilon)) + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size"),
        beta1: share(0.9, "share of the old mean that is kept"),
        beta2: share(0.999, "share of the old mean square that is kept"),
        epsilon: positive(1e-7, "added to the uncorrected root"),
        ...decays({ decay: 0.004, own: "decoupled" }),
      },
      source: "keras.optimizers.AdamW, Keras 3",
      deviation: "Coupled decay is an addition; weight_decay of Keras is decay here.",
    },
  },
  claims: { stateSlots: 2, invariantToGradientScale: true },
});
