import { type BinaryOp, binarySamples, defineBinary } from "./elementwise.ts";

/**
 * pow: the power, elementwise with broadcasting.
 *   y = a^b;  dy/da = b a^(b - 1);  dy/db = y ln a
 * a, b: float, shapes that broadcast; y: their common shape. A negative base needs a whole exponent.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Pow.
 */
export const pow: BinaryOp = defineBinary({
  name: "pow",
  kind: "float",
  of: (a, b) => a ** b,
  sides: [
    (b, { inputs: [x, n], g }) => b.mul(g, b.mul(n!, b.pow(x!, b.sub(n!, b.scalar(1))))),
    (b, { inputs: [x], y, g }) => b.mul(g, b.mul(y, b.log(x!))),
  ],
  onnx: "Pow",
  samples: binarySamples(0.5, 2),
});
