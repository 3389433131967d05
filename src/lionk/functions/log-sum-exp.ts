import { borderTolerance, type KFunction } from "../k-function.ts";
import { distanceToSimplex } from "../simplex-distance.ts";
import { sumOf } from "../vectors.ts";

/** log-sum-exp: a smooth maximum. */
export const logSumExp: KFunction = {
  name: "log-sum-exp",
  formula: "tau ln sum exp(m_i / tau)",
  conjugateFormula: "tau sum z_i ln z_i on the simplex",
  effect: "simplex with an entropy: x >= 0, sum x = 1 / lambda",
  source: "softmax; negative entropy as its conjugate",
  parameters: { tau: { kind: "number", about: "temperature", default: 0.1, min: 0, minOpen: true } },

  smooth: true,
  homogeneous: false,
  even: false,
  training: {
    rate: 0.01,
    program: ["shares = exp((c - tensor_max(c)) / tau)", "pull = shares / tensor_sum(shares)"],
    hyperparameters: { tau: { kind: "number", about: "temperature", default: 1e-3, min: 0, minOpen: true } },
  },
  bind: (values) => {
    const tau = values.tau as number;
    const shifted = (m: Float64Array) => {
      const most = m.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const shares = m.map((value) => Math.exp((value - most) / tau));
      return { most, shares, total: sumOf(shares, (share) => share) };
    };
    return {
      value: (m) => {
        const { most, total } = shifted(m);
        return most + tau * Math.log(total);
      },
      gradient: (m) => {
        const { shares, total } = shifted(m);
        return shares.map((share) => share / total);
      },
      conjugate: (z, tolerance = borderTolerance) =>
        distanceToSimplex(z) > tolerance
          ? Number.POSITIVE_INFINITY
          : tau * sumOf(z, (share) => (share <= 0 ? 0 : share * Math.log(share))),
      conjugateGradient: (z) => z.map((share) => tau * (Math.log(share) + 1)),
      distance: distanceToSimplex,
    };
  },
};
