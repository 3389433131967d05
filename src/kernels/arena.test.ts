import { describe, expect, test } from "vitest";
import type { Tensor } from "../core/tensor.ts";
import { ops } from "../graph/ops/index.ts";
import { opCase, relativeDifference } from "../graph/ops/op.conformance.ts";
import type { Op } from "../graph/ops/op.ts";
import { createArena } from "./arena.ts";
import type { Cell } from "./plan.ts";

const arena = createArena();

describe.each(Object.values<Op>(ops).map((op) => [op.name, op] as const))("%s", (_, op) => {
  test.each([false, true])("agrees with its float64 meaning, forward and backward (rewritten: %s)", (rewrite) => {
    const { graph, feeds, expected } = opCase(op, { rewrite });
    const mark = arena.mark();
    const plan = arena.plan(graph);
    for (const [name, cell] of Object.entries(plan.inputs)) fill(cell, feeds[name]!);
    for (const run of [1, 2]) {
      plan.run();
      for (const [name, { dtype, shape, data }] of Object.entries(expected)) {
        expect(plan.outputs[name]).toMatchObject({ dtype, shape });
        expect(relativeDifference(plan.outputs[name]!.data, data), `${name}, run ${run}`).toBeLessThan(5e-6);
      }
    }
    arena.rewind(mark);
  });
});

function fill(cell: Cell, { data }: Tensor): void {
  cell.data.set(data);
}
