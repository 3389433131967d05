/**
 * The program from which the search for Lion started: AdamW without bias correction, its constants inside.
 * Source: Chen et al. 2023, arXiv:2302.06675, Program 3. Deviation: none; "/" is protected, so epsilon is 1e-8.
 */
import { rate } from "./hyperparameters.ts";
import { defineOptimizer } from "./optimizer.ts";

/** AdamW as the search's seed; `lr` multiplies the rate 0.001 inside the program. */
export const paperAdamwSeed = defineOptimizer({
  name: "paper-adamw-seed",
  title: "AdamW seed",
  summary: "The program from which the search for Lion started: AdamW without bias correction.",
  conventions: {
    paper: {
      program: `
def train(w, g, m, v, lr):
  g2 = square(g)
  m = interp(g, m, 0.9)
  v = interp(g2, v, 0.999)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  wd = w * 0.01
  update = update + wd
  lr = lr * 0.001
  update = update * lr
  return update, m, v
`,
      hyperparameters: { lr: rate(1, "schedule value: multiplies the rate 0.001 inside the program") },
      source: "Chen et al. 2023, arXiv:2302.06675, Program 3",
      deviation: "none",
    },
  },
  claims: { stateSlots: 2, invariantToGradientScale: true },
});
