import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { floatTensor, sizeOf, type Tensor } from "../core/tensor.ts";
import { createBuilder, eager } from "../graph/builder.ts";
import { cifarCnnOf } from "../models/cifar-cnn.ts";
import { efficientNetV2Of } from "../models/families/efficientnet-v2.ts";
import { mixerOf } from "../models/families/mixer.ts";
import { resnetOf } from "../models/families/resnet.ts";
import { vitOf } from "../models/families/vit.ts";
import { fashionCnn } from "../models/fashion-cnn.ts";
import type { Model } from "../models/model.ts";
import { decodeModel } from "../onnx/model-proto.ts";
import { lowerPortable, placeholderBatch } from "../onnx/portable.ts";
import { exportModel } from "./export-model.ts";
import type { LoadedModel } from "./load-model.ts";
import { predictLogits } from "./predict.ts";

const input = [3, 32, 32] as const;
const classes = 5;
const stages = [
  { kind: "plain", repeats: 1, stride: 1, expansion: 1, channels: 4 },
  { kind: "fused", repeats: 1, stride: 2, expansion: 2, channels: 6 },
  { kind: "inverted", repeats: 2, stride: 2, expansion: 2, channels: 8 },
] as const;
const published = { channels: 3, size: 32, classes, blocks: [4, 6], hidden: 8 } as const;
const small: readonly Model[] = [
  fashionCnn,
  cifarCnnOf({ ...published, name: "cifar", improved: true }),
  resnetOf({ name: "basic", block: "basic", blocks: [1, 1, 1, 1], input, classes }),
  vitOf({ name: "vit", depth: 2, width: 12, heads: 3, patch: 8, input, classes }),
  mixerOf({ name: "mixer", depth: 2, width: 12, patch: 8, input, classes }),
  efficientNetV2Of({ name: "effnet", stem: 4, stages, features: 12, input, classes }),
];

function wave(shape: readonly number[], phase: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(phase + i * 1.618 + i * i * 0.0137));
}

/** Weights by formulas: around 1 for scales and variances, around 0 for the rest, small enough for deep stacks. */
function loaded(model: Model): LoadedModel {
  const variables = new Map<string, Tensor>();
  for (const [index, { name, shape, initializer }] of model.parameters.entries()) {
    const centre = initializer.kind === "ones" ? 1 : 0;
    const fan = Math.sqrt(sizeOf(shape.slice(1)));
    variables.set(name, { dtype: "float", shape, data: wave(shape, index).map((value) => centre + value / fan) });
  }
  for (const [index, { name, shape, initial }] of model.statistics.entries()) {
    variables.set(name, { dtype: "float", shape, data: wave(shape, index).map((value) => initial + value / 4) });
  }
  const normalization = {
    mean: model.input.slice(0, 1).flatMap((n) => Array(n).fill(0.45)),
    std: Array(model.input[0]).fill(0.2),
  };
  const names = Array.from({ length: model.classes }, (_, i) => String(i));
  return { model, variables, classes: names, normalization, framing: "whole", anySize: false };
}

/** The forward pass in float64, one row an image. */
function oracle({ model, variables, normalization }: LoadedModel, images: Float32Array, count: number): number[][] {
  const pixels = sizeOf(model.input);
  const channel = (i: number): number => Math.floor((i % pixels) / (model.input[1] * model.input[2]));
  const normed = Float64Array.from(
    images,
    (x, i) => (x - normalization!.mean[channel(i)]!) / normalization!.std[channel(i)]!,
  );
  const x = Array.from({ length: pixels * count }, (_, i) => normed[(i % count) * pixels + Math.floor(i / count)]!);
  const variable = (name: string): Tensor => floatTensor(variables.get(name)!.shape, variables.get(name)!.data);
  const { data } = model.forward<Tensor>(eager, floatTensor([pixels, count], x), {
    batchSize: count,
    training: false,
    observes: () => false,
    parameter: variable,
    statistic: variable,
    track: () => {},
    dropout: (h) => h,
    dropPath: (h) => h,
  });
  return Array.from({ length: count }, (_, n) => Array.from({ length: model.classes }, (_, k) => data[k * count + n]!));
}

function expectNear(found: ArrayLike<number>, expected: readonly number[]): void {
  const scale = Math.max(...expected.map(Math.abs));
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i]! - value)).toBeLessThan(2e-5 * scale);
}

test.each(small.map((model) => [model.name, model] as const))(
  "%s: plain ONNX Runtime computes the float64 logits of any batch, and so does predict",
  async (_, model) => {
    const ready = loaded(model);
    const bytes = exportModel(ready);
    const graph = decodeModel(bytes);
    expect(new Set(graph.node.map(({ domain = "" }) => domain))).toEqual(new Set([""]));
    const session = await InferenceSession.create(bytes);
    expect([session.inputNames, session.outputNames]).toEqual([["images"], ["logits"]]);
    for (const count of [1, 3, 11]) {
      const images = wave([count, ...model.input], 7).map((value) => 0.5 + value / 2);
      const expected = oracle(ready, images, count);
      const { logits } = await session.run({ images: new OrtTensor("float32", images, [count, ...model.input]) });
      expect(logits!.dims).toEqual([count, model.classes]);
      expectNear(logits!.data as Float32Array, expected.flat());
      const rows = await predictLogits(ready, { dtype: "float", shape: [count, ...model.input], data: images });
      expectNear(
        rows.flatMap((row) => [...row]),
        expected.flat(),
      );
    }
    await session.release();
  },
);

test("a graph whose batch cannot be freed is a fault, not a wrong model", () => {
  const b = createBuilder();
  const sliced = b.build({ y: b.broadcastTo(b.constant(floatTensor([1, 1], [1])), { shape: [4, placeholderBatch] }) });
  expect(() => lowerPortable({ name: "x", graph: sliced, constants: new Map() })).toThrow(
    /internal: the operator Expand/,
  );
});
