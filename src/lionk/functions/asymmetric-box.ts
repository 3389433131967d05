import { borderTolerance, type KFunction, oneEach, wrongValue } from "../k-function.ts";
import { sumOf } from "../vectors.ts";

/** asymmetric-box: the support function of a box that need not be symmetric. */
export const asymmetricBox: KFunction = {
  name: "asymmetric-box",
  formula: "sum max(l_i m_i, u_i m_i)",
  conjugateFormula: "0 where l_i <= z_i <= u_i",
  effect: "box: l_i / lambda <= x_i <= u_i / lambda",
  source: "support function of a box",
  parameters: {
    lower: { kind: "list", about: "lower bounds l of lambda x" },
    upper: { kind: "list", about: "upper bounds u of lambda x" },
  },

  smooth: false,
  homogeneous: true,
  even: false,
  training: {
    program: ["pull = upper * max(sign(c), 0) + lower * max(-sign(c), 0)"],
    hyperparameters: {
      lower: { kind: "number", about: "lower bound of lambda w", default: -0.5, max: 0 },
      upper: { kind: "number", about: "upper bound of lambda w", default: 1, min: 0 },
    },
    values: ({ lower, upper }, { size }) => ({
      lower: Array.from({ length: size }, () => lower!),
      upper: Array.from({ length: size }, () => upper!),
    }),
  },
  bind: ({ lower, upper }, shape) => {
    const l = oneEach("asymmetric-box", "lower", lower, shape);
    const u = oneEach("asymmetric-box", "upper", upper, shape);
    if (l.some((low, i) => low > u[i]!)) throw wrongValue("asymmetric-box", "lower", "nowhere above upper", lower);
    const beyond = (z: Float64Array): number =>
      z.reduce((most, value, i) => Math.max(most, value - u[i]!, l[i]! - value), 0);
    return {
      value: (m) => sumOf(m, (value, i) => Math.max(l[i]! * value, u[i]! * value)),
      gradient: (m) =>
        m.map((value, i) => (value > 0 ? u[i]! : value < 0 ? l[i]! : Math.min(u[i]!, Math.max(l[i]!, 0)))),
      conjugate: (z, tolerance = borderTolerance) => (beyond(z) > tolerance ? Number.POSITIVE_INFINITY : 0),
      conjugateGradient: (z) => new Float64Array(z.length),
      distance: beyond,
    };
  },
};
