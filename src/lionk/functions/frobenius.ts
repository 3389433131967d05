import { tiny } from "../../program/norms.ts";
import type { KFunction } from "../k-function.ts";
import { l2 } from "./l2.ts";

/** frobenius: the Euclidean norm of a matrix. */
export const frobenius: KFunction = {
  name: "frobenius",
  formula: "|M|_F",
  conjugateFormula: "0 where |Z|_F <= 1",
  effect: "Frobenius ball: |X|_F <= 1 / lambda",
  source: "the Euclidean norm of a matrix",
  parameters: {},
  ofMatrix: true,
  smooth: false,
  homogeneous: true,
  even: true,
  training: { rate: 0.02, program: [`pull = c / max(norm(c), ${tiny})`] },
  bind: l2.bind,
};
