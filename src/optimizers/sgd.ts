/**
 * SGD with momentum: steps along the gradient, or along a decaying sum of gradients.
 * Source: Polyak 1964; Nesterov 1983; Sutskever et al. 2013. torch.optim.SGD, keras.optimizers.SGD.
 */
import { decays, flag, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** Stochastic gradient descent with momentum, dampening and Nesterov's look-ahead. */
export const sgd = defineOptimizer({
  name: "sgd",
  title: "SGD",
  summary: "Steps along the gradient, or along a decaying sum of gradients.",
  conventions: {
    torch: {
      program: `
        state m = zeros
        g = g + l2 * masked(w)
        fresh = 1 if step == 1 else 1 - dampening
        m = momentum * m + fresh * g if momentum > 0 else g
        update = g + momentum * m if nesterov else m
        w = w - lr * (update + decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size", 0.01),
        momentum: share(0, "share of the old sum of gradients that is kept", 0.9),
        dampening: { kind: "number", default: 0, about: "share of a new gradient left out of the sum", min: 0, max: 1 },
        nesterov: flag(false, "look one step ahead along the momentum"),
        ...decays({ own: "coupled" }),
      },
      source: "torch.optim.SGD; Sutskever et al. 2013",
      deviation: "Decoupled decay is an addition; torch offers weight_decay, which is l2 here.",
    },
    keras: {
      program: `
        state m = zeros
        g = g + l2 * masked(w)
        m = momentum * m - lr * g if momentum > 0 else -lr * g
        change = momentum * m - lr * g if nesterov and momentum > 0 else m
        w = w + (change - lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(0.01, "step size"),
        momentum: share(0, "share of the old change that is kept", 0.9),
        nesterov: flag(false, "look one step ahead along the momentum"),
        ...decays({ own: "coupled" }),
      },
      source: "keras.optimizers.SGD, Keras 3",
      deviation: "Coupled decay is an addition; weight_decay of Keras is decay here. The rate is inside the momentum.",
    },
  },
  claims: { stateSlots: 0, invariantToGradientScale: false },
});
