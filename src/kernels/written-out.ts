/** Ops that have no instruction, written out by others that have one. */

import type { Tensor } from "../core/tensor.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Attrs, Graph, Value } from "../graph/graph.ts";
import { axisOf, reducedShape } from "../graph/ops/axes.ts";

/** What stands for each of them. */
const forms = { crossEntropy, erf, maxPool, maxPoolGradient };

/** Name of an op that is written out. */
export type WrittenOut = keyof typeof forms;

/** Whether an op is written out. */
export function isWrittenOut(op: string): op is WrittenOut {
  return Object.hasOwn(forms, op);
}

/** The graph with such ops written out; gradients share the parts of -sum(t log softmax(x)). */
export function writtenOut(graph: Graph): Graph {
  if (!graph.nodes.some(({ op }) => isWrittenOut(op))) return graph;
  const b = createBuilder({ rewrite: false });
  const renewed = new Map<Value, Value>();
  for (const value of graph.nodes) {
    const { op, attrs, dtype, shape } = value;
    const inputs = value.inputs.map((input) => renewed.get(input)!);
    const input = (): Value => b.input(attrs.name as string, { dtype, shape });
    if (isWrittenOut(op)) renewed.set(value, forms[op](b, inputs, attrs));
    else if (op === "input") renewed.set(value, input());
    else if (op === "constant") renewed.set(value, b.constant(attrs.value as Tensor));
    else renewed.set(value, b.apply(op, inputs, attrs));
  }
  return b.build(Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, renewed.get(value)!])));
}

function crossEntropy(b: Builder, [x, y]: readonly Value[], attrs: Attrs): Value {
  const axis = attrs.axis as number;
  return b.neg(b.sum(b.mul(y!, b.logSoftmax(x!, { axis })), { axes: [axis] }));
}

/**
 * sign(x) (1 - (1 + a1 |x| + … + a6 |x|^6)^-16), within 3e-7. Source: Abramowitz & Stegun 1964, 7.1.28.
 */
function erf(b: Builder, [x]: readonly Value[]): Value {
  const size = b.minimum(b.abs(x!), b.scalar(6)); // where it is 1 in float32
  const [first, ...rest] = [0.0000430638, 0.0002765672, 0.0001520143, 0.0092705272, 0.0422820123, 0.0705230784];
  const sum = rest.reduce((inner, a) => b.add(b.mul(inner, size), b.scalar(a)), b.scalar(first!));
  const base = b.add(b.mul(sum, size), b.scalar(1));
  const power = [1, 2, 3, 4].reduce((value) => b.square(value), base);
  return b.mul(b.sign(x!), b.sub(b.scalar(1), b.reciprocal(power)));
}

function maxPool(b: Builder, [x]: readonly Value[], attrs: Attrs): Value {
  return b.reduceMax(x!, { axes: [attrs.axis as number] });
}

/** Each element takes the gradient if it is one of the largest, and leaves the rest to those after it. */
function maxPoolGradient(b: Builder, [x, y, g]: readonly Value[], attrs: Attrs): Value {
  const axis = axisOf("maxPoolGradient", attrs.axis as number, x!.shape);
  const shape = reducedShape(x!.shape, [axis], true);
  const largest = b.reshape(y!, { shape });
  let left = b.reshape(g!, { shape });
  const taken = Array.from({ length: x!.shape[axis]! - 1 }, (_, k) => {
    const is = b.equal(b.slice(x!, { axis, start: k, end: k + 1 }), largest);
    const own = b.where(is, left, b.scalar(0));
    left = b.where(is, b.scalar(0), left);
    return own;
  });
  return b.concat([...taken, left], { axis });
}
