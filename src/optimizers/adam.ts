/**
 * Adam: divides a running mean of gradients by a running root mean square, both corrected for their zero start.
 * Source: Kingma & Ba 2015, arXiv:1412.6980. torch.optim.Adam, keras.optimizers.Adam.
 */
import { decays, positive, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** Adaptive moments. */
export const adam = defineOptimizer({
  name: "adam",
  title: "Adam",
  summary: "Divides a running mean of gradients by a running root mean square, both corrected for their zero start.",
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
        ...decays({ own: "coupled" }),
      },
      source: "torch.optim.Adam; Kingma & Ba 2015, arXiv:1412.6980",
      deviation: "torch's weight_decay is l2 here; its decoupled_weight_decay is decay.",
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
        ...decays({ own: "coupled" }),
      },
      source: "keras.optimizers.Adam, Keras 3",
      deviation: "Coupled decay is an addition; weight_decay of Keras is decay here.",
    },
  },
  claims: { stateSlots: 2, invariantToGradientScale: true },
});
