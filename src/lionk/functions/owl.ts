import { countOf } from "../../program/tensor-functions.ts";
import { normWithDual, signOf } from "../elementwise.ts";
import { type KFunction, oneEach, wrongValue } from "../k-function.ts";
import { shareOfTensor } from "../training-form.ts";
import { byMagnitude } from "../vectors.ts";

/** owl: the ordered weighted l1 norm. */
export const owl: KFunction = {
  name: "owl",
  formula: "sum w_i |m|_(i), |m|_(1) the largest",
  conjugateFormula: "0 where the sums of the largest |z| stay below those of w",
  effect: "signed permutahedron of w / lambda",
  source: "Bogdan et al. 2015, arXiv:1407.3824 (sorted l1)",
  parameters: { weights: { kind: "list", about: "weights from the largest magnitude down, falling", min: 0 } },

  smooth: false,
  homogeneous: true,
  even: true,
  training: {
    program: [
      "chosen = min(sign(abs(c) - kth_largest(abs(c), share)) + 1, 1)",
      "pull = sign(c) * (rest + (1 - rest) * chosen)",
    ],
    hyperparameters: {
      share: shareOfTensor,
      rest: { kind: "number", about: "weight of all but that share", default: 0.5, min: 0, max: 1 },
    },
    values: ({ share, rest }, shape) => ({
      weights: Array.from({ length: shape.size }, (_, rank) => (rank < countOf(shape, share!) ? 1 : rest!)),
    }),
  },
  bind: ({ weights }, shape) => {
    const w = oneEach("owl", "weights", weights, shape);
    if (w.some((value, i) => i > 0 && value > w[i - 1]!) || w[0] === 0) {
      throw wrongValue("owl", "weights", "a list that never rises and begins above 0", weights);
    }
    return normWithDual({
      value: (m) => byMagnitude(m).reduce((sum, i, rank) => sum + w[rank]! * Math.abs(m[i]!), 0),
      gradient: (m) => {
        const y = new Float64Array(m.length);
        for (const [rank, i] of byMagnitude(m).entries()) y[i] = w[rank]! * signOf(m[i]!);
        return y;
      },
      dual: (z) => {
        let [most, sum, bound] = [0, 0, 0];
        for (const [rank, i] of byMagnitude(z).entries()) {
          sum += Math.abs(z[i]!);
          bound += w[rank]!;
          most = Math.max(most, sum / bound);
        }
        return most;
      },
    });
  },
};
