import { countOf } from "../../program/tensor-functions.ts";
import { normWithDual, signOf } from "../elementwise.ts";
import { type KFunction, wrongValue } from "../k-function.ts";
import { shareOfTensor } from "../training-form.ts";
import { byMagnitude, norm1, normMax } from "../vectors.ts";

/** top-k: the k largest magnitudes; l1 where k is the size, linf where it is 1. */
export const topK: KFunction = {
  name: "top-k",
  formula: "sum of the k largest |m_i|",
  conjugateFormula: "0 where |z|_inf <= 1 and |z|_1 <= k",
  effect: "box and l1 ball: |x_i| <= 1 / lambda, |x|_1 <= k / lambda",
  source: "Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, table 2",
  parameters: { k: { kind: "number", about: "how many coordinates", min: 1, whole: true } },

  smooth: false,
  homogeneous: true,
  even: true,
  training: {
    rate: 3e-4,
    program: ["chosen = min(sign(abs(c) - kth_largest(abs(c), share)) + 1, 1)", "pull = sign(c) * chosen"],
    hyperparameters: { share: shareOfTensor },
    values: ({ share }, shape) => ({ k: countOf(shape, share!) }),
  },
  bind: ({ k }, { size }) => {
    const count = k as number;
    if (count > size) throw wrongValue("top-k", "k", `at most the ${size} coordinates of x`, k);
    const chosen = (m: Float64Array) => byMagnitude(m).slice(0, count);
    return normWithDual({
      value: (m) => chosen(m).reduce((sum, i) => sum + Math.abs(m[i]!), 0),
      gradient: (m) => {
        const y = new Float64Array(m.length);
        for (const i of chosen(m)) y[i] = signOf(m[i]!);
        return y;
      },
      dual: (z) => Math.max(normMax(z), norm1(z) / count),
    });
  },
};
