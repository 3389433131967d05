/**
 * cnn: a convolutional network on Fashion-MNIST at 14 × 14 pixels.
 *
 *   14×14 → conv 3×3, stride 2, ReLU → 6×6 → conv 3×3, pool 2, ReLU → 2×2 → dense 10
 * Activations are [channels, positions, batch], as in models/fashion-cnn.ts.
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import { biasRelu, convolve, maxPoolPhases } from "../../models/layers/conv.ts";
import { poolPhases, rowMajor, windowTable } from "../../models/layers/window.ts";
import type { ParameterSpec } from "../../models/model.ts";
import { keptSubnormals, poolTies } from "../../models/revision.ts";
import type { ProxyTask } from "../proxy.ts";
import { classificationLoss } from "./classification-loss.ts";
import { bias, columnMatrix } from "./dense-parameters.ts";
import { fashionClasses, imagesOf, pooledFashion } from "./pooled-fashion.ts";

/** Sizes of a convolutional proxy. `channels`: of the two convolutions. */
export interface CnnProxyOptions {
  readonly name: string;
  readonly why: string;
  readonly parameterCount: number;
  readonly channels: readonly [number, number];
  readonly batchSize: number;
  readonly steps: number;
  /** See `ProxyTask`; 0 by default. */
  readonly gradientDoublings?: number;
  /** Training images; all 20,000 by default. */
  readonly images?: number;
}

const side = 14;
const kernel = 3;
const pooled = rowMajor(2, 2);
const strided = rowMajor(6, 6).map(({ row, column }) => ({ row: 2 * row, column: 2 * column }));
const tables = {
  conv1: windowTable(strided, { inputs: rowMajor(side, side), kernel }),
  conv2: windowTable(poolPhases(pooled), { inputs: rowMajor(6, 6), kernel }),
};

/** A convolutional network of any width as a proxy. */
export function cnnProxy(options: CnnProxyOptions): ProxyTask {
  const { name, why, parameterCount, channels, batchSize, steps, images, gradientDoublings = 0 } = options;
  const [first, second] = channels;
  const flat = second * pooled.length;
  return Object.freeze({
    name,
    summary: `convolutions of ${first} and ${second} channels on ${imagesOf(images)} at ${side} × ${side}, batch ${batchSize}, ${steps} steps`,
    why,
    parameters: [
      ...convolution("conv1", { from: 1, to: first }),
      ...convolution("conv2", { from: first, to: second }),
      columnMatrix("dense.weight", { from: flat, to: fashionClasses }),
      bias("dense.bias", fashionClasses),
    ],
    parameterCount,
    changes: [poolTies, keptSubnormals],
    batchSize,
    steps,
    gradientDoublings,
    uncertainty: Math.log(fashionClasses),
    dataset: "fashion-mnist",
    load: ({ dataDir }) => pooledFashion({ side, images, dataDir }),
    loss: <V extends TensorType>(
      ops: Ops<V>,
      { x, y }: { readonly x: V; readonly y: V },
      parameter: (name: string) => V,
    ): V => {
      const batch = y.shape[0]!;
      const image = ops.reshape(ops.transpose(x, { perm: [1, 0] }), { shape: [1, side * side, batch] });
      let h = convolve(ops, image, { weight: parameter("conv1.weight"), table: tables.conv1 });
      h = ops.reshape(biasRelu(ops, h, parameter("conv1.bias")), { shape: [first, strided.length, batch] });
      h = maxPoolPhases(ops, convolve(ops, h, { weight: parameter("conv2.weight"), table: tables.conv2 }));
      h = ops.reshape(biasRelu(ops, h, parameter("conv2.bias")), { shape: [flat, batch] });
      const offset = ops.reshape(parameter("dense.bias"), { shape: [fashionClasses, 1] });
      const logits = ops.add(ops.matmul(parameter("dense.weight"), h), offset);
      return classificationLoss(ops, { logits, labels: y, axis: 0 });
    },
  } satisfies ProxyTask);
}

const small = { parameterCount: 1_898, channels: [8, 16], batchSize: 64, steps: 200 } as const;

/** Channels 8 and 16, 200 steps. */
export const cnn: ProxyTask = cnnProxy({
  ...small,
  name: "cnn",
  why: "Shared weights, as in the last stage of the funnel.",
});

/** 100 steps. */
export const cnnShort: ProxyTask = cnnProxy({
  ...small,
  name: "cnn-short",
  why: "The same in half the time, where early steps count for more.",
  steps: 100,
});

/** 600 steps. */
export const cnnLong: ProxyTask = cnnProxy({
  ...small,
  name: "cnn-long",
  why: "The same for three times as long, where late steps count for more.",
  steps: 600,
});

/** Batches of 16, 400 steps. */
export const cnnB16: ProxyTask = cnnProxy({
  ...small,
  name: "cnn-b16",
  why: "Small batches and twice the steps, nearer to the noise of real training, for less than cnn costs.",
  batchSize: 16,
  steps: 400,
});

/** Channels 16 and 32, 550 steps: about ten times the work of `cnn`. */
export const cnnLarge: ProxyTask = cnnProxy({
  name: "cnn-large",
  why: "About ten times the work of cnn: twice the channels, more steps.",
  parameterCount: 6_090,
  channels: [16, 32],
  batchSize: 64,
  steps: 550,
});

/** 300 images, so that 300 steps of batch 32 pass over each 32 times. */
export const cnnFew: ProxyTask = cnnProxy({
  ...small,
  name: "cnn-few",
  why: "Few images, many passes, shared weights: rewards what generalises. Lion leads by little.",
  batchSize: 32,
  images: 300,
  gradientDoublings: 6,
  steps: 300,
});

/** Channels 16 and 32 on 1,000 images: about ten times the work of `cnn-few`. */
export const cnnFewLarge: ProxyTask = cnnProxy({
  name: "cnn-few-large",
  why: "About ten times the work of cnn-few: twice the channels, more images and steps.",
  parameterCount: 6_090,
  channels: [16, 32],
  batchSize: 64,
  images: 1000,
  gradientDoublings: 6,
  steps: 400,
});

function convolution(
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
): readonly ParameterSpec[] {
  const taps = kernel * kernel;
  const initializer = { kind: "glorot-uniform", fanIn: from * taps, fanOut: to * taps } as const;
  return [{ name: `${name}.weight`, shape: [to, from, kernel, kernel], initializer }, bias(`${name}.bias`, to)];
}
