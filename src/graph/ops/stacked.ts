/**
 * The usual ways to write an op for stacked values (`StackCall`): elementwise, along one axis, along several.
 *
 * Law: each slice of what they write holds the bits that the op gives for that slice alone, on a GPU; `stack.conformance.ts` checks it
 * for every sample of every op.
 */
import { type Shape, sizeOf, type TensorType } from "../../core/tensor.ts";
import type { Builder } from "../builder.ts";
import type { Value } from "../graph.ts";
import { axesOf } from "./axes.ts";
import type { StackCall } from "./op.ts";
import { fewRows, groupsOfRows, type ReduceAttrs } from "./reduce.ts";

/** Stacks an op whose operands broadcast: their own axes are brought to one number, and the slices stand before them. */
export function stackElementwise(name: string): (b: Builder, call: StackCall) => Value {
  return (b, { inputs, stacked, types, result, count, attrs }) => {
    const operands = inputs.map((input, i) => {
      const missing = result.shape.length - types[i]!.shape.length;
      if (!stacked[i] || missing <= 0) return input;
      return b.reshape(input, { shape: [count, ...new Array<number>(missing).fill(1), ...types[i]!.shape] });
    });
    return b.apply(name, operands, attrs);
  };
}

/** Stacks an op that works along the axis of its attribute: the same axis lies one further in. `last` is the axis of an absent attribute. */
export function stackAlongAxis(name: string, { last = -1 } = {}): (b: Builder, call: StackCall) => Value {
  return (b, call) => {
    const { axis = last } = call.attrs as { readonly axis?: number };
    return b.apply(name, allStacked(b, call), { ...call.attrs, axis: axis < 0 ? axis : axis + 1 });
  };
}

/** Stacks an op whose last axis is the one that it works along. */
export function stackRows(name: string): (b: Builder, call: StackCall) => Value {
  return (b, call) => b.apply(name, allStacked(b, call), call.attrs);
}

/** Every operand with the slices in front; one that is the same for all of them is repeated. */
export function allStacked(
  b: Builder,
  { inputs, stacked, types, count }: Pick<StackCall, "inputs" | "stacked" | "types" | "count">,
): readonly Value[] {
  return inputs.map((input, i) => (stacked[i] ? input : b.broadcastTo(input, { shape: [count, ...types[i]!.shape] })));
}

/** The axes of a reduction one further in. */
function innerAxes(name: string, { axes }: ReduceAttrs, { shape }: TensorType): readonly number[] {
  return axesOf(name, axes, shape).map((axis) => axis + 1);
}

/**
 * A GPU's reduction to at most so many results is made by groups of invocations, which add in another order than one invocation does, and
 * a larger group makes a single result. ONNX Runtime's WebGPU provider decides by the number of results, so a stack is reduced in parts
 * that stay on one side.
 */
const mostByGroups = 1024;

/** Stacks `sum` or `mean`, in the way in which `emitReduce` writes it for one slice. */
export function stackReduction(name: "sum" | "mean"): (b: Builder, call: StackCall<ReduceAttrs>) => Value {
  return (b, { inputs: [x], types: [type], result, count, attrs }) => {
    const axes = axesOf(name, attrs.axes, type!.shape);
    const shape: Shape = [count, ...result.shape];
    if (axes.length === 0) return x!;
    const few = fewRows(type!, axes);
    if (few !== null) {
      const flat = b.reshape(x!, { shape: [count, few.rows, few.columns] });
      const weight = name === "mean" ? 1 / few.rows : 1;
      const weights = { dtype: "float", shape: [1, few.rows], data: new Float64Array(few.rows).fill(weight) } as const;
      return b.reshape(b.matmul(b.constant(weights), flat), { shape });
    }
    const groups = groupsOfRows(type!, axes);
    if (groups !== null) {
      const grouped = b.reshape(x!, { shape: [count, ...groups] });
      const partial = inParts(b, grouped, {
        results: groups[0] * groups[2],
        reduce: (part) => b[name](part, { axes: [2] }),
      });
      const total = inParts(b, partial, { results: groups[2], reduce: (part) => b[name](part, { axes: [1] }) });
      return b.reshape(total, { shape });
    }
    const inner = { ...attrs, axes: innerAxes(name, attrs, type!) };
    return inParts(b, x!, { results: sizeOf(result.shape), reduce: (part) => b[name](part, inner) });
  };
}

/** Reduces slices together as far as the order of sums stays that of one; `results`: numbers that a slice is reduced to. */
function inParts(
  b: Builder,
  x: Value,
  { results, reduce }: { readonly results: number; readonly reduce: (part: Value) => Value },
): Value {
  const count = x.shape[0]!;
  const few = results === 1 ? 1 : Math.max(1, Math.floor(mostByGroups / results));
  const together = results > mostByGroups ? count : few;
  if (together >= count) return reduce(x);
  const starts = Array.from({ length: Math.ceil(count / together) }, (_, i) => i * together);
  const parts = starts.map((start) => reduce(b.slice(x, { axis: 0, start, end: Math.min(count, start + together) })));
  return b.concat(parts, { axis: 0 });
}

/** Stacks a reduction whose order does not matter. */
export function stackExtreme(name: "reduceMax"): (b: Builder, call: StackCall<ReduceAttrs>) => Value {
  return (b, { inputs: [x], types: [type], attrs }) => b[name](x!, { ...attrs, axes: innerAxes(name, attrs, type!) });
}
