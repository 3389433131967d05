import { describe, expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import { createBuilder } from "../graph/builder.ts";
import { ops } from "../graph/ops/index.ts";
import { opCase, relativeDifference } from "../graph/ops/op.conformance.ts";
import type { Op } from "../graph/ops/op.ts";
import { createArena } from "./arena.ts";
import { isLowered } from "./lower.ts";

const arena = createArena({ maximumMiB: 32 });

describe.each(
  Object.values<Op>(ops)
    .filter(({ name }) => isLowered(name))
    .map((op) => [op.name, op] as const),
)("%s", (_, op) => {
  test.each([false, true])("agrees with its float64 meaning, forward and backward (rewritten: %s)", (rewrite) => {
    const { graph, feeds, expected } = opCase(op, { rewrite });
    const mark = arena.mark();
    const plan = arena.plan(graph);
    for (const [name, cell] of Object.entries(plan.inputs)) cell.data.set(feeds[name]!.data);
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

test("cells are aligned, apart, empty, and stay where they are", () => {
  const mark = arena.mark();
  const first = arena.allocate({ dtype: "float", shape: [3] });
  const second = arena.allocate({ dtype: "byte", shape: [5] });
  const third = arena.allocate({ dtype: "int", shape: [] });
  for (const { address } of [first, second, third]) expect(address % 16).toBe(0);
  first.data.fill(1.5);
  second.data.fill(255);
  third.data.fill(-7);
  expect([...first.data, ...second.data, ...third.data]).toEqual([1.5, 1.5, 1.5, 255, 255, 255, 255, 255, -7]);
  expect(arena.used).toBeGreaterThan(mark);
  arena.rewind(mark);
  expect(arena.used).toBe(mark);
  expect([...arena.allocate({ dtype: "float", shape: [3] }).data]).toEqual([0, 0, 0]);
  arena.rewind(mark);
});

test("what was planned before a mark runs on after a rewind", () => {
  const mark = arena.mark();
  const sum = arena.plan(sumGraph(3));
  const inner = arena.mark();
  arena.plan(sumGraph(200)).run();
  arena.rewind(inner);
  arena.allocate({ dtype: "float", shape: [1000] }).data.fill(9);
  sum.inputs.x!.data.set([1, 2, 4]);
  sum.run();
  expect(sum.outputs.y!.data[0]).toBe(7);
  arena.rewind(mark);
});

test("refuses what does not fit: cells of another type, marks ahead, too much memory, wrong indices", () => {
  const wrong = arena.allocate({ dtype: "float", shape: [4] });
  expect(() => arena.plan(sumGraph(3), { x: wrong })).toThrow(/is float \[3\], but its cell is float \[4\]/);
  expect(() => arena.rewind(arena.used + 64)).toThrow(/mark above/);
  expect(codeOf(() => createArena({ maximumMiB: 1 }).allocate({ dtype: "float", shape: [300_000] }))).toBe(
    "arena-full",
  );
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [4, 2] });
  const plan = arena.plan(b.build({ y: b.gather(x, b.input("index", { dtype: "int", shape: [2] }), { axis: 0 }) }));
  for (const index of [-1, 4]) {
    plan.inputs.index!.data.set([0, index]);
    expect(codeOf(() => plan.run())).toBe("gather-index");
  }
});

function sumGraph(extent: number) {
  const b = createBuilder();
  return b.build({ y: b.sum(b.mul(b.input("x", { dtype: "float", shape: [extent] }), b.scalar(1))) });
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LabError) return error.code;
    throw error;
  }
  return "nothing was thrown";
}
