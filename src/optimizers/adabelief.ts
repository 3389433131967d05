/**
 * AdaBelief: Adam that divides by how far gradients lie from their running mean, instead of by how large they are.
 *   v = beta2 v + (1 - beta2) (g - m)² + epsilon;  epsilon is added at every step, and again to the root
 * `rectify` scales a step by how well v is known, as RAdam does; before it is known at all (fewer than five steps' worth) m itself is
 * the step, whatever the scale of the gradients. Source: Zhuang et al. 2020, arXiv:2010.07468; Liu et al. 2020, arXiv:1908.03265.
 */
import { decays, flag, positive, rate, share } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** Adaptive steps by the belief in gradients. */
export const adabelief = defineOptimizer({
  name: "adabelief",
  title: "AdaBelief",
  summary: "Adam that divides by how far gradients lie from their running mean, instead of by how large they are.",
  conventions: {
    torch: {
      program: `
        state m = zeros
        state v = zeros
        g = g + l2 * masked(w)
        m = lerp(g, m, beta1)
        v = lerp(square(g - m), v, beta2) + epsilon
        kept = beta2 ** step
        limit = 2 / (1 - beta2) - 1
        known = limit - 2 * step * kept / (1 - kept)
        trust = sqrt((1 - kept) * max(known - 4, 0) / (limit - 4) * max(known - 2, 0) / known * limit / (limit - 2))
        plain = m / (sqrt(v) / sqrt(1 - kept) + epsilon)
        rectified = trust * (m / (sqrt(v) + epsilon)) if known >= 5 else m
        u = rectified if rectify else plain
        w = w - (lr / (1 - beta1 ** step) * u + lr * decay * masked(w))`,
      hyperparameters: {
        lr: rate(1e-3, "step size"),
        beta1: share(0.9, "share of the old mean that is kept"),
        beta2: share(0.999, "share of the old mean square deviation that is kept"),
        epsilon: positive(1e-16, "added to the mean square deviation at every step, and to its root"),
        rectify: flag(true, "scales steps by how well the mean square deviation is known"),
        ...decays({ own: "decoupled" }),
      },
      source: "timm.optim.AdaBelief; Zhuang et al. 2020, arXiv:2010.07468",
      deviation:
        "timm's weight_decay is decay here, or l2 where decoupled_decay is off. Its amsgrad and fixed_decay are left out.",
    },
  },
  claims: { stateSlots: 2, invariantToGradientScale: false },
});
