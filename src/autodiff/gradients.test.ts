import { expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { spread } from "../graph/ops/samples.ts";
import { verifyGraph } from "../graph/verify.ts";
import { gradients } from "./gradients.ts";

test("a value used twice gets the sum of its gradients", () => {
  const { dx } = derivative((b, x) => b.sum(b.add(b.mul(x, x), b.exp(x))));
  expectClose(dx, (x) => 2 * x + Math.exp(x));
});

test("a chain through shapes, products and softmax equals central differences", () => {
  const loss = (b: Builder, x: Value): Value => {
    const scores = b.matmul(b.reshape(x, { shape: [3, 2] }), b.transpose(x, { perm: [0, 1] }));
    const kept = b.slice(b.logSoftmax(scores, { axis: 0 }), { axis: 1, start: 1, end: 3 });
    return b.mean(b.mul(kept, b.tanh(b.broadcastTo(b.sum(x, { axes: [1] }), { shape: [3, 2] }))));
  };
  const { graph, dx } = derivative(loss);
  const numeric = central(graph);
  for (const [i, value] of numeric.entries()) expect(dx.data[i]).toBeCloseTo(value, 8);
});

test("second derivatives come from the same pass", () => {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [2, 3] });
  const [first] = gradients(b, b.sum(b.sin(x)), [x]);
  const [second] = gradients(b, b.sum(first!), [x]);
  expectClose(evaluateGraph(b.build({ second: second! }), { x: spread([2, 3]) }).second!, (v) => -Math.sin(v));
});

test("an intermediate value may be wanted, together with what it is made from", () => {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [2, 3] });
  const middle = b.square(x);
  const [dMiddle, dx] = gradients(b, b.sum(b.exp(middle)), [middle, x]);
  const found = evaluateGraph(b.build({ dMiddle: dMiddle!, dx: dx! }), { x: spread([2, 3]) });
  expectClose(found.dMiddle!, (v) => Math.exp(v * v));
  expectClose(found.dx!, (v) => 2 * v * Math.exp(v * v));
});

test("a view keeps its gradient where the loss reads it through another view", () => {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [6] });
  const view = b.reshape(x, { shape: [1, 2, 3] });
  const [g] = gradients(b, b.sum(b.square(b.reshape(view, { shape: [3, 2] }))), [view]);
  const found = evaluateGraph(b.build({ g: g! }), { x: spread([6]) });
  expectClose(found.g!, (v) => 2 * v);
});

test("what the loss does not depend on gets zeros of its shape", () => {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [2, 3] });
  const other = b.input("other", { dtype: "float", shape: [4] });
  const [g] = gradients(b, b.sum(x), [other]);
  expect(g!.shape).toEqual([4]);
  expect(Array.from(evaluateGraph(b.build({ g: g! }), {}).g!.data)).toEqual([0, 0, 0, 0]);
});

test("masks and labels pass no gradient but do not stop it elsewhere", () => {
  const { dx } = derivative((b, x) => b.sum(b.mul(x, b.cast(b.greater(x, b.scalar(0)), { to: "float" }))));
  expectClose(dx, (x) => Number(x > 0));
});

test("a path through an op without a gradient is refused by name, and only such a path", () => {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [4] });
  const index = b.input("index", { dtype: "int", shape: [2] });
  const picked = b.gather(x, index, { axis: 0 });
  const w = b.input("w", { dtype: "float", shape: [2] });
  const loss = b.sum(b.mul(w, picked));
  expect(() => gradients(b, loss, [w])).not.toThrow();
  expect(() => gradients(b, loss, [x])).toThrow(/gather/);
  expect(() => gradients(b, picked, [x])).toThrow(LabError);
});

function derivative(loss: (b: Builder, x: Value) => Value): { graph: Graph; dx: Tensor } {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [2, 3] });
  const value = loss(b, x);
  const graph = b.build({ loss: value, dx: gradients(b, value, [x])[0]! });
  expect(verifyGraph(graph)).toEqual([]);
  return { graph, dx: evaluateGraph(graph, { x: spread([2, 3]) }).dx! };
}

function central(graph: Graph): number[] {
  const x = spread([2, 3]);
  const at = (i: number, by: number): number => {
    const data = Float64Array.from(x.data);
    data[i]! += by;
    return evaluateGraph(graph, { x: { ...x, data } }).loss!.data[0]!;
  };
  return Array.from(x.data, (_, i) => (at(i, 1e-5) - at(i, -1e-5)) / 2e-5);
}

function expectClose(found: Tensor, expected: (x: number) => number): void {
  const x = spread([2, 3]).data;
  for (let i = 0; i < x.length; i++) expect(found.data[i]).toBeCloseTo(expected(x[i]!), 10);
}
