import { expect, test } from "vitest";
import type { Tensor } from "../core/tensor.ts";
import { floatTensor, intTensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import type { Graph } from "../graph/graph.ts";
import type { LoopSpec } from "../graph/loop.ts";
import type { Device } from "./device.ts";
import { lowerGraph, lowerLoop } from "./lower.ts";
import { decodeModel } from "./model-proto.ts";
import { openSession } from "./session.ts";

/** One step of a running mean: w moves towards row `pick` of the data by `rate`; the squared distance is the loss. */
function body(): Graph {
  const b = createBuilder();
  const w = b.input("w", { dtype: "float", shape: [2] });
  const data = b.input("data", { dtype: "float", shape: [3, 2] });
  const pick = b.input("pick", { dtype: "int", shape: [1] });
  const rate = b.input("rate", { dtype: "float", shape: [] });
  const gap = b.sub(b.reshape(b.gather(data, pick, { axis: 0 }), { shape: [2] }), w);
  const idle = b.input("idle", { dtype: "float", shape: [2] });
  return b.build({ w: b.add(w, b.mul(rate, gap)), idle, loss: b.sum(b.square(gap)), gap });
}

const spec: Omit<LoopSpec, "body"> = {
  name: "mean",
  carried: ["w", "idle"],
  perStep: ["pick", "rate"],
  captured: ["data"],
  collected: ["loss", "gap"],
};

const feeds: { readonly [name: string]: Tensor } = {
  w: floatTensor([2], [0, 0]),
  idle: floatTensor([2], [5, 6]),
  data: floatTensor([3, 2], [1, 2, 3, 4, 5, 6]),
  pick: intTensor([3, 1], [2, 0, 1]),
  rate: floatTensor([3], [1, 0.5, 0]),
};

test("a loop carries state, takes one slice per step and stacks what it collects", async () => {
  const found = await run(lowerLoop({ ...spec, body: body() }), feeds);
  expect(found).toEqual({
    w: { dtype: "float", shape: [2], data: Float32Array.of(3, 4) },
    idle: { dtype: "float", shape: [2], data: Float32Array.of(5, 6) },
    loss: { dtype: "float", shape: [3], data: Float32Array.of(61, 32, 0) },
    gap: { dtype: "float", shape: [3, 2], data: Float32Array.of(5, 6, -4, -4, 0, 0) },
  });
});

test("the same model runs any number of steps, and two runs of one step equal one run of two", async () => {
  const model = lowerLoop({ ...spec, body: body() });
  const one = (pick: number, rate: number, w: Tensor) =>
    run(model, { ...feeds, w, pick: intTensor([1, 1], [pick]), rate: floatTensor([1], [rate]) });
  const first = await one(2, 0.25, feeds.w!);
  const second = await one(1, 0.75, first.w!);
  const both = await run(model, { ...feeds, pick: intTensor([2, 1], [2, 1]), rate: floatTensor([2], [0.25, 0.75]) });
  expect(both.w).toEqual(second.w);
});

test("a loop without slices runs as often as `steps` says", async () => {
  const b = createBuilder();
  const w = b.input("w", { dtype: "float", shape: [] });
  const model = lowerLoop({
    name: "doubling",
    body: b.build({ w: b.add(w, w) }),
    carried: ["w"],
    perStep: [],
    captured: [],
    collected: [],
  });
  const found = await run(model, { w: floatTensor([], [1]), steps: intTensor([], [10]) });
  expect(Array.from(found.w!.data)).toEqual([1024]);
});

test("constants stand in the outer graph, once", () => {
  const b = createBuilder();
  const w = b.input("w", { dtype: "float", shape: [3] });
  const graph = b.build({ w: b.clip(b.mul(b.add(w, b.scalar(2)), b.scalar(2)), { max: 2 }) });
  const model = decodeModel(
    lowerLoop({ ...spec, carried: ["w"], perStep: [], captured: [], collected: [], body: graph }),
  );
  expect(model.initializer).toHaveLength(1);
  const step = model.node.at(-1)!.attribute[0]!.g!;
  expect(step.initializer.map(({ name }) => name)).toEqual(["still/going"]);
  expect(step.node.map(({ opType }) => opType)).not.toContain("Identity");
});

test("a loop hands its condition on by a node where a constant may not stand", () => {
  const b = createBuilder();
  const w = b.input("w", { dtype: "float", shape: [3] });
  const body = b.build({ w: b.add(w, w) });
  const lists = { carried: ["w"], perStep: [], captured: [], collected: [] };
  const model = decodeModel(lowerLoop({ ...spec, ...lists, body, device: "webgpu" }));
  const step = model.node.at(-1)!.attribute[0]!.g!;
  expect(step.initializer).toHaveLength(0);
  expect(step.node.find(({ output }) => output.includes("still/going"))?.opType).toBe("Identity");
});

test("inputs that the body does not read may be listed and fed", async () => {
  const b = createBuilder();
  const graph = b.build({ w: b.neg(b.input("w", { dtype: "float", shape: [2] })) });
  const model = lowerLoop({ ...spec, carried: ["w"], collected: [], perStep: [], captured: ["data"], body: graph });
  const found = await run(model, { ...feeds, steps: intTensor([], [1]), w: floatTensor([2], [1, 2]) });
  expect(Array.from(found.w!.data)).toEqual([-1, -2]);
});

test("lists that do not cover the body are a fault that names what is left over", () => {
  expect(() => lowerLoop({ ...spec, perStep: ["pick"], body: body() })).toThrow(/internal: .*no list \[rate\]/);
  expect(() => lowerLoop({ ...spec, collected: ["accuracy"], body: body() })).toThrow(/lacks \[accuracy\]/);
  expect(() => lowerLoop({ ...spec, captured: ["data", "w"], body: body() })).toThrow(/twice \[w\]/);
});

test("a plain graph may pass an input or one value twice to its outputs", async () => {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [2] });
  const y = b.neg(x);
  const found = await run(lowerGraph(b.build({ x, y, again: y, one: b.scalar(1) }), { name: "twice" }), {
    x: floatTensor([2], [1, 2]),
  });
  expect(Object.fromEntries(Object.entries(found).map(([name, { data }]) => [name, Array.from(data)]))).toEqual({
    x: [1, 2],
    y: [-1, -2],
    again: [-1, -2],
    one: [1],
  });
});

async function run(model: Uint8Array, given: { readonly [name: string]: Tensor }) {
  const session = await openSession(model);
  const found = await session.run(given);
  await session.close();
  return found;
}

/** A step that convolves a map of `batch` images of 16 channels and 16 × 16 positions, and its weights' gradient. */
function convolving(batch: number) {
  const b = createBuilder();
  const order = Array.from({ length: 256 }, (_, i) => i);
  const attrs = { side: 16, inputs: order, outputs: order };
  const w = b.input("w", { dtype: "float", shape: [16, 16, 3, 3] });
  const x = b.input("x", { dtype: "float", shape: [256, batch, 16] });
  const y = b.convolve3(x, w, attrs);
  const next = b.sub(w, b.mul(b.scalar(1e-3), b.convolve3Weights(x, y, attrs)));
  const lists = { carried: ["w"], perStep: ["x"], captured: [], collected: ["loss"] };
  return { ...spec, ...lists, body: b.build({ w: next, loss: b.sum(y) }) };
}

test("large values of a convolution hide their extents, so that the runtime gives them back after their last use", () => {
  const known = (batch: number, device?: Device) => {
    const loop = decodeModel(lowerLoop({ ...convolving(batch), ...(device === undefined ? {} : { device }) }));
    const body = loop.node.find(({ opType }) => opType === "Loop")!.attribute.find(({ g }) => g !== undefined)!.g!;
    const maker = new Map(body.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
    const hides = (name: string): boolean => maker.get(maker.get(name)?.input[1] ?? "")?.opType === "Mul";
    const large = body.node.filter(({ opType }) => ["Concat", "Gather", "MatMul", "FusedMatMul"].includes(opType));
    return large.filter(({ input }) => !input.some(hides)).map(({ opType }) => opType);
  };
  // what is left: the slice of the step, the map in another order, and sums of products, which are as small as weights
  expect(known(256)).toEqual(["Gather", "Gather", "FusedMatMul"]);
  expect(known(2)).toHaveLength(known(256, "webgpu").length);
});

test("values that hide their extents have the bits of those that do not", async () => {
  const loop = convolving(256);
  const size = 256 * 256 * 16;
  const feeds = {
    w: floatTensor(
      [16, 16, 3, 3],
      Float32Array.from({ length: 2304 }, (_, i) => 0.1 * Math.sin(i)),
    ),
    x: floatTensor(
      [1, 256, 256, 16],
      Float32Array.from({ length: size }, (_, i) => Math.cos(3 * i)),
    ),
  };
  const { w, loss } = await run(lowerLoop(loop), feeds);
  const plain = await run(lowerGraph(loop.body, { name: "step" }), {
    ...feeds,
    x: { ...feeds.x, shape: [256, 256, 16] },
  });
  expect(w).toEqual(plain.w);
  expect(loss!.data).toEqual(plain.loss!.data);
});
