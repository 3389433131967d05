/**
 * A trial that runs in milliseconds: 4 × 4 images in three classes, a two-layer network with dropout and a penalty.
 */
import { createRng } from "../../src/core/rng.ts";
import type { TensorType } from "../../src/core/tensor.ts";
import type { LabelledImages, LoadedDataset } from "../../src/data/dataset.ts";
import { fingerprintOf } from "../../src/data/index.ts";
import type { Ops } from "../../src/graph/builder.ts";
import { cifarCnnOf } from "../../src/models/cifar-cnn.ts";
import type { ForwardContext, Model } from "../../src/models/model.ts";
import { revisionMember } from "../../src/models/revision.ts";
import { resolveOptimizer } from "../../src/optimizers/resolve.ts";
import type { TrialConfig } from "../../src/records/records.ts";
import { engineMember } from "../../src/trainer/engine-revision.ts";

const hidden = 8;

/** 16 → 8 → 3 with ReLU, dropout 0.25 and 0.5, and L2 on the first layer. */
export const tinyModel: Model = {
  name: "tiny",
  summary: "Two dense layers for tests.",
  source: "own",
  input: [1, 4, 4],
  classes: 3,
  parameters: [
    {
      name: "a.weight",
      shape: [hidden, 16],
      initializer: { kind: "glorot-uniform", fanIn: 16, fanOut: hidden },
      l2: 0.01,
    },
    { name: "a.bias", shape: [hidden], initializer: { kind: "zeros" } },
    { name: "b.weight", shape: [3, hidden], initializer: { kind: "glorot-uniform", fanIn: hidden, fanOut: 3 } },
    { name: "b.bias", shape: [3], initializer: { kind: "zeros" } },
  ],
  statistics: [],
  parameterCount: 16 * hidden + hidden + 3 * hidden + 3,
  layers: [],
  forward: <V extends TensorType>(ops: Ops<V>, x: V, { parameter, dropout }: ForwardContext<V>): V => {
    const layer = (name: string, input: V, size: number): V =>
      ops.add(
        ops.matmul(parameter(`${name}.weight`), input),
        ops.reshape(parameter(`${name}.bias`), { shape: [size, 1] }),
      );
    const h = dropout(ops.relu(layer("a", dropout(x, 0.25), hidden)), 0.5);
    return layer("b", h, 3);
  },
};

/** A convolution block, batch normalization, dropout and L2: a model with running statistics. */
export const tinyNormedModel: Model = cifarCnnOf({
  name: "tiny-normed",
  channels: 1,
  size: 4,
  classes: 3,
  blocks: [3],
  hidden: 5,
  improved: true,
});

/** 16 → 8, two residual branches of 8, 3 classes; no dropout, so that a batch may be cut in two. */
export const tinyResidualModel: Model = {
  name: "tiny-residual",
  summary: "Two residual branches for tests.",
  source: "own",
  input: [1, 4, 4],
  classes: 3,
  parameters: [
    { name: "stem.weight", shape: [hidden, 16], initializer: { kind: "glorot-uniform", fanIn: 16, fanOut: hidden } },
    ...["blocks.0", "blocks.1"].map((block) => ({
      name: `${block}.weight`,
      shape: [hidden, hidden],
      initializer: { kind: "he-uniform", fanIn: hidden } as const,
    })),
    { name: "head.weight", shape: [3, hidden], initializer: { kind: "glorot-uniform", fanIn: hidden, fanOut: 3 } },
    { name: "head.bias", shape: [3], initializer: { kind: "zeros" } },
  ],
  statistics: [],
  parameterCount: 16 * hidden + 2 * hidden * hidden + 3 * hidden + 3,
  layers: [],
  forward: <V extends TensorType>(ops: Ops<V>, x: V, { parameter, dropPath }: ForwardContext<V>): V => {
    let h = ops.matmul(parameter("stem.weight"), x); // [hidden, batch]
    for (const index of [0, 1]) {
      const branch = ops.relu(ops.matmul(parameter(`blocks.${index}.weight`), h));
      h = ops.add(h, dropPath(branch, { index, of: 2, batch: "last" }));
    }
    return ops.add(ops.matmul(parameter("head.weight"), h), ops.reshape(parameter("head.bias"), { shape: [3, 1] }));
  },
};

/** 330 training and 70 test images; class k is brighter in its own rows. */
export function tinyDataset(): LoadedDataset {
  const [train, test] = [part("train", 330), part("test", 70)];
  const about = { name: "tiny", shape: [1, 4, 4] as const, classes: ["a", "b", "c"], origin: "memory" };
  return { ...about, train, test, fingerprint: fingerprintOf(train, test) };
}

/** What a tiny trial's config may say differently. */
export interface TinyChanges {
  readonly optimizer?: string;
  readonly lr?: number;
  readonly seed?: number;
  readonly schedule?: TrialConfig["schedule"];
  readonly hyperparameters?: { readonly [name: string]: number | boolean };
  readonly training?: Partial<TrialConfig["training"]>;
  readonly data?: Partial<TrialConfig["data"]>;
  /** Whose revision the trial is planned for; `tinyModel` where absent. */
  readonly model?: Model;
}

/** Config of a trial on the tiny dataset: 6 epochs of 11 steps. */
export function tinyConfig(dataset: LoadedDataset, changes: TinyChanges = {}): TrialConfig {
  const { optimizer = "adam", hyperparameters = {} } = changes;
  const { name, convention, program, ...resolved } = resolveOptimizer({ name: optimizer, hyperparameters });
  const config: TrialConfig = {
    schemaVersion: 1,
    data: { name: "tiny", fingerprint: dataset.fingerprint, limitTrain: null, validation: 0.2, ...changes.data },
    model: { name: "tiny", ...revisionMember(changes.model ?? tinyModel) },
    optimizer: { name, label: name, convention, program, hyperparameters: resolved.hyperparameters },
    lr: changes.lr ?? 0.01,
    schedule: changes.schedule ?? { kind: "constant", warmupSteps: 0 },
    training: {
      epochs: 6,
      batchSize: 24,
      monitor: "validationAccuracy",
      patience: null,
      clipGlobalNorm: null,
      decaySkipsBiases: false,
      ...changes.training,
    },
    device: "cpu",
    seed: changes.seed ?? 1,
  };
  return { ...config, ...engineMember(config) };
}

function part(name: string, count: number): LabelledImages {
  const rng = createRng(1, "tiny", name);
  const labels = Uint8Array.from({ length: count }, () => rng.below(3));
  const images = Uint8Array.from({ length: count * 16 }, (_, pixel) => {
    const row = Math.floor((pixel % 16) / 4);
    return rng.below(row === labels[Math.floor(pixel / 16)] ? 256 : 96);
  });
  return { count, images, labels };
}
