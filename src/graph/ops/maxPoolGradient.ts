import { LabError } from "../../core/errors.ts";
import { sameShape, showShape, type Tensor, zeros } from "../../core/tensor.ts";
import { around, axisOf, reducedShape } from "./axes.ts";
import { type MaxPoolAttrs, maxPool, pooledShape, slicesOf, withTies } from "./maxPool.ts";
import { defineOp, type OnnxEmitter, type Op, type OpSample } from "./op.ts";
import { spread } from "./samples.ts";
import { stackAlongAxis } from "./stacked.ts";

/**
 * maxPoolGradient: hands each window's gradient to its first largest element.
 *   z[.., i, ..] = g at the first i with x[.., i, ..] = y, else 0
 * x: float, any shape; y, g: float, of its shape without the axis, y being `maxPool` of x; z: the shape of x. A window with NaN gives its
 * last element the gradient. Not differentiable here. Errors: `axis-out-of-range`, `max-pool-shapes`.
 * Source: the gradient of MaxPool in PyTorch.
 */
export const maxPoolGradient: Op<["x", "y", "g"], MaxPoolAttrs> = defineOp<["x", "y", "g"], MaxPoolAttrs>({
  name: "maxPoolGradient",
  inputs: { x: "float", y: "float", g: "float" },
  result: ([x, y, g], attrs) => {
    const pooled = pooledShape(x!, attrs);
    if (!sameShape(y!.shape, pooled) || !sameShape(g!.shape, pooled)) {
      throw new LabError(
        "max-pool-shapes",
        `maxPoolGradient needs y and g of shape ${showShape(pooled)}, but got ${showShape(y!.shape)} and ${showShape(g!.shape)}.`,
      );
    }
    return { dtype: "float", shape: x!.shape };
  },
  evaluate: ([x, y, g], { axis }) => {
    const { extent, inner } = around(x!.shape, axisOf("maxPoolGradient", axis, x!.shape));
    const z = zeros("float", x!.shape);
    for (const [n, value] of g!.data.entries()) {
      const first = Math.floor(n / inner) * extent * inner + (n % inner);
      let k = 0;
      while (k < extent - 1 && x!.data[first + k * inner] !== y!.data[n]) k++;
      z.data[first + k * inner] = value;
    }
    return z;
  },
  stack: stackAlongAxis("maxPoolGradient"),
  onnx: (m, [x, y, g], attrs, { inputs: [type] }) => {
    const axis = axisOf("maxPoolGradient", attrs.axis, type!.shape);
    const shape = m.int64(reducedShape(type!.shape, [axis], true));
    const window = { x: x!, axis, extent: type!.shape[axis]! };
    const [largest, whole] = [m.node("Reshape", [y!, shape]), m.node("Reshape", [g!, shape])];
    return m.hasBool ? byMasks(m, window, { largest, whole }) : byRemainders(m, window, { largest, whole });
  },
  samples: [
    sampleOf(spread([4, 3]), { axis: 0 }),
    sampleOf(spread([2, 4, 3]), { axis: -2 }),
    sampleOf(spread([1, 3]), { axis: 0 }),
    ...withTies({}).map(({ inputs: [x], attrs }) => sampleOf(x!, attrs as MaxPoolAttrs)),
  ],
  rejects: [
    { inputs: [spread([2, 3]), spread([2]), spread([2])], attrs: { axis: 0 }, code: "max-pool-shapes" },
    { inputs: [spread([3]), spread([]), spread([])], attrs: { axis: 1 }, code: "axis-out-of-range" },
  ],
});

/** Windows as an operand to be written: its name, the axis of their elements, and how many they are. */
interface Windows {
  readonly x: string;
  readonly axis: number;
  readonly extent: number;
}

/** The largest of each window and its gradient, with the axis at extent 1. */
interface Pooled {
  readonly largest: string;
  readonly whole: string;
}

/** Finds the first of the largest among bits, a quarter of the memory of numbers: where "one was seen" begins. */
function byMasks(m: OnnxEmitter, { x, axis, extent }: Windows, { largest, whole }: Pooled): string {
  const is = slicesOf(m, m.node("Equal", [x, largest]), { axis, extent });
  let seen = is[0]!;
  const first = [seen];
  for (const bits of is.slice(1, -1)) {
    const now = m.node("Or", [seen, bits]);
    first.push(m.node("Xor", [now, seen]));
    seen = now;
  }
  if (extent === 1) return whole;
  const mask = m.node("Concat", [...first, m.node("Not", [seen])], { axis });
  return m.node("Mul", [m.node("Cast", [mask], { to: floatElement }), whole]);
}

/** Each element takes the gradient if it is one of the largest, and leaves the rest to those after it: numbers alone. */
function byRemainders(m: OnnxEmitter, { x, axis, extent }: Windows, { largest, whole }: Pooled): string {
  let left = whole;
  const parts = slicesOf(m, x, { axis, extent }).slice(0, -1);
  const taken = parts.map((part) => {
    const is = m.node("Cast", [m.node("Equal", [part, largest])], { to: floatElement });
    const own = m.node("Mul", [left, is]);
    left = m.node("Sub", [left, own]);
    return own;
  });
  return m.node("Concat", [...taken, left], { axis });
}

/** ONNX's number for float32. */
const floatElement = 1;

function sampleOf(x: Tensor, attrs: MaxPoolAttrs): OpSample {
  const y = maxPool.evaluate([x], attrs);
  return { inputs: [x, y, spread(y.shape, 1, 2)], attrs };
}
