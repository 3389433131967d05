import { expect, test } from "vitest";
import { sizeOf, type Tensor } from "../../src/core/tensor.ts";
import { cifarCnnOf } from "../../src/models/cifar-cnn.ts";
import { efficientNetV2Of } from "../../src/models/families/efficientnet-v2.ts";
import { mixerOf } from "../../src/models/families/mixer.ts";
import { resnetOf } from "../../src/models/families/resnet.ts";
import { vitOf } from "../../src/models/families/vit.ts";
import type { Model } from "../../src/models/model.ts";
import type { Device } from "../../src/onnx/device.ts";
import { openSession } from "../../src/onnx/session.ts";
import { resolveOptimizer } from "../../src/optimizers/resolve.ts";
import { ruleFromConfig } from "../../src/optimizers/resolve-text.ts";
import { imageClassification } from "../../src/tasks/image-classification.ts";
import { initialStatistics } from "../../src/trainer/parameters.ts";
import { buildTrainGraph } from "../samples/lowered-loops.ts";
import { countingOnly, onProcessor } from "./profile.ts";

const images = 8;
const batchSize = 4;
const steps = 2;
const common = { name: "small", classes: 5 } as const;
const cnn = { ...common, channels: 3, size: 16, blocks: [4, 6], hidden: 5 } as const;

/** A small one of each family, with every kind of layer that the family has. */
const networks: readonly (readonly [string, Model])[] = [
  ["cifar-cnn", cifarCnnOf({ ...cnn, improved: false })],
  ["cifar-cnn-improved", cifarCnnOf({ ...cnn, improved: true })],
  ["resnet, basic", resnetOf({ ...common, block: "basic", blocks: [1, 1, 0, 0], input: [3, 32, 32] })],
  ["resnet, bottleneck", resnetOf({ ...common, block: "bottleneck", blocks: [1, 1, 0, 0], input: [1, 28, 28] })],
  [
    "resnet, group normalization",
    resnetOf({ ...common, block: "basic", normalizedGroups: 32, blocks: [1, 1, 0, 0], input: [3, 32, 32] }),
  ],
  [
    "resnext",
    resnetOf({ ...common, block: "bottleneck", groups: 4, groupWidth: 8, blocks: [1, 1, 0, 0], input: [3, 32, 32] }),
  ],
  ["vit", vitOf({ ...common, depth: 2, width: 12, heads: 3, patch: 4, input: [3, 16, 16] })],
  ["mixer", mixerOf({ ...common, depth: 2, width: 12, patch: 4, input: [3, 16, 16] })],
  [
    "efficientnet-v2",
    efficientNetV2Of({
      ...common,
      stem: 8,
      stages: [
        { kind: "plain", repeats: 1, stride: 1, expansion: 1, channels: 8 },
        { kind: "fused", repeats: 2, stride: 2, expansion: 4, channels: 16 },
        { kind: "inverted", repeats: 2, stride: 2, expansion: 4, channels: 24 },
      ],
      features: 20,
      input: [3, 32, 32],
    }),
  ],
];

test.each(networks)("%s: its steps stay on the device, and its losses are those of the processor", async (_, model) => {
  const cpu = await losses(model, "cpu");
  let webgpu: readonly number[] = [];
  const left = await onProcessor(async (profileTo) => {
    webgpu = await losses(model, "webgpu", profileTo);
  });
  for (const [i, loss] of cpu.entries()) expect(webgpu[i]).toBeCloseTo(loss, 3);
  expect(left).toEqual(countingOnly);
});

/** Losses of a few steps of SGD, which, unlike Adam, does not blow up the rounding of gradients near zero. */
async function losses(model: Model, device: Device, profileTo?: string): Promise<readonly number[]> {
  const rule = ruleFromConfig({ ...resolveOptimizer({ name: "sgd" }), label: "sgd" });
  const graph = buildTrainGraph({
    model,
    task: imageClassification,
    rule,
    clipGlobalNorm: null,
    decaySkipsBiases: false,
    device,
    chunkSize: Number.POSITIVE_INFINITY,
    images,
    batchSize,
  });
  const session = await openSession(graph.model, { device, ...(profileTo === undefined ? {} : { profileTo }) });
  const { loss } = await session.run(feedsOf(model, rule, graph));
  await session.close();
  return Array.from(loss!.data, Number);
}

function feedsOf(
  model: Model,
  rule: ReturnType<typeof ruleFromConfig>,
  { banks, calls }: ReturnType<typeof buildTrainGraph>,
): { readonly [name: string]: Tensor } {
  const size = model.parameterCount;
  const pixels = sizeOf(model.input);
  const float = (shape: readonly number[], of: (i: number) => number): Tensor => ({
    dtype: "float",
    shape,
    data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => of(i)),
  });
  const int = (shape: readonly number[], of: (i: number) => number): Tensor => ({
    dtype: "int",
    shape,
    data: Int32Array.from({ length: sizeOf(shape) }, (_, i) => of(i)),
  });
  const statistics = initialStatistics(model);
  const scalars = rule.hostScalars({ step: 1, lr: 1e-3, peakLr: 1e-3, totalSteps: 100 });
  return {
    w: float([size], (i) => 0.2 * Math.sin(i * 1.7)),
    statistics: float([statistics.length], (i) => statistics[i]!),
    images: {
      dtype: "byte",
      shape: [images, pixels],
      data: Uint8Array.from({ length: images * pixels }, (_, i) => (Math.imul(i, 2654435761) >>> 24) & 255),
    },
    labels: int([images], (i) => i % model.classes),
    index: int([steps, batchSize], (i) => i % images),
    ...Object.fromEntries(rule.slots.map((_, i) => [`slot-${i}`, float([size], () => 0)])),
    ...Object.fromEntries(Array.from(scalars, (value, i) => [`scalar-${i}`, float([steps], () => value)])),
    ...Object.fromEntries(banks.map(({ inputs: [input], rows }) => [input, float([rows, batchSize], () => 1)])),
    ...Object.fromEntries(calls.map(({ input, rows }) => [input, int([steps, rows], () => 0)])),
  };
}
