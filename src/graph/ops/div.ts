import { type BinaryOp, binarySamples, defineBinary } from "./elementwise.ts";

/**
 * div: the quotient, elementwise with broadcasting.
 *   y = a / b;  dy/da = 1 / b;  dy/db = -y / b
 * a, b: float, shapes that broadcast; y: their common shape.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Div.
 */
export const div: BinaryOp = defineBinary({
  name: "div",
  kind: "float",
  of: (a, b) => a / b,
  sides: [(b, { inputs, g }) => b.div(g, inputs[1]!), (b, { inputs, y, g }) => b.neg(b.mul(g, b.div(y, inputs[1]!)))],
  onnx: "Div",
  samples: binarySamples(0.5, 2),
});
