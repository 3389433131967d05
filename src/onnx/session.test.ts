import { expect, test, vi } from "vitest";
import { heapIsKept, keptHeapSettings } from "../core/kept-heap.ts";
import { floatTensor, type Tensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import type { Value } from "../graph/graph.ts";
import { deviceNamed } from "./device.ts";
import { lowerGraph, lowerLoop } from "./lower.ts";
import { listDevices, openSession } from "./session.ts";

test("every dtype goes in and out", async () => {
  const b = createBuilder();
  const byte = b.input("byte", { dtype: "byte", shape: [3] });
  const bool = b.input("bool", { dtype: "bool", shape: [2] });
  const int = b.input("int", { dtype: "int", shape: [] });
  const graph = b.build({
    pixels: b.mul(b.cast(byte, { to: "float" }), b.scalar(0.5)),
    bool,
    int: b.add(int, int),
  });
  const session = await openSession(lowerGraph(graph, { name: "dtypes" }));
  expect([...session.inputs].sort()).toEqual(["bool", "byte", "int"]);
  const found = await session.run({
    byte: { dtype: "byte", shape: [3], data: Uint8Array.of(0, 3, 255) },
    bool: { dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) },
    int: { dtype: "int", shape: [], data: Int32Array.of(-4) },
  });
  await session.close();
  expect(found).toEqual({
    pixels: { dtype: "float", shape: [3], data: Float32Array.of(0, 1.5, 127.5) },
    bool: { dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) },
    int: { dtype: "int", shape: [], data: Int32Array.of(-8) },
  });
});

test("a feed that is missing or does not fit is named", async () => {
  const b = createBuilder();
  const graph = b.build({ y: b.exp(b.input("x", { dtype: "float", shape: [2] })) });
  const session = await openSession(lowerGraph(graph, { name: "feeds" }));
  await expect(session.run({})).rejects.toThrow(/internal: .*"x"/);
  const short: Tensor = { dtype: "float", shape: [2], data: new Float32Array(1) };
  await expect(session.run({ x: short })).rejects.toThrow(/"x" has shape \[2\] but 1 elements/);
  await expect(session.run({ x: floatTensor([2], [0, 1]), unread: short })).resolves.toBeDefined();
  await session.close();
});

test("results are written over the feeds of their names, and what a step reads is what the step before it left", async () => {
  const b = createBuilder();
  const [first, second] = ["first", "second"].map((name) => b.input(name, { dtype: "float", shape: [2] })) as [
    Value,
    Value,
  ];
  const rate = b.input("rate", { dtype: "float", shape: [] });
  const body = b.build({
    first: second,
    second: b.add(first, rate),
    third: b.input("third", rate),
    loss: b.mul(rate, rate),
  });
  const carried = ["first", "second", "third"];
  const model = lowerLoop({ name: "swap", body, carried, perStep: ["rate"], captured: [], collected: ["loss"] });
  const session = await openSession(model);
  for (const steps of [1, 2, 3]) {
    const start = { first: float32([2], [1, 2]), second: float32([2], [3, 4]), third: float32([], [9]) };
    const rates = float32([steps], [10, 20, 30].slice(0, steps));
    const plain = await session.run({ ...start, rate: rates });
    expect(start.first.data).toEqual(Float32Array.of(1, 2));
    const over = await session.run({ ...start, rate: rates }, { over: carried });
    expect(over).toEqual(plain);
    expect(over.first!.data).toBe(start.first.data);
    expect(over.second!.data).toBe(start.second.data);
    expect(rates.data).toEqual(Float32Array.of(10, 20, 30).slice(0, steps));
  }
  await session.close();
});

function float32(shape: readonly number[], values: readonly number[]): Tensor {
  return { dtype: "float", shape, data: Float32Array.from(values) };
}

test("bytes that are no model are refused as a fault", async () => {
  await expect(openSession(Uint8Array.of(1, 2, 3))).rejects.toThrow(/internal: the runtime refused a model/);
});

test("devices: the processor is always there; one that is not says so and lists what is", async () => {
  const reports = await listDevices();
  expect(reports.find(({ device }) => device === "cpu")).toEqual({ device: "cpu", available: true, reason: "" });
  const b = createBuilder();
  const model = lowerGraph(b.build({ y: b.exp(b.input("x", { dtype: "float", shape: [2] })) }), { name: "device" });
  for (const { device, available, reason } of reports.filter((report) => !report.available)) {
    expect(available).toBe(false);
    expect(reason).not.toBe("");
    await expect(openSession(model, { device })).rejects.toThrow(
      new RegExp(`${device}, but that device is not available here: .+ Available: cpu`),
    );
  }
  expect(deviceNamed("cuda")).toBe("cuda");
  expect(() => deviceNamed("cpuu")).toThrow(/cpu/);
});

test("where blocks come from changes no bit", async () => {
  const b = createBuilder();
  const [x, w] = [
    b.input("x", { dtype: "float", shape: [37, 65] }),
    b.input("w", { dtype: "float", shape: [65, 129] }),
  ];
  const y = b.matmul(x, w); // [37, 129]
  const rows = b.softmax(y, { axis: 1 });
  const graph = b.build({ rows, sums: b.sum(b.mul(rows, y), { axes: [0] }), all: b.sum(y) });
  const feeds = {
    x: floatTensor(
      [37, 65],
      Float32Array.from({ length: 37 * 65 }, (_, i) => Math.sin(i)),
    ),
    w: floatTensor(
      [65, 129],
      Float32Array.from({ length: 65 * 129 }, (_, i) => Math.cos(3 * i)),
    ),
  };
  const results = [];
  for (const settings of [{}, keptHeapSettings({}, "2.36")]) {
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    expect(heapIsKept()).toBe(results.length === 1);
    const session = await openSession(lowerGraph(graph, { name: "bits" }), { onHeap: true });
    results.push(await session.run(feeds));
    await session.close();
    vi.unstubAllEnvs();
  }
  expect(results[1]).toEqual(results[0]);
});
