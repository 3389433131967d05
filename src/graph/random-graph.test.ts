import fc from "fast-check";
import { expect, test } from "vitest";
import { gradients } from "../autodiff/gradients.ts";
import { lowerGraph } from "../onnx/lower.ts";
import { openSession } from "../onnx/session.ts";
import { type Builder, createBuilder } from "./builder.ts";
import { evaluateGraph } from "./evaluate-graph.ts";
import type { Graph, Value } from "./graph.ts";
import { relativeDifference } from "./ops/op.conformance.ts";
import { spread } from "./ops/samples.ts";
import { parseGraph } from "./parse-graph.ts";
import { printGraph } from "./text.ts";
import { verifyGraph } from "./verify.ts";

/** Steps from a value of shape [2, 3] to another, all smooth; `y` is an earlier value of the same shape. */
const steps: readonly ((b: Builder, x: Value, y: Value) => Value)[] = [
  (b, x, y) => b.add(x, y),
  (b, x, y) => b.sub(y, b.mul(x, b.scalar(1))),
  (b, x, y) => b.mul(x, b.tanh(y)),
  (b, x, y) => b.div(x, b.add(b.square(y), b.scalar(1))),
  (b, x) => b.neg(b.mul(x, b.scalar(0.5))),
  (b, x) => b.sin(b.add(x, b.scalar(0))),
  (b, x) => b.reshape(b.transpose(b.reshape(x, { shape: [3, 2] }), { perm: [1, 0] }), { shape: [2, 3] }),
  (b, x) => b.add(x, b.broadcastTo(b.mean(x, { axes: [0], keepDims: true }), { shape: [2, 3] })),
  (b, x) => b.mul(b.reshape(b.sum(x, { axes: [1] }), { shape: [2, 1] }), x),
  (b, x, y) => b.matmul(b.matmul(x, y, { transB: true }), b.softmax(x)),
  (b, x, y) => b.slice(b.concat([x, y], { axis: 1 }), { axis: 1, start: 2, end: 5 }),
  (b, x) => b.gatherSum(x, { axis: 1, table: [1, 2, 0, -1, 0, 0], shape: [2, 3] }),
  (b, x) => b.mul(b.scalar(-1), b.logSoftmax(x, { axis: 0 })),
];

const recipes = fc.array(fc.record({ step: fc.nat(steps.length - 1), other: fc.nat(20) }), {
  minLength: 1,
  maxLength: 6,
});

test("rewriting keeps values and gradients, and every graph verifies and prints", () => {
  fc.assert(
    fc.property(recipes, (recipe) => {
      const plain = lossAndGradient(recipe, false);
      const rewritten = lossAndGradient(recipe, true);
      for (const graph of [plain, rewritten]) {
        expect(verifyGraph(graph)).toEqual([]);
        expect(printGraph(parseGraph(printGraph(graph)))).toBe(printGraph(graph));
      }
      expect(rewritten.nodes.length).toBeLessThanOrEqual(plain.nodes.length);
      const [expected, found] = [plain, rewritten].map((graph) => evaluateGraph(graph, feeds));
      expect(relativeDifference(found!.loss!.data, expected!.loss!.data)).toBeLessThan(1e-12);
      expect(relativeDifference(found!.dx!.data, expected!.dx!.data)).toBeLessThan(1e-12);
    }),
    { numRuns: 80, seed: 7 },
  );
});

test("gradients of any composition equal central differences", () => {
  fc.assert(
    fc.property(recipes, (recipe) => {
      const graph = lossAndGradient(recipe, true);
      const numeric = Float64Array.from(
        feeds.x.data,
        (_, i) => (lossAt(graph, i, 1e-5) - lossAt(graph, i, -1e-5)) / 2e-5,
      );
      expect(relativeDifference(evaluateGraph(graph, feeds).dx!.data, numeric)).toBeLessThan(1e-5);
    }),
    { numRuns: 80, seed: 7 },
  );
});

test("sessions agree with the oracle on any composition", async () => {
  for (const recipe of fc.sample(recipes, { numRuns: 25, seed: 1 })) {
    const graph = lossAndGradient(recipe, true);
    const session = await openSession(lowerGraph(graph, { name: "random" }));
    const found = await session.run(feeds);
    await session.close();
    const expected = evaluateGraph(graph, feeds);
    expect(relativeDifference(found.dx!.data, expected.dx!.data)).toBeLessThan(1e-4);
  }
});

const feeds = { x: spread([2, 3], -1, 1) };

/** A graph with a scalar loss and its gradient with respect to the only input. */
function lossAndGradient(recipe: readonly { step: number; other: number }[], rewrite: boolean): Graph {
  const b = createBuilder({ rewrite });
  const x = b.input("x", { dtype: "float", shape: [2, 3] });
  const values = [x];
  for (const { step, other } of recipe) {
    values.push(steps[step]!(b, values.at(-1)!, values[other % values.length]!));
  }
  const loss = b.mean(b.tanh(b.mul(values.at(-1)!, b.constant(spread([2, 3], 0.2, 0.6)))));
  return b.build({ loss, dx: gradients(b, loss, [x])[0]! });
}

function lossAt(graph: Graph, i: number, by: number): number {
  const data = Float64Array.from(feeds.x.data);
  data[i]! += by;
  return evaluateGraph(graph, { x: { ...feeds.x, data } }).loss!.data[0]!;
}
