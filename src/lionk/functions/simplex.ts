import { borderTolerance, type KFunction } from "../k-function.ts";
import { distanceToSimplex } from "../simplex-distance.ts";

/** simplex: the largest coordinate. */
export const simplex: KFunction = {
  name: "simplex",
  formula: "max m_i",
  conjugateFormula: "0 on the simplex: z >= 0, sum z = 1",
  effect: "simplex: x >= 0, sum x = 1 / lambda",
  source: "support function of the simplex",
  parameters: {},

  smooth: false,
  homogeneous: true,
  even: false,
  training: { rate: 0.01, program: ["chosen = sign(c - tensor_max(c)) + 1", "pull = chosen / tensor_sum(chosen)"] },
  bind: () => ({
    value: (m) => m.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    gradient: (m) => {
      const at = m.reduce((best, value, i) => (value > m[best]! ? i : best), 0);
      return m.map((_, i) => Number(i === at));
    },
    conjugate: (z, tolerance = borderTolerance) => (distanceToSimplex(z) > tolerance ? Number.POSITIVE_INFINITY : 0),
    conjugateGradient: (z) => new Float64Array(z.length),
    distance: distanceToSimplex,
  }),
};
