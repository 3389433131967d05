import { LabError } from "../../core/errors.ts";
import { showShape } from "../../core/tensor.ts";
import { fromTransformedWeights, toProducts, transformedInputs } from "../winograd/emit.ts";
import { type Convolve3Attrs, weightGradient } from "./convolve3.ts";
import { defineOp, type Op } from "./op.ts";
import { writeProduct } from "./product.ts";
import { spread } from "./samples.ts";

const rowByRow = Array.from({ length: 16 }, (_, n) => n);
const order = { side: 4, inputs: rowByRow, outputs: [...rowByRow].reverse() };

/**
 * convolve3Weights: gradient of the weights of `convolve3`.
 *   y[o, i, t] = sum over positions p and examples b of x[p + t, b, i] g[p, b, o]
 * x: float [positions, batch, in], the input; g: float [positions, batch, out], the gradient of its result; y: [out, in, 3, 3].
 * Errors: `convolve3-shapes`. Source: the adjoint of F(4×4, 3×3), Lavin & Gray 2015, arXiv:1509.09308.
 */
export const convolve3Weights: Op<["x", "g"], Convolve3Attrs> = defineOp<["x", "g"], Convolve3Attrs>({
  name: "convolve3Weights",
  inputs: { x: "float", g: "float" },
  result: ([x, g]) => {
    const [positions = -1, batch = -1, into = -1] = x!.shape;
    const [positionsG, batchG, out = -1] = g!.shape;
    if (x!.shape.length !== 3 || g!.shape.length !== 3 || positions !== positionsG || batch !== batchG) {
      throw new LabError(
        "convolve3-shapes",
        `convolve3Weights needs two maps of the same positions and batch, but got ${showShape(x!.shape)} and ${showShape(g!.shape)}.`,
      );
    }
    return { dtype: "float", shape: [out, into, 3, 3] };
  },
  evaluate: ([x, g], attrs) => weightGradient(x!, g!, attrs),
  onnx: (m, [x, g], { side, inputs, outputs }, { inputs: [xType, gType] }) => {
    const [, batch, into] = xType!.shape as [number, number, number];
    const out = gType!.shape[2]!;
    const values = transformedInputs(m, { name: x!, batch, channels: into }, { side, order: inputs });
    const products = toProducts(m, { name: g!, batch, channels: out }, { side, order: outputs });
    const [left, right] = [
      { name: products, rank: 3, turned: true },
      { name: values, rank: 3, turned: false },
    ];
    const sums = writeProduct(m, left, right);
    return fromTransformedWeights(m, sums, { out, into });
  },
  rounding: { largest: 5e-5, why: "The transforms of F(4×4, 3×3) add numbers several times as large as their result." },
  samples: [{ inputs: [spread([16, 3, 2]), spread([16, 3, 4])], attrs: order }],
  rejects: [{ inputs: [spread([16, 3, 2]), spread([16, 2, 4])], attrs: order, code: "convolve3-shapes" }],
});
