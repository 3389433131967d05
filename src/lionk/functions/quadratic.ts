import { separable } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";

/** quadratic: half the square of the Euclidean norm. Its Lion-K is Polyak's or Nesterov's momentum. */
export const quadratic: KFunction = {
  name: "quadratic",
  formula: "|m|_2^2 / 2",
  conjugateFormula: "|z|_2^2 / 2",
  effect: "ridge: + lambda |x|_2^2 / 2; momentum descent",
  source: "Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, table 2",
  parameters: {},

  smooth: true,
  homogeneous: false,
  even: true,
  training: { rate: 0.1, program: ["pull = c"] },
  bind: () =>
    separable({
      value: (m) => m ** 2 / 2,
      slope: (m) => m,
      conjugate: (z) => z ** 2 / 2,
      conjugateSlope: (z) => z,
      domain: Number.POSITIVE_INFINITY,
    }),
};
