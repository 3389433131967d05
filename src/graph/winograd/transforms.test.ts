import { expect, test } from "vitest";
import { floatTensor, sizeOf, type Tensor } from "../../core/tensor.ts";
import { lowerGraph } from "../../onnx/lower.ts";
import { openSession } from "../../onnx/session.ts";
import { createBuilder } from "../builder.ts";
import { evaluateGraph } from "../evaluate-graph.ts";
import { inputTransform, outputTransform, tilePlaces, weightTransform } from "./transforms.ts";

test("the three transforms make a convolution, exactly but for rounding", () => {
  const [d, w] = [36, 9].map((size) => Float64Array.from({ length: size }, (_, i) => Math.sin(1 + i * i)));
  const [values, weights] = [times(inputTransform, d!), times(weightTransform, w!)];
  const y = times(
    outputTransform,
    values.map((value, i) => value * weights[i]!),
  );
  for (const [n, { row, column }] of tilePlaces.entries()) {
    const taps = Array.from(w!, (tap, t) => tap * d![6 * (row + Math.floor(t / 3)) + column + (t % 3)]!);
    expect(y[n]!).toBeCloseTo(
      taps.reduce((sum, tap) => sum + tap),
      12,
    );
  }
});

test("float32 convolutions and their gradients round less than with the points 0, ±1, ±2", async () => {
  const [side, channels] = [8, 64];
  const positions = Array.from({ length: side * side }, (_, n) => n);
  const attrs = { side, inputs: positions, outputs: positions };
  const feeds = {
    x: noise([side * side, 2, channels], (u) => Math.max(u, 0)),
    w: noise([channels, channels, 3, 3], (u) => u / 10),
    g: noise([side * side, 2, channels], (u) => u),
  };
  const b = createBuilder();
  const [x, w, g] = (["x", "w", "g"] as const).map((name) => b.input(name, feeds[name]));
  const graph = b.build({ y: b.convolve3(x!, w!, attrs), dw: b.convolve3Weights(x!, g!, attrs) });
  const session = await openSession(lowerGraph(graph, { name: "rounding" }));
  const [found, exact] = [await session.run(feeds), evaluateGraph(graph, feeds)];
  await session.close();
  // 1.3e-6 and 2.0e-7 with the points 0, ±1, ±2
  expect(relativeError(found.y!, exact.y!)).toBeLessThan(8e-7);
  expect(relativeError(found.dw!, exact.dw!)).toBeLessThan(1.6e-7);
});

function times({ data, shape }: Tensor, x: Float64Array): Float64Array {
  const [rows, columns] = shape as [number, number];
  return Float64Array.from({ length: rows }, (_, r) =>
    x.reduce((sum, value, c) => sum + data[r * columns + c]! * value, 0),
  );
}

/** Numbers that look random, rounded to float32. */
function noise(shape: readonly number[], map: (u: number) => number): Tensor {
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 8) / 2 ** 23 - 1);
  return floatTensor(
    shape,
    values.map((u, i) => Math.fround(map(Math.sin(1e4 * u + i)))),
  );
}

function relativeError(a: Tensor, exact: Tensor): number {
  const norm = (of: (i: number) => number): number => Math.hypot(...Array.from(exact.data, (_, i) => of(i)));
  return norm((i) => a.data[i]! - exact.data[i]!) / norm((i) => exact.data[i]!);
}
