/**
 * cifar-cnn: the small convolutional network of the published CIFAR-10 comparisons, plain and improved.
 *
 *   3 × (two convolutions 3×3 with padding 1, pool 2) of 32, 64, 128 channels → dense 128 → dense classes; ReLU after every
 *   hidden layer. Improved: batch normalization before each ReLU, dropout .05, .05, .1 after the blocks and .2 after the hidden
 *   dense layer, L2 0.0001 on the weights of convolutions.
 * Deviation: ReLU follows the pool instead of preceding it, which is the same function.
 */
import { LabError } from "../core/errors.ts";
import type { TensorType } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";
import { countParameters } from "./count-parameters.ts";
import { batchNorm, batchNormParameters, batchNormStatistics } from "./layers/batch-norm.ts";
import {
  convolveImage,
  convolveMap,
  flattenMap,
  type MapConvolution,
  mapOf,
  maxPoolHalf,
  pooledHalf,
  rowMajorMap,
  type SquareMap,
} from "./layers/maps.ts";
import type { ForwardContext, LayerSummary, Model, ParameterSpec, StatisticSpec } from "./model.ts";
import { convolutionPoints, poolTies } from "./revision.ts";

/** Sizes of a network. `size`: pixels along an image's side, halved by each block. */
export interface CifarCnnOptions {
  readonly name: string;
  readonly channels: number;
  readonly size: number;
  readonly classes: number;
  /** Channels of each block's convolutions. */
  readonly blocks: readonly number[];
  /** Units of the hidden dense layer. */
  readonly hidden: number;
  readonly improved: boolean;
}

const kernel = 3;
const l2 = 1e-4;
const blockDropout = [0.05, 0.05, 0.1] as const;
const denseDropout = 0.2;

const published = { channels: 3, size: 32, classes: 10, blocks: [32, 64, 128], hidden: 128 } as const;

/** The plain network of 550,570 parameters. */
export const cifarCnn: Model = cifarCnnOf({
  ...published,
  name: "cifar-cnn",
  improved: false,
});

/** The improved one of 551,722. */
export const cifarCnnImproved: Model = cifarCnnOf({
  ...published,
  name: "cifar-cnn-improved",
  improved: true,
});

/** A network of any sizes. */
export function cifarCnnOf(options: CifarCnnOptions): Model {
  const { name, channels, size, classes, hidden, improved } = options;
  checkSize(options);
  const convs = convolutionsOf(options);
  const features = convs.at(-1)!.to * (size >> options.blocks.length) ** 2;
  const parameters: readonly ParameterSpec[] = [
    ...convs.flatMap((conv) => [...convParameters(conv, improved), ...normParameters(conv.norm, conv.to, improved)]),
    ...dense("dense1", features, hidden),
    ...normParameters("norm-dense1", hidden, improved),
    ...dense("dense2", hidden, classes),
  ];
  return {
    name,
    summary: `Six 3×3 convolutions and two dense layers for ${size}×${size} images${improved ? ", with batch normalization, dropout and L2" : ""}.`,
    source:
      "Published optimizer comparisons on CIFAR-10; three blocks as in VGG (Simonyan & Zisserman 2014, arXiv:1409.1556).",
    input: [channels, size, size],
    classes,
    parameters,
    statistics: improved ? normStatistics([...convs, { norm: "norm-dense1", to: hidden }]) : [],
    parameterCount: countParameters(parameters),
    changes: [poolTies, convolutionPoints],
    partSize: 16,
    layers: layersOf(options, convs, features),
    fit: ([newChannels, height, width], newClasses) => {
      if (height !== width) throw imageSize(options, `${height} × ${width}`);
      return cifarCnnOf({ ...options, channels: newChannels, size: height, classes: newClasses });
    },
    sideFrom: {
      tensor: "dense1.weight",
      sideOf: (inputs) => Math.sqrt(inputs / convs.at(-1)!.to) * 2 ** options.blocks.length,
    },
    forward: <V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>): V => {
      const p = context.parameter;
      const normed = (h: V, norm: string): V => (improved ? batchNorm(ops, h, { context, name: norm }) : h);
      const dropped = (h: V, rate: number): V => (improved ? context.dropout(h, rate) : h);

      let h = x;
      for (const [i, conv] of convs.entries()) {
        const weight = p(`${conv.name}.weight`);
        h =
          i === 0
            ? convolveImage(ops, x, { weight, place: conv.place })
            : convolveMap(ops, h, { weight, place: conv.place });
        // a bias moves every position of a channel alike, so without normalization between them it can wait for the pool
        const early = improved || !conv.pools;
        if (early) h = normed(ops.add(h, p(`${conv.name}.bias`)), conv.norm);
        if (conv.pools) h = maxPoolHalf(ops, h);
        if (!early) h = ops.add(h, p(`${conv.name}.bias`));
        h = ops.relu(h);
        if (conv.pools) h = dropped(h, conv.dropout);
      }
      const flat = flattenMap(ops, h, convs.at(-1)!.pooled);
      const biased = (value: V, layer: string): V => ops.add(value, p(`${layer}.bias`));
      h = normed(biased(ops.matmul(flat, p("dense1.weight"), { transA: true, transB: true }), "dense1"), "norm-dense1");
      h = dropped(ops.relu(h), denseDropout); // [batch, hidden]
      const logits = ops.matmul(p("dense2.weight"), h, { transB: true });
      return ops.add(logits, ops.reshape(p("dense2.bias"), { shape: [classes, 1] }));
    },
  };
}

/** Each block halves the map. Errors: `image-size`. */
function checkSize(options: CifarCnnOptions): void {
  const { size, blocks } = options;
  if (size % 2 ** blocks.length !== 0) throw imageSize(options, `${size} × ${size}`);
}

function imageSize({ name, blocks }: CifarCnnOptions, found: string): LabError {
  return new LabError(
    "image-size",
    `${name} takes square images whose side is a multiple of ${2 ** blocks.length} pixels, but these have ${found}; change data.size, or take another model.`,
  );
}

/** A convolution in its place. */
interface Convolution {
  readonly name: string;
  readonly norm: string;
  readonly from: number;
  readonly to: number;
  /** Pixels along the side of its input. */
  readonly side: number;
  readonly pools: boolean;
  readonly dropout: number;
  readonly place: MapConvolution;
  /** The map that a pool after it leaves. */
  readonly pooled: SquareMap;
}

function convolutionsOf({ channels, size, blocks }: CifarCnnOptions): readonly Convolution[] {
  return blocks.flatMap((to, block) => {
    const side = size >> block;
    const map = mapOf(side);
    const inputs = block === 0 ? rowMajorMap(side) : pooledHalf(mapOf(2 * side));
    const common = { to, side, dropout: blockDropout[block] ?? blockDropout.at(-1)!, pooled: pooledHalf(map) };
    const named = (at: number) => ({ name: `conv${2 * block + at}`, norm: `norm${2 * block + at}` });
    const place = (from: SquareMap): MapConvolution => ({ from, to: map, kernel, stride: 1, padding: 1 });
    const from = block === 0 ? channels : blocks[block - 1]!;
    return [
      { ...common, ...named(1), from, pools: false, place: place(inputs) },
      { ...common, ...named(2), from: to, pools: true, place: place(map) },
    ];
  });
}

function convParameters({ name, from, to }: Convolution, penalized: boolean): readonly ParameterSpec[] {
  const initializer = { kind: "he-uniform", fanIn: from * kernel * kernel } as const;
  return [
    { name: `${name}.weight`, shape: [to, from, kernel, kernel], initializer, ...(penalized ? { l2 } : {}) },
    { name: `${name}.bias`, shape: [to], initializer: { kind: "zeros" } },
  ];
}

function dense(name: string, from: number, to: number): readonly ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [to, from], initializer: { kind: "he-uniform", fanIn: from } },
    { name: `${name}.bias`, shape: [to], initializer: { kind: "zeros" } },
  ];
}

function normParameters(name: string, channels: number, improved: boolean): readonly ParameterSpec[] {
  return improved ? batchNormParameters(name, channels) : [];
}

function normStatistics(norms: readonly { readonly norm: string; readonly to: number }[]): readonly StatisticSpec[] {
  return norms.flatMap(({ norm, to }) => batchNormStatistics(norm, to));
}

function layersOf(
  { classes, hidden, improved }: CifarCnnOptions,
  convs: readonly Convolution[],
  features: number,
): readonly LayerSummary[] {
  const norm = improved ? ", batch normalization" : "";
  const normCount = (channels: number): number => (improved ? 2 * channels : 0);
  const dropout = (rate: number, output: readonly number[]): readonly LayerSummary[] =>
    improved ? [{ layer: `dropout ${rate}`, output, parameters: 0 }] : [];
  const rows = convs.flatMap((conv) => {
    const { name, from, to, side, pools } = conv;
    const parameters = to * (from * kernel * kernel + 1) + normCount(to);
    const penalty = improved ? `, L2 ${l2}` : "";
    const own = { layer: `${name} 3×3${norm}, ReLU${penalty}`, output: [to, side, side], parameters };
    if (!pools) return [own];
    const output = [to, side / 2, side / 2];
    return [own, { layer: "max-pool 2×2", output, parameters: 0 }, ...dropout(conv.dropout, output)];
  });
  return [
    ...rows,
    { layer: "flatten", output: [features], parameters: 0 },
    { layer: `dense1${norm}, ReLU`, output: [hidden], parameters: hidden * (features + 1) + normCount(hidden) },
    ...dropout(denseDropout, [hidden]),
    { layer: "dense2", output: [classes], parameters: classes * (hidden + 1) },
  ];
}
