import { expect, test } from "vitest";
import { forwardShape } from "../../test/samples/forward-shape.ts";
import { floatTensor, sizeOf, type Tensor } from "../core/tensor.ts";
import { eager } from "../graph/eager.ts";
import { fashionCnn } from "./fashion-cnn.ts";
import { modelNamed } from "./index.ts";

/** A feature map as nested arrays: [channel][row][column]. */
type Map3 = readonly (readonly (readonly number[])[])[];

test("fashion-cnn counts its parameters layer by layer as published", () => {
  const counts = fashionCnn.layers.map((row) => row.parameters).filter((count) => count > 0);
  expect(counts).toEqual([320, 18_496, 36_928, 36_928, 650]);
  expect(fashionCnn.parameterCount).toBe(93_322);
});

test.each([20, 24, 28, 32, 64])("fashion-cnn fits images of %i pixels a side, and weights tell the side", (side) => {
  const fitted = fashionCnn.fit!([3, side, side], 5);
  expect({ input: fitted.input, classes: fitted.classes }).toEqual({ input: [3, side, side], classes: 5 });
  expect(forwardShape(fitted)).toEqual([5, 2]);
  const { tensor, sideOf } = fitted.sideFrom!;
  expect(sideOf(fitted.parameters.find(({ name }) => name === tensor)!.shape[1]!)).toBe(side);
});

test("fashion-cnn refuses sides that its weights could not tell, and maps that end before the last convolution", () => {
  for (const [height, width] of [
    [30, 30],
    [16, 16],
    [28, 24],
  ] as const)
    expect(() => fashionCnn.fit!([1, height, width], 10)).toThrow("square images of 20, 24, 28");
});

test("an unknown model names the nearest", () => {
  expect(() => modelNamed("fasion-cnn")).toThrow(/Did you mean fashion-cnn/);
});

test("the gather form computes the plain network: convolution, ReLU, then pooling over whole maps", () => {
  const batch = 2;
  const parameters = new Map(fashionCnn.parameters.map((spec, i) => [spec.name, wave(spec.shape, 0.1 + i)]));
  const images = wave([784, batch], 77);
  const logits = fashionCnn.forward(eager, images, {
    batchSize: batch,
    training: false,
    observes: () => false,
    parameter: (name) => parameters.get(name)!,
    statistic: () => expect.fail("has no statistics"),
    track: () => expect.fail("has no statistics"),
    dropout: (x) => x,
    dropPath: (x) => x,
  });
  expect(logits.shape).toEqual([10, batch]);
  for (let n = 0; n < batch; n++) {
    const expected = plainNetwork(parameters, (row, column) => images.data[(row * 28 + column) * batch + n]!);
    for (const [k, value] of expected.entries()) expect(logits.data[k * batch + n]!).toBeCloseTo(value, 11);
  }
});

/** Deterministic values in ±0.2 without structure that a wrong index would miss. */
function wave(shape: readonly number[], phase: number): Tensor {
  return floatTensor(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => 0.2 * Math.sin(phase + i * 1.618 + i * i * 0.0137)),
  );
}

function plainNetwork(p: ReadonlyMap<string, Tensor>, pixel: (row: number, column: number) => number): number[] {
  let map: Map3 = [Array.from({ length: 28 }, (_, y) => Array.from({ length: 28 }, (_, x) => pixel(y, x)))];
  map = plainPool(plainConv(map, p.get("conv1.weight")!, p.get("conv1.bias")!));
  map = plainPool(plainConv(map, p.get("conv2.weight")!, p.get("conv2.bias")!));
  map = plainConv(map, p.get("conv3.weight")!, p.get("conv3.bias")!);
  const hidden = plainDense(map.flat(2), p.get("dense1.weight")!, p.get("dense1.bias")!).map((v) => Math.max(v, 0));
  return plainDense(hidden, p.get("dense2.weight")!, p.get("dense2.bias")!);
}

function plainConv(input: Map3, weight: Tensor, bias: Tensor): Map3 {
  const [out, channels] = weight.shape as [number, number];
  const size = input[0]!.length - 2;
  return Array.from({ length: out }, (_, o) =>
    Array.from({ length: size }, (_, y) =>
      Array.from({ length: size }, (_, x) => {
        let sum = bias.data[o]!;
        for (let c = 0; c < channels; c++)
          for (let tap = 0; tap < 9; tap++)
            sum += weight.data[(o * channels + c) * 9 + tap]! * input[c]![y + Math.floor(tap / 3)]![x + (tap % 3)]!;
        return Math.max(sum, 0);
      }),
    ),
  );
}

function plainPool(input: Map3): Map3 {
  const size = Math.floor(input[0]!.length / 2);
  return input.map((channel) =>
    Array.from({ length: size }, (_, y) =>
      Array.from({ length: size }, (_, x) =>
        Math.max(...[0, 1, 2, 3].map((i) => channel[2 * y + (i >> 1)]![2 * x + (i & 1)]!)),
      ),
    ),
  );
}

function plainDense(input: readonly number[], weight: Tensor, bias: Tensor): number[] {
  return Array.from(bias.data, (b, o) => input.reduce((sum, v, i) => sum + v * weight.data[o * input.length + i]!, b));
}
