// The networks whose training steps are measured.
import { fashionCnn } from "../src/models/fashion-cnn.ts";
import { modelNamed } from "../src/models/index.ts";
import type { Model, ParameterSpec } from "../src/models/model.ts";

const mlp: Model = {
  name: "mlp-64-32-10",
  summary: "The perceptron of the step benchmark.",
  source: "bench/",
  input: [1, 8, 8],
  classes: 10,
  parameters: [...dense("hidden", 64, 32), ...dense("head", 32, 10)],
  statistics: [],
  parameterCount: 2_410,
  layers: [],
  forward: (ops, x, { parameter }) => {
    const column = (name: string, size: number) => ops.reshape(parameter(name), { shape: [size, 1] });
    const hidden = ops.relu(ops.add(ops.matmul(parameter("hidden.weight"), x), column("hidden.bias", 32)));
    return ops.add(ops.matmul(parameter("head.weight"), hidden), column("head.bias", 10));
  },
};

/** A model of the library on small images in ten classes, a few steps a call. */
const onImages = (name: string, { side, batchSize }: { side: number; batchSize: number }) => {
  const library = modelNamed(name);
  const model = library.fit?.([3, side, side], 10) ?? library;
  return { model, batchSize, optimizer: "adam", perCall: "as a trial", warmup: 2 } as const;
};

/** The cases by the word that names them: a model, its batch, the optimizer, steps a call and calls before the measured ones. */
export const stepCases = {
  "fashion-cnn": { model: fashionCnn, batchSize: 128, optimizer: "adam", perCall: 10, warmup: 1 },
  mlp: { model: mlp, batchSize: 64, optimizer: "lion", perCall: 500, warmup: 2 },
  "cifar-cnn": onImages("cifar-cnn", { side: 32, batchSize: 128 }),
  "cifar-cnn-improved": onImages("cifar-cnn-improved", { side: 32, batchSize: 128 }),
  "resnet-18": onImages("resnet-18", { side: 32, batchSize: 64 }),
  "resnet-50": onImages("resnet-50", { side: 32, batchSize: 64 }),
  "vit-ti-4": onImages("vit-ti-4", { side: 32, batchSize: 64 }),
  "mixer-s-4": onImages("mixer-s-4", { side: 32, batchSize: 64 }),
  "efficientnet-v2-s": onImages("efficientnet-v2-s", { side: 64, batchSize: 16 }),
} as const;

function dense(layer: string, from: number, to: number): readonly ParameterSpec[] {
  const initializer = { kind: "glorot-uniform", fanIn: from, fanOut: to } as const;
  return [
    { name: `${layer}.weight`, shape: [to, from], initializer },
    { name: `${layer}.bias`, shape: [to], initializer: { kind: "zeros" } },
  ];
}
