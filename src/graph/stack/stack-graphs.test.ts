import { describe, expect, test } from "vitest";
import type { Tensor } from "../../core/tensor.ts";
import { createBuilder } from "../builder.ts";
import { evaluateGraph } from "../evaluate-graph.ts";
import { ops } from "../ops/index.ts";
import { relativeDifference } from "../ops/op.conformance.ts";
import type { Op } from "../ops/op.ts";
import { verifyGraph } from "../verify.ts";
import { stackCases } from "./stack.conformance.ts";
import { haveOneForm, stackGraphs } from "./stack-graphs.ts";

const count = 3;
const cases = Object.values<Op>(ops).flatMap((op) => stackCases(op, { count }));

describe("every op, stacked", () => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", (_, { single, feeds, stacked, stackedFeeds }) => {
    expect(verifyGraph(stacked)).toEqual([]);
    const all = evaluateGraph(stacked, stackedFeeds).y!;
    expect(all.shape).toEqual([count, ...single.outputs.y!.shape]);
    for (const [i, feed] of feeds.entries()) {
      const alone = evaluateGraph(single, feed).y!;
      expect(relativeDifference(sliceOf(all, i), alone.data)).toBeLessThan(1e-12);
    }
  });
});

test("graphs that differ in constants are one stack, and what is the same for all is computed once", () => {
  const graph = (factor: number) => {
    const b = createBuilder();
    const x = b.input("x", { dtype: "float", shape: [2] });
    const w = b.input("w", { dtype: "float", shape: [2] });
    return b.build({ y: b.mul(b.mul(w, b.scalar(factor)), b.exp(b.neg(x))) });
  };
  const graphs = [graph(2), graph(3)];
  expect(haveOneForm(graphs)).toBe(true);
  const stacked = stackGraphs(graphs, { shared: new Set(["x"]) });
  expect(stacked.nodes.find(({ op }) => op === "exp")!.shape).toEqual([2]);
  const feeds = { x: floats([2], [0, 1]), w: floats([2, 2], [1, 2, 3, 4]) };
  const e = Math.exp(-1);
  expect([...evaluateGraph(stacked, feeds).y!.data]).toEqual([2, 4 * e, 9, 12 * e]);
});

test("graphs of two forms are told apart", () => {
  const graph = (twice: boolean) => {
    const b = createBuilder();
    const x = b.input("x", { dtype: "float", shape: [2] });
    return b.build({ y: twice ? b.add(x, x) : b.neg(x) });
  };
  expect(haveOneForm([graph(true), graph(false)])).toBe(false);
  expect(() => stackGraphs([graph(true), graph(false)], { shared: new Set() })).toThrow("several forms");
});

function floats(shape: readonly number[], data: readonly number[]): Tensor {
  return { dtype: "float", shape, data: Float64Array.from(data) };
}

function sliceOf({ data }: Tensor, i: number): ArrayLike<number> {
  const size = data.length / count;
  return data.subarray(i * size, (i + 1) * size);
}
