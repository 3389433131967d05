import fc from "fast-check";
import { expect, test } from "vitest";
import { lowerGraph } from "../../onnx/lower.ts";
import { openSession } from "../../onnx/session.ts";
import { createBuilder } from "../builder.ts";
import { evaluateGraph } from "../evaluate-graph.ts";
import { type GatherSumAttrs, gatherSum, inverseTable } from "./gatherSum.ts";
import { relativeDifference } from "./op.conformance.ts";
import { spread } from "./samples.ts";

/** Tables as convolutions make them and as they never would: any size, any share of missing entries. */
const calls = fc
  .record({ extent: fc.integer({ min: 1, max: 9 }), terms: fc.integer({ min: 1, max: 5 }), positions: fc.nat(11) })
  .chain(({ extent, terms, positions }) =>
    fc.record({
      extent: fc.constant(extent),
      axis: fc.constantFrom(0, 1),
      shape: fc.constant([terms, positions + 1] as const),
      table: fc.array(fc.integer({ min: -1, max: extent - 1 }), {
        minLength: terms * (positions + 1),
        maxLength: terms * (positions + 1),
      }),
    }),
  );

test("the inverse table is the adjoint: <gatherSum x, g> = <x, gatherSum' g>", () => {
  fc.assert(
    fc.property(calls, ({ extent, table, shape }) => {
      const x = spread([extent], 1, 2);
      const g = spread([shape[1]], 3, 4);
      const forward = gatherSum.evaluate([x], { axis: 0, table, shape }).data;
      const backward = gatherSum.evaluate([g], { axis: 0, ...inverseTable({ table, shape }, extent) }).data;
      expect(dot(forward, g.data)).toBeCloseTo(dot(x.data, backward), 9);
    }),
  );
});

test("the inverse of the inverse names the same elements", () => {
  fc.assert(
    fc.property(calls, ({ extent, table, shape }) => {
      const twice = inverseTable(inverseTable({ table, shape }, extent), shape[1]);
      expect(columns(twice)).toEqual(columns({ table, shape }));
    }),
  );
});

test("every way of lowering a table computes the same", async () => {
  for (const { extent, axis, table, shape } of fc.sample(calls, { numRuns: 40, seed: 1 })) {
    const b = createBuilder();
    const sizes = axis === 0 ? [extent, 3] : [2, extent, 3];
    const x = b.input("x", { dtype: "float", shape: sizes });
    const graph = b.build({ y: b.gatherSum(x, { axis, table, shape }) });
    const feeds = { x: spread(sizes) };
    const session = await openSession(lowerGraph(graph, { name: "gather" }));
    const found = await session.run(feeds);
    await session.close();
    expect(relativeDifference(found.y!.data, evaluateGraph(graph, feeds).y!.data)).toBeLessThan(1e-5);
  }
});

/** The elements that each position sums, in ascending order. */
function columns({ table, shape }: Pick<GatherSumAttrs, "table" | "shape">): readonly (readonly number[])[] {
  const [terms, positions] = shape as readonly [number, number];
  return Array.from({ length: positions }, (_, n) => {
    const entries = Array.from({ length: terms }, (_, t) => table[t * positions + n]!);
    return entries.filter((entry) => entry >= 0).sort((a, c) => a - c);
  });
}

function dot(a: ArrayLike<number>, c: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * c[i]!, 0);
}
