import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gradients } from "../autodiff/gradients.ts";
import { sha256Hex } from "../core/hash.ts";
import { floatTensor, sizeOf, type Tensor } from "../core/tensor.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { relativeDifference } from "../graph/ops/op.conformance.ts";
import { spread } from "../graph/ops/samples.ts";
import { createArena } from "./arena.ts";
import type { ArenaCell } from "./plan.ts";

const arena = createArena({ maximumMiB: 64 });
type Feeds = { readonly [name: string]: Tensor };

describe("shapes", () => {
  const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 12, 17, 33];
  test("matrix products of any size, either side turned round, in batches or not", () => {
    for (const [i, rows] of sizes.entries()) {
      for (const [j, columns] of [...sizes, 130].entries()) {
        const inner = sizes[(i + 2 * j) % sizes.length]!;
        const attrs = { transA: (i + j) % 2 === 1, transB: (i + 2 * j) % 3 === 1 };
        const batch = (i + j) % 3 === 0 ? [3] : [];
        const a = [...((i * j) % 2 === 0 ? batch : []), ...(attrs.transA ? [inner, rows] : [rows, inner])];
        const right = [...batch, ...(attrs.transB ? [columns, inner] : [inner, columns])];
        expectAgreement({ a: spread(a), b: spread(right) }, (b, x) => b.matmul(x.a!, x.b!, attrs));
      }
    }
  });

  const shape = [3, 4, 1, 5, 2];
  test.each(["sum", "mean", "reduceMax"] as const)("%s over every set of axes", (op) => {
    for (let set = 0; set < 32; set++) {
      const axes = shape.flatMap((_, axis) => (set & (1 << axis) ? [axis] : []));
      expectAgreement({ x: spread(shape) }, (b, { x }) => b[op](x!, { axes, keepDims: set % 2 === 1 }));
    }
    for (const extent of [1, 3, 4, 15, 16, 17, 31, 64, 65, 100]) {
      expectAgreement({ x: spread([9, extent]) }, (b, { x }) => b[op](x!, { axes: [1] }));
      expectAgreement({ x: spread([extent, 11]) }, (b, { x }) => b[op](x!, { axes: [0] }));
    }
  });

  test("softmax and its logarithm over short, long, leading and trailing axes", () => {
    for (const extent of [1, 2, 3, 4, 7, 10, 16, 24, 25, 33]) {
      for (const op of ["softmax", "logSoftmax"] as const) {
        expectAgreement({ x: spread([19, extent], -30, 30) }, (b, { x }) => b[op](x!));
        expectAgreement({ x: spread([extent, 21], -30, 30) }, (b, { x }) => b[op](x!, { axis: 0 }));
        expectAgreement({ x: spread([3, extent, 5], -200, 200) }, (b, { x }) => b[op](x!, { axis: 1 }));
      }
    }
  });

  test("operands broadcast along any axes, in blocks and across them", () => {
    const shapes = [[], [1], [5], [4, 1], [4, 5], [700, 1, 1], [700, 4, 1], [700, 1, 5], [1, 4, 5]];
    for (const small of shapes) {
      expectAgreement({ x: spread([700, 4, 5]), y: spread(small) }, (b, { x, y }) => b.sub(x!, y!));
      expectAgreement({ x: spread([700, 4, 5]), y: spread(small) }, (b, { x, y }) => b.where(b.less(y!, x!), x!, y!));
    }
    expectAgreement({ x: spread([33, 1]), y: spread([1, 40]) }, (b, { x, y }) => b.mul(x!, y!));
  });

  test("axes in every order", () => {
    const orders = [
      ...[
        [0, 1, 2, 3],
        [1, 0, 2, 3],
        [0, 2, 1, 3],
        [0, 1, 3, 2],
        [3, 2, 1, 0],
        [2, 3, 0, 1],
        [1, 2, 3, 0],
      ],
    ];
    for (const perm of orders) expectAgreement({ x: spread([2, 5, 3, 4]) }, (b, { x }) => b.transpose(x!, { perm }));
  });
});

describe("cells", () => {
  test("an output in the cell of an input is written after the input was last read", () => {
    const writers: readonly ((b: Builder, w: Value, g: Value) => { readonly [name: string]: Value })[] = [
      (b, w, g) => ({ w: b.sub(w, g) }), // in one map
      (b, w, g) => ({ w: b.sub(w, g), g: b.add(w, g) }), // the later output still needs the first
      (_, w, g) => ({ w: g, g: w }), // exchanged
      (b, w) => ({ w: b.reshape(b.transpose(b.reshape(w, { shape: [30, 20] }), { perm: [1, 0] }), { shape: [600] }) }),
      (b, w, g) => ({ w: b.mul(w, b.sum(b.mul(w, g))) }), // a sum before
      (b, w, g) => ({ w: b.square(w), loss: b.sum(b.mul(w, g)) }), // a sum that may come after
      (b, w, g) => ({
        w: b.concat([b.slice(w, { axis: 0, start: 100, end: 600 }), b.slice(g, { axis: 0, start: 0, end: 100 })], {
          axis: 0,
        }),
      }),
      (b, w, g) => ({ w: b.neg(w), g: b.mul(g, b.slice(w, { axis: 0, start: 7, end: 8 })) }),
      (b, w, g) => ({
        w: b.add(w, b.scalar(1)),
        g: b.reshape(
          b.add(
            b.reshape(w, { shape: [20, 30] }),
            b.slice(b.reshape(g, { shape: [20, 30] }), { axis: 1, start: 3, end: 4 }),
          ),
          { shape: [600] },
        ),
      }),
      (_, w) => ({ w, g: w }),
    ];
    for (const write of writers) expectSharedCells(write);
  });

  test("one value may be two outputs, and an output may be an input or a constant", () => {
    const b = createBuilder();
    const x = b.input("x", { dtype: "float", shape: [3] });
    const twice = b.add(x, x);
    const three = b.constant(floatTensor([3], [1, 2, 3]));
    const plan = arena.plan(
      b.build({ a: twice, c: twice, x, three, view: b.slice(twice, { axis: 0, start: 1, end: 2 }) }),
    );
    plan.inputs.x!.data.set([1, 5, 2]);
    plan.run();
    const found = Object.entries(plan.outputs).map(([name, { data }]) => [name, [...data]]);
    expect(Object.fromEntries(found)).toEqual({
      a: [2, 10, 4],
      c: [2, 10, 4],
      x: [1, 5, 2],
      three: [1, 2, 3],
      view: [10],
    });
  });
});

describe("random graphs", () => {
  const recipes = fc.array(fc.record({ step: fc.nat(steps().length - 1), other: fc.nat(30) }), {
    minLength: 1,
    maxLength: 12,
  });

  test("agree with the oracle, with gradients, and with all outputs in the cells of inputs", () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const { graph, feeds } = composed(recipe);
        expectSharedCells(graph, feeds);
      }),
      { seed: 11, numRuns: 120 },
    );
  });
});

test("results are the same to the bit wherever this runs", () => {
  const x = spread([24, 40], -3, 3);
  const found = ["exp", "log", "tanh", "sin", "softmax", "cbrt", "arctan", "sinh"] as const;
  const b = createBuilder();
  const value = b.input("x", x);
  const outputs = found.map(
    (op) => [op, b.add(b[op](value), b.mean(b.matmul(value, value, { transB: true })))] as const,
  );
  const plan = arena.plan(b.build(Object.fromEntries(outputs)));
  plan.inputs.x!.data.set(x.data);
  plan.run();
  const bytes = found.map((op) => canonicalBytes(plan.outputs[op]!.data as Float32Array));
  expect(sha256Hex(...bytes)).toMatchInlineSnapshot(
    `"4c809d0790b8d1fc2de7facaa20baf294de1bcc1f5ef30338b56ddc621722398"`,
  );
});

/** Bits of the numbers; the payload of a NaN is the one thing that machines may differ in. */
function canonicalBytes(data: Float32Array): Uint8Array {
  const bits = Uint32Array.from(data, (value) => (Number.isNaN(value) ? 0x7fc00000 : floatBits(value)));
  return new Uint8Array(bits.buffer);
}

function floatBits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0]!;
}

/** A graph of one output agrees with the oracle. */
function expectAgreement(feeds: Feeds, write: (b: Builder, inputs: { readonly [name: string]: Value }) => Value): void {
  const b = createBuilder({ rewrite: false });
  const inputs = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, b.input(name, tensor)]));
  const graph = b.build({ y: write(b, inputs) });
  const mark = arena.mark();
  const plan = arena.plan(graph);
  for (const [name, cell] of Object.entries(plan.inputs)) cell.data.set(feeds[name]!.data);
  plan.run();
  const y = evaluateGraph(graph, feeds).y!;
  expect(relativeDifference(plan.outputs.y!.data, y.data), JSON.stringify(y.shape)).toBeLessThan(2e-5);
  arena.rewind(mark);
}

/** Outputs named like inputs share their cells; two runs, each from the state that the one before left. */
function expectSharedCells(
  given: Graph | ((b: Builder, w: Value, g: Value) => { readonly [name: string]: Value }),
  feeds: Feeds = { w: spread([600]), g: spread([600], -1, 1.5) },
): void {
  const graph = typeof given === "function" ? written(given) : given;
  const mark = arena.mark();
  const cells: Record<string, ArenaCell> = {};
  for (const [name, tensor] of Object.entries(feeds)) {
    cells[name] = arena.allocate(tensor);
    cells[name].data.set(tensor.data);
  }
  const plan = arena.plan(graph, cells);
  let state: Feeds = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, rounded(tensor)]));
  for (const run of [1, 2]) {
    const expected = evaluateGraph(graph, state);
    plan.run();
    for (const [name, { data }] of Object.entries(expected)) {
      expect(relativeDifference(plan.outputs[name]!.data, data), `${name}, run ${run}`).toBeLessThan(1e-3);
    }
    state = Object.fromEntries(
      Object.keys(feeds).map((name) => [name, { ...feeds[name]!, data: Float64Array.from(cells[name]!.data) }]),
    );
  }
  arena.rewind(mark);
}

function written(write: (b: Builder, w: Value, g: Value) => { readonly [name: string]: Value }): Graph {
  const b = createBuilder();
  return b.build(
    write(b, b.input("w", { dtype: "float", shape: [600] }), b.input("g", { dtype: "float", shape: [600] })),
  );
}

function rounded(tensor: Tensor): Tensor {
  return { ...tensor, data: Float64Array.from(tensor.data, Math.fround) };
}

/** Steps from values of shape [4, 6] to another; all keep numbers of moderate size. */
function steps(): readonly ((b: Builder, x: Value, y: Value) => Value)[] {
  return [
    (b, x, y) => b.add(x, y),
    (b, x, y) => b.mul(b.tanh(x), y),
    (b, x, y) => b.div(x, b.add(b.square(y), b.scalar(1))),
    (b, x) => b.neg(b.mul(x, b.scalar(0.5))),
    (b, x) => b.reshape(b.transpose(b.reshape(x, { shape: [6, 4] }), { perm: [1, 0] }), { shape: [4, 6] }),
    (b, x) => b.sub(x, b.mean(x, { axes: [0], keepDims: true })),
    (b, x, y) => b.mul(b.reshape(b.mean(y, { axes: [1] }), { shape: [4, 1] }), x),
    (b, x, y) => b.tanh(b.matmul(b.matmul(x, y, { transB: true }), b.softmax(x))),
    (b, x, y) => b.slice(b.concat([x, y], { axis: 1 }), { axis: 1, start: 3, end: 9 }),
    (b, x, y) => b.slice(b.concat([x, y], { axis: 0 }), { axis: 0, start: 2, end: 6 }),
    (b, x) => b.gatherSum(x, { axis: 1, table: [1, 2, 0, -1, 5, 4, 0, 0, -1, 3, 3, 1], shape: [2, 6] }),
    (b, x) => b.mul(b.scalar(0.3), b.logSoftmax(x, { axis: 0 })),
    (b, x, y) => b.where(b.greater(x, y), x, b.mul(y, b.scalar(0.25))),
    (b, x, y) => b.mul(b.cast(b.less(x, b.scalar(0.2)), { to: "float" }), y),
    (b, x) => b.add(x, b.broadcastTo(b.slice(x, { axis: 1, start: 2, end: 3 }), { shape: [4, 6] })),
    (b, x) => b.pad(b.slice(x, { axis: 1, start: 1, end: 5 }), { axis: 1, before: 2, after: 0 }),
    (b, x, y) => b.mul(b.clip(x, { min: -0.5, max: 0.75 }), b.maximum(x, y)),
    (b, x, y) => b.mul(b.relu(x), b.sum(b.mul(b.tanh(y), b.scalar(0.1)))),
  ];
}

/** A random composition over two inputs: the gradient of a loss, and results under the names of the inputs. */
function composed(recipe: readonly { step: number; other: number }[]): { graph: Graph; feeds: Feeds } {
  const feeds = { w: spread([4, 6], -1, 1), g: spread([4, 6], -0.8, 1.2) };
  const b = createBuilder();
  const w = b.input("w", feeds.w);
  const values = [w, b.input("g", feeds.g)];
  for (const { step, other } of recipe) {
    values.push(steps()[step]!(b, values.at(-1)!, values[other % values.length]!));
  }
  const loss = b.mean(b.tanh(b.mul(values.at(-1)!, b.constant(spread([4, 6], 0.2, 0.6)))));
  const [slope] = gradients(b, loss, [w]);
  const other = values[recipe[0]!.other % values.length]!;
  const graph = b.build({ loss, slope: slope!, w: b.sub(w, b.mul(b.scalar(0.1), slope!)), g: other });
  expect(sizeOf(other.shape)).toBe(24);
  return { graph, feeds };
}
