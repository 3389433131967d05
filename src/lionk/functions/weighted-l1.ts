import { largest } from "../../core/extremes.ts";
import { normWithDual, signOf } from "../elementwise.ts";
import { type KFunction, oneEach } from "../k-function.ts";
import { sumOf } from "../vectors.ts";

/** weighted-l1: magnitudes with weights. */
export const weightedL1: KFunction = {
  name: "weighted-l1",
  formula: "sum w_i |m_i|",
  conjugateFormula: "0 where |z_i| <= w_i",
  effect: "a box of its own for each coordinate: |x_i| <= w_i / lambda",
  source: "weighted norms",
  parameters: { weights: { kind: "list", about: "half the width of each coordinate's box", min: 0, minOpen: true } },

  smooth: false,
  homogeneous: true,
  even: true,
  training: {
    rate: 3e-3,
    program: ["pull = sign(c) / sqrt(columns(c))"],
    hyperparameters: {},
    values: (_, { size, columns = 1 }) => ({ weights: Array.from({ length: size }, () => columns ** -0.5) }),
  },
  bind: ({ weights }, shape) => {
    const w = oneEach("weighted-l1", "weights", weights, shape);
    return normWithDual({
      value: (m) => sumOf(m, (value, i) => w[i]! * Math.abs(value)),
      gradient: (m) => m.map((value, i) => w[i]! * signOf(value)),
      dual: (z) => largest(Array.from(z, (value, i) => Math.abs(value) / w[i]!)),
    });
  },
};
