import { borderTolerance, type KFunction } from "../k-function.ts";
import { momentumScale } from "../training-form.ts";
import { norm2, scaled } from "../vectors.ts";

/** smooth-l2: the Euclidean norm with a rounded tip. */
export const smoothL2: KFunction = {
  name: "smooth-l2",
  formula: "sqrt(|m|_2^2 + e^2) - e",
  conjugateFormula: "e (1 - sqrt(1 - |z|_2^2)) where |z|_2 <= 1",
  effect: "soft ball: l2 as e falls to 0",
  source: "smoothed Euclidean norm",
  parameters: { e: { kind: "number", about: "how far the tip is rounded", default: 0.1, min: 0, minOpen: true } },

  smooth: true,
  homogeneous: false,
  even: true,
  training: {
    rate: 0.02,
    program: ["size = max(norm(c), e)", "pull = c / size / sqrt(square(norm(c) / size) + square(e / size))"],
    hyperparameters: momentumScale,
  },
  bind: (values) => {
    const e = values.e as number;
    return {
      value: (m) => norm2(m) ** 2 / (Math.hypot(norm2(m), e) + e),
      gradient: (m) => scaled(1 / Math.hypot(norm2(m), e), m),
      conjugate: (z, tolerance = borderTolerance) =>
        norm2(z) > 1 + tolerance ? Number.POSITIVE_INFINITY : e * (1 - Math.sqrt(Math.max(0, 1 - norm2(z) ** 2))),
      conjugateGradient: (z) => scaled(e / Math.sqrt(1 - norm2(z) ** 2), z),
      distance: (z) => Math.max(0, norm2(z) - 1),
    };
  },
};
