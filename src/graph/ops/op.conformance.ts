/**
 * The laws of `op.ts` as checks that run over any op: tests call them for every op of the list, on every device.
 *
 * Samples are rounded to float32 first, so that a session starts from the numbers that `evaluate` sees.
 */
import { gradients } from "../../autodiff/gradients.ts";
import { sizeOf, type Tensor } from "../../core/tensor.ts";
import { type Builder, createBuilder } from "../builder.ts";
import { evaluateGraph } from "../evaluate-graph.ts";
import type { Graph, Value } from "../graph.ts";
import type { Op, OpSample } from "./op.ts";
import { spread } from "./samples.ts";

/** Tensors by name. */
export type Feeds = { readonly [name: string]: Tensor };

/** One graph over samples of an op: results `y0…`, and gradients `g0.0…` of a weighted sum of each result. */
export interface OpCase {
  readonly graph: Graph;
  readonly feeds: Feeds;
  readonly expected: Feeds;
}

/** Samples of an op with float data rounded to float32. */
export function roundedSamples(op: Op): readonly OpSample[] {
  return op.samples.map((sample) => ({ ...sample, inputs: sample.inputs.map(rounded) }));
}

/** All samples that a session is to agree on, forward and backward, as one graph. `rewrite` as in `createBuilder`. */
export function opCase(op: Op, { rewrite }: { rewrite: boolean }): OpCase {
  const b = createBuilder({ rewrite });
  const feeds: Record<string, Tensor> = {};
  const outputs: Record<string, Value> = {};
  for (const [i, sample] of roundedSamples(op).entries()) {
    if (sample.skip?.session) continue;
    const inputs = sample.inputs.map((tensor, k) => {
      feeds[`x${i}.${k}`] = tensor;
      return b.input(`x${i}.${k}`, { dtype: tensor.dtype, shape: tensor.shape });
    });
    const y = b.apply(op.name, inputs, sample.attrs);
    outputs[`y${i}`] = y;
    for (const [k, g] of sampleGradients(b, op, { y, inputs })) outputs[`g${i}.${k}`] = g;
  }
  const graph = b.build(outputs);
  return { graph, feeds, expected: evaluateGraph(graph, feeds) };
}

/** Gradients of the weighted sum of a result, with the number of the operand each belongs to. */
function sampleGradients(
  b: Builder,
  op: Op,
  { y, inputs }: { y: Value; inputs: readonly Value[] },
): readonly (readonly [number, Value])[] {
  const wanted = inputs.flatMap((input, k) => (input.dtype === "float" ? [k] : []));
  if (!op.gradient || y.dtype !== "float" || wanted.length === 0) return [];
  const loss = b.sum(b.mul(y, b.constant(weights(y.shape))));
  const found = gradients(
    b,
    loss,
    wanted.map((k) => inputs[k]!),
  );
  return wanted.map((k, i) => [k, found[i]!]);
}

/** Central differences of the weighted sum of an op's result with respect to operand k. */
export function centralDifferences(op: Op, sample: OpSample, k: number): Float64Array {
  const step = 1e-5;
  const x = sample.inputs[k]!;
  return Float64Array.from(x.data, (_, i) => (shifted(i, step) - shifted(i, -step)) / (2 * step));

  function shifted(i: number, by: number): number {
    const data = Float64Array.from(x.data);
    data[i]! += by;
    const inputs = sample.inputs.map((input, n) => (n === k ? { ...x, data } : input));
    const y = op.evaluate(inputs, sample.attrs ?? {});
    const weight = weights(y.shape).data;
    return Array.from(y.data).reduce((sum, value, n) => sum + value * weight[n]!, 0);
  }
}

/** Largest |a - b| / max(1, |b|) of two tensors; infinite where one is NaN and the other is not, or sizes differ. */
export function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < b.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (Object.is(x, y) || x === y) continue;
    const difference = Math.abs(x - y) / Math.max(1, Math.abs(y));
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }
  return largest;
}

function weights(shape: readonly number[]): Tensor {
  return rounded(spread(shape, 0.5, 1.5 + 1 / (1 + sizeOf(shape))));
}

function rounded(tensor: Tensor): Tensor {
  return tensor.dtype === "float" ? { ...tensor, data: Float64Array.from(tensor.data, Math.fround) } : tensor;
}
