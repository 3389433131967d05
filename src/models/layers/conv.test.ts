import { expect, test } from "vitest";
import { gradients } from "../../autodiff/gradients.ts";
import { createBuilder } from "../../graph/builder.ts";
import { evaluateGraph } from "../../graph/evaluate-graph.ts";
import type { Value } from "../../graph/graph.ts";
import { spread } from "../../graph/ops/samples.ts";
import { convolve, convolveAndPool, maxPoolPhases } from "./conv.ts";
import { byWindowCount, poolPhases, rowMajor, windowTable } from "./window.ts";

const [channels, out, side, batch] = [3, 4, 8, 2];
const inputs = byWindowCount(side, 4, { stride: 2 });
const pooled = rowMajor((side - 2) / 2, (side - 2) / 2);

/** Maxima, and the gradients of a sum of them with unlike weights. */
function found(pooling: (b: ReturnType<typeof createBuilder>, x: Value, weight: Value) => Value) {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [channels, inputs.length, batch] });
  const weight = b.input("weight", { dtype: "float", shape: [out, channels, 3, 3] });
  const y = pooling(b, x, weight);
  const loss = b.sum(b.mul(y, b.constant(spread(y.shape))), { axes: [0, 1], keepDims: false });
  const [dx, dw] = gradients(b, loss, [x, weight]);
  return evaluateGraph(b.build({ y, dx: dx!, dw: dw! }), { x: spread(x.shape), weight: spread(weight.shape, -1, 1) });
}

test("a convolution by the tiles of its pool is the convolution and the pool, forward and back", () => {
  const tiles = found((b, x, weight) => convolveAndPool(b, x, { weight, inputs, pooled }));
  const table = windowTable(poolPhases(pooled), { inputs, kernel: 3 });
  const columns = found((b, x, weight) => maxPoolPhases(b, convolve(b, x, { weight, table })));
  for (const name of ["y", "dx", "dw"]) {
    expect(tiles[name]!.shape).toEqual(columns[name]!.shape);
    for (const [i, value] of columns[name]!.data.entries()) expect(tiles[name]!.data[i]).toBeCloseTo(value, 10);
  }
});
