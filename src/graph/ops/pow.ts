import { type BinaryOp, binarySamples, defineBinary } from "./elementwise.ts";

/**
 * pow: the power, elementwise with broadcasting.
 *   y = a^b;  dy/da = b a^(b - 1), zero where b = 0;  dy/db = y ln a, zero where a = 0 and b >= 0
 * a, b: float, shapes that broadcast; y: their common shape. A negative base needs a whole exponent.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Pow.
 */
export const pow: BinaryOp = defineBinary({
  name: "pow",
  kind: "float",
  of: (a, b) => a ** b,
  sides: [
    (b, { inputs: [x, n], g }) => {
      const slope = b.mul(n!, b.pow(x!, b.sub(n!, b.scalar(1))));
      return b.mul(g, b.where(b.equal(n!, b.scalar(0)), b.scalar(0), slope));
    },
    (b, { inputs: [x, n], y, g }) => {
      const slope = b.mul(y, b.log(x!));
      const atZero = b.where(b.less(n!, b.scalar(0)), slope, b.scalar(0));
      return b.mul(g, b.where(b.equal(x!, b.scalar(0)), atZero, slope));
    },
  ],
  onnx: "Pow",
  samples: binarySamples(0.5, 2),
});
