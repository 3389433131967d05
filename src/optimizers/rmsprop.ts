/**
 * RMSprop: divides the gradient by the root of a running average of its squares.
 * Centred, it divides by the root of a variance that is a difference; where rounding would take that below 0, as it does under gradients
 * that hardly change, it is 0. PyTorch and Keras take the root of the negative number there, and the weights are lost.
 * Source: Tieleman & Hinton 2012, lecture 6.5; centred: Graves 2013, arXiv:1308.0850. torch.optim.RMSprop, keras.optimizers.RMSprop.
 */
import { decays, flag, fraction, positive, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** Running root mean square, optionally centred, optionally with momentum. */
export const rmsprop = defineOptimizer({
  name: "rmsprop",
  title: "RMSprop",
  summary: "Divides the gradient by the root of a running average of its squares.",
  conventions: {
    torch: {
      program: `
        state v = zeros
        state mean = zeros
        state m = zeros
        g = g + l2 * masked(w)
        v = lerp(square(g), v, rho)
        mean = lerp(g, mean, rho)
        spread = max(v - square(mean), 0) if centered else v
        update = g / (sqrt(spread) + epsilon)
        m = momentum * m + update
        w = w - lr * (m + decay * masked(w))`,
      hyperparameters: {
        lr: rate(0.01, "step size"),
        rho: share(0.99, "share of the old averages that is kept (alpha in torch)"),
        momentum: fraction(0, "share of the old sum of updates that is kept"),
        centered: flag(false, "divide by the standard deviation instead of the root mean square"),
        epsilon: positive(1e-8, "added to the root"),
        ...decays({ own: "coupled" }),
      },
      source: "torch.optim.RMSprop; Tieleman & Hinton 2012; Graves 2013, arXiv:1308.0850",
      deviation:
        "Decoupled decay is an addition; torch offers weight_decay, which is l2 here. The centred variance is at least 0, which torch does not see to.",
    },
    keras: {
      program: `
        state v = zeros
        state mean = zeros
        state m = zeros
        g = g + l2 * masked(w)
        v = lerp(square(g), v, rho)
        mean = lerp(g, mean, rho)
        spread = (max(v - square(mean), 0) if centered else v) + epsilon
        m = momentum * m + lr * g / sqrt(spread)
        w = w - (m + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size"),
        rho: share(0.9, "share of the old averages that is kept"),
        momentum: fraction(0, "share of the old change that is kept"),
        centered: flag(false, "divide by the standard deviation instead of the root mean square"),
        epsilon: positive(1e-7, "added under the root"),
        ...decays({ own: "coupled" }),
      },
      source: "keras.optimizers.RMSprop, Keras 3",
      deviation:
        "Coupled decay is an addition; weight_decay of Keras is decay here. The rate is inside the momentum. The centred variance is at least 0, which Keras does not see to.",
    },
  },
  claims: { stateSlots: 1, invariantToGradientScale: true },
});
