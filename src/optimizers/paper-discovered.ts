/**
 * The program that the search found, redundant statements removed; simplified by hand it became Lion.
 * Source: Chen et al. 2023, arXiv:2302.06675, Program 4. Deviation: none; `clip` scales by the global norm.
 */
import { rate } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** The discovered program; `lr` multiplies the rate 0.0002 inside, and clips the gradient. */
export const paperDiscovered = defineOptimizer({
  name: "paper-discovered",
  title: "Discovered program",
  summary: "The program that the search found; simplified by hand it became Lion.",
  conventions: {
    paper: {
      program: `
def train(w, g, m, v, lr):
  g = clip(g, lr)
  g = arcsin(g)
  m = interp(g, v, 0.899)
  m2 = m * m
  v = interp(g, m, 1.109)
  abs_m = sqrt(m2)
  update = m / abs_m
  wd = w * 0.4602
  update = update + wd
  lr = lr * 0.0002
  m = cosh(update)
  update = update * lr
  return update, m, v
`,
      hyperparameters: { lr: rate(1, "schedule value: clips the gradient and multiplies the rate 0.0002 inside") },
      source: "Chen et al. 2023, arXiv:2302.06675, Program 4",
      deviation: "none; m, which the next step overwrites unread, is not stored",
    },
  },
  claims: { stateSlots: 1, invariantToGradientScale: false },
});
