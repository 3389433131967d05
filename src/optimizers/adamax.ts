/**
 * Adamax: Adam with a decaying maximum in place of the root mean square.
 * Source: Kingma & Ba 2015, arXiv:1412.6980, section 7. torch.optim.Adamax, keras.optimizers.Adamax.
 */
import { decays, positive, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** Adam in the infinity norm. */
export const adamax = defineOptimizer({
  name: "adamax",
  title: "Adamax",
  summary: "Adam with a decaying maximum in place of the root mean square.",
  conventions: {
    torch: {
      program: `
        state m = zeros
        state u = zeros
        g = g + l2 * masked(w)
        m = lerp(g, m, beta1)
        u = max(beta2 * u, abs(g) + epsilon)
        w = w - (lr / (1 - beta1 ** step) * (m / u) + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(2e-3, "step size"),
        beta1: share(0.9, "share of the old mean that is kept"),
        beta2: share(0.999, "decay of the maximum"),
        epsilon: positive(1e-8, "added to the gradient's size before the maximum"),
        ...decays({ own: "coupled" }),
      },
      source: "torch.optim.Adamax; Kingma & Ba 2015, arXiv:1412.6980",
      deviation: "Decoupled decay is an addition; torch offers weight_decay, which is l2 here.",
    },
    keras: {
      program: `
        state m = zeros
        state u = zeros
        g = g + l2 * masked(w)
        m = lerp(g, m, beta1)
        u = max(beta2 * u, abs(g))
        w = w - (lr / (1 - beta1 ** step) * (m / (u + epsilon)) + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size"),
        beta1: share(0.9, "share of the old mean that is kept"),
        beta2: share(0.999, "decay of the maximum"),
        epsilon: positive(1e-7, "added to the maximum"),
        ...decays({ own: "coupled" }),
      },
      source: "keras.optimizers.Adamax, Keras 3",
      deviation: "Coupled decay is an addition; weight_decay of Keras is decay here.",
    },
  },
  claims: { stateSlots: 2, invariantToGradientScale: true },
});
