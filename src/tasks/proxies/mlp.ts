/**
 * mlp: a perceptron of one hidden layer on Fashion-MNIST at 8 × 8 pixels.
 *
 *   64 → dense 32, ReLU → dense 10      2,410 parameters; activations are [units, batch]
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import { keptSubnormals } from "../../models/revision.ts";
import type { ProxyTask } from "../proxy.ts";
import { classificationLoss } from "./classification-loss.ts";
import { bias, columnMatrix } from "./dense-parameters.ts";
import { fashionClasses, imagesOf, pooledFashion } from "./pooled-fashion.ts";

/** Sizes of a perceptron proxy. `side`: pixels along an image's side; `hidden`: units of each hidden layer. */
export interface MlpProxyOptions {
  readonly name: string;
  readonly why: string;
  readonly parameterCount: number;
  readonly batchSize: number;
  readonly steps: number;
  readonly side?: 8 | 14;
  readonly hidden?: readonly number[];
  /** See `ProxyTask`; 0 by default. */
  readonly gradientDoublings?: number;
  /** Training images; all 20,000 by default. */
  readonly images?: number;
  readonly labelNoise?: number;
}

/** A perceptron of any sizes as a proxy. */
export function mlpProxy(options: MlpProxyOptions): ProxyTask {
  const {
    name,
    why,
    parameterCount,
    batchSize,
    steps,
    side = 8,
    hidden = [32],
    images,
    labelNoise = 0,
    gradientDoublings = 0,
  } = options;
  const widths = [side * side, ...hidden, fashionClasses];
  const layers = widths.slice(1).map((to, i) => ({ name: `dense${i + 1}`, from: widths[i]!, to }));
  return Object.freeze({
    name,
    summary: `perceptron ${widths.join("-")} on ${imagesOf(images)} at ${side} × ${side}, batch ${batchSize}, ${steps} steps`,
    why,
    parameters: layers.flatMap((layer) => [
      columnMatrix(`${layer.name}.weight`, layer),
      bias(`${layer.name}.bias`, layer.to),
    ]),
    parameterCount,
    changes: [keptSubnormals],
    batchSize,
    steps,
    gradientDoublings,
    uncertainty: Math.log(fashionClasses),
    dataset: "fashion-mnist",
    load: ({ dataDir }) => pooledFashion({ side, images, labelNoise, dataDir }),
    loss: <V extends TensorType>(
      ops: Ops<V>,
      { x, y }: { readonly x: V; readonly y: V },
      parameter: (name: string) => V,
    ): V => {
      let h = x; // [batch, pixels], then [units, batch]
      for (const [i, layer] of layers.entries()) {
        const offset = ops.reshape(parameter(`${layer.name}.bias`), { shape: [layer.to, 1] });
        const product = ops.matmul(parameter(`${layer.name}.weight`), h, { transB: i === 0 });
        const sum = ops.add(product, offset);
        h = i === layers.length - 1 ? sum : ops.relu(sum);
      }
      return classificationLoss(ops, { logits: h, labels: y, axis: 0 });
    },
  } satisfies ProxyTask);
}

const small = { parameterCount: 2_410, batchSize: 64, steps: 500 };

/** The task of the benchmark: 500 steps of batch 64. */
export const mlp: ProxyTask = mlpProxy({
  ...small,
  name: "mlp",
  why: "The cheapest task, and the one of the benchmark.",
});

/** 200 steps. */
export const mlpShort: ProxyTask = mlpProxy({
  ...small,
  name: "mlp-short",
  why: "A short run rewards large early steps and short memories.",
  steps: 200,
});

/** 1,500 steps: 4.8 passes over the images. */
export const mlpLong: ProxyTask = mlpProxy({
  ...small,
  name: "mlp-long",
  why: "A long run rewards what still helps when the easy part is learned.",
  steps: 1_500,
});

/** A larger batch. */
export const mlpB256: ProxyTask = mlpProxy({
  ...small,
  name: "mlp-b256",
  why: "A larger batch: less noise in the gradient, which narrows the lead of tuned AdamW over one sign of the momentum.",
  batchSize: 256,
  steps: 200,
});

/** A third of the training labels are random. */
export const mlpNoisy: ProxyTask = mlpProxy({
  ...small,
  name: "mlp-noisy",
  why: "A third of the labels are replaced at random: punishes rules that follow single batches.",
  labelNoise: 1 / 3,
});

/** 300 images, so that 400 steps of batch 32 pass over each 43 times. */
export const mlpFew: ProxyTask = mlpProxy({
  ...small,
  name: "mlp-few",
  why: "Few images, many passes, as in the paper's proxies: rewards what generalises. The sign family leads by 0.003 to 0.006.",
  batchSize: 32,
  images: 300,
  gradientDoublings: 6,
  steps: 400,
});

/** 14 × 14 pixels, two layers of 64 and 1,000 images: about ten times the work of `mlp-few`. */
export const mlpFewLarge: ProxyTask = mlpProxy({
  name: "mlp-few-large",
  why: "About ten times the work of mlp-few: more pixels, one more layer, more images and steps.",
  parameterCount: 17_418,
  batchSize: 64,
  steps: 800,
  side: 14,
  hidden: [64, 64],
  images: 1000,
  gradientDoublings: 6,
});

/** 14 × 14 pixels and two layers of 64: about ten times the work of `mlp`. */
export const mlpLarge: ProxyTask = mlpProxy({
  name: "mlp-large",
  why: "About ten times the work of mlp: more pixels, one more layer, more steps.",
  parameterCount: 17_418,
  batchSize: 64,
  steps: 700,
  side: 14,
  hidden: [64, 64],
});
