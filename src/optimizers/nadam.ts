/**
 * Nadam: Adam with Nesterov's look-ahead and a momentum that warms up.
 *   mu(t) = beta1 (1 - 0.5 * 0.96^(t momentum_decay));  the mean is corrected by the product of all mu so far
 * Source: Dozat 2016. torch.optim.NAdam, keras.optimizers.Nadam.
 */
import { decays, nonNegative, positive, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** Adam with Nesterov momentum. */
export const nadam = defineOptimizer({
  name: "nadam",
  title: "Nadam",
  summary: "Adam with Nesterov's look-ahead and a momentum that warms up.",
  conventions: {
    torch: {
      program: `
        state m = zeros
        state v = zeros
        scalar product = 1
        g = g + l2 * masked(w)
        mu = beta1 * (1 - 0.5 * 0.96 ** (step * momentum_decay))
        mu_next = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * momentum_decay))
        product = product * mu
        m = lerp(g, m, beta1)
        v = lerp(square(g), v, beta2)
        root = sqrt(v / (1 - beta2 ** step)) + epsilon
        ahead = lr * (1 - mu) / (1 - product) * g + lr * mu_next / (1 - product * mu_next) * m
        w = w - (ahead / root + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(2e-3, "step size"),
        beta1: share(0.9, "share of the old mean that is kept"),
        beta2: share(0.999, "share of the old mean square that is kept"),
        momentum_decay: nonNegative(0.004, "how fast the momentum warms up"),
        epsilon: positive(1e-8, "added to the corrected root"),
        ...decays({ own: "coupled" }),
      },
      source: "torch.optim.NAdam; Dozat 2016",
      deviation: "torch's weight_decay is l2 here; its decoupled_weight_decay is decay.",
    },
    keras: {
      program: `
        state m = zeros
        state v = zeros
        scalar product = 1
        g = g + l2 * masked(w)
        mu = beta1 * (1 - 0.5 * 0.96 ** (step * momentum_decay))
        mu_next = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * momentum_decay))
        product = product * mu
        m = lerp(g, m, beta1)
        v = lerp(square(g), v, beta2)
        root = sqrt(v / (1 - beta2 ** step)) + epsilon
        ahead = lr * (1 - mu) / (1 - product) * g + lr * mu_next / (1 - product * mu_next) * m
        w = w - (ahead / root + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size"),
        beta1: share(0.9, "share of the old mean that is kept"),
        beta2: share(0.999, "share of the old mean square that is kept"),
        momentum_decay: nonNegative(1, "how fast the momentum warms up; Keras 3 has 1 built in, Keras 2 had 0.004"),
        epsilon: positive(1e-7, "added to the corrected root"),
        ...decays({ own: "coupled" }),
      },
      source: "keras.optimizers.Nadam, Keras 3",
      deviation:
        "Coupled decay is an addition; weight_decay of Keras is decay here. Its momentum warms up 250 times faster than torch's.",
    },
  },
  claims: { stateSlots: 2, invariantToGradientScale: true },
});
