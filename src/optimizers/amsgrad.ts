/**
 * AMSGrad: Adam that divides by the largest root mean square seen so far, so that steps never grow again.
 * Source: Reddi, Kale, Kumar 2018, arXiv:1904.09237. torch.optim.Adam and keras.optimizers.Adam with amsgrad=True.
 */
import { decays, positive, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** Adam with a maximum over the second moments. */
export const amsgrad = defineOptimizer({
  name: "amsgrad",
  title: "AMSGrad",
  summary: "Adam that divides by the largest root mean square seen so far.",
  conventions: {
    torch: {
      program: `
        state m = zeros
        state v = zeros
        state largest = zeros
        g = g + l2 * masked(w)
        m = lerp(g, m, beta1)
        v = lerp(square(g), v, beta2)
        largest = max(largest, v)
        root = sqrt(largest) / sqrt(1 - beta2 ** step) + epsilon
        w = w - (lr / (1 - beta1 ** step) * (m / root) + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size"),
        beta1: share(0.9, "share of the old mean that is kept"),
        beta2: share(0.999, "share of the old mean square that is kept"),
        epsilon: positive(1e-8, "added to the corrected root"),
        ...decays({ own: "coupled" }),
      },
      source: "torch.optim.Adam(amsgrad=True); Reddi, Kale, Kumar 2018, arXiv:1904.09237",
      deviation: "The maximum is taken before the bias correction, as torch does. torch's weight_decay is l2 here.",
    },
    keras: {
      program: `
        state m = zeros
        state v = zeros
        state largest = zeros
        g = g + l2 * masked(w)
        m = lerp(g, m, beta1)
        v = lerp(square(g), v, beta2)
        largest = max(largest, v)
        rate = lr * sqrt(1 - beta2 ** step) / (1 - beta1 ** step)
        w = w - (rate * (m / (sqrt(largest) + epsilon)) + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size"),
        beta1: share(0.9, "share of the old mean that is kept"),
        beta2: share(0.999, "share of the old mean square that is kept"),
        epsilon: positive(1e-7, "added to the uncorrected root"),
        ...decays({ own: "coupled" }),
      },
      source: "keras.optimizers.Adam(amsgrad=True), Keras 3",
      deviation: "Coupled decay is an addition; weight_decay of Keras is decay here.",
    },
  },
  claims: { stateSlots: 3, invariantToGradientScale: true },
});
