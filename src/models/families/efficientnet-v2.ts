/**
 * EfficientNetV2 with the tensor names of timm's `tf_efficientnetv2_*`, so that their weights load unchanged.
 *
 *   conv 3×3 stride 2 → stages of plain convolutions, fused and depthwise inverted residuals, the latter with
 *   squeeze-excitation → conv 1×1 → mean over positions → dense classes; batch normalization and SiLU
 * Strided convolutions pad as TensorFlow does: as many zeros as are needed, the odd one after the map.
 * Source: Tan & Le 2021, arXiv:2104.00298; squeeze-excitation of Hu et al. 2017, arXiv:1709.01507.
 */
import { sizeOf, type TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import { batchNorm, batchNormParameters, batchNormStatistics } from "../layers/batch-norm.ts";
import {
  convolveDepthwise,
  convolveImage,
  convolveMap,
  type MapConvolution,
  mapOf,
  rowMajorMap,
} from "../layers/maps.ts";
import type { ForwardContext, LayerSummary, Model, ParameterSpec, StatisticSpec } from "../model.ts";
import { convolutionPoints } from "../revision.ts";

/** Blocks of one kind and width. `expansion`: channels inside for each that comes in; the first block has the stride. */
export interface EfficientNetStage {
  readonly kind: "plain" | "fused" | "inverted";
  readonly repeats: number;
  readonly stride: 1 | 2;
  readonly expansion: number;
  readonly channels: number;
}

/** Sizes of a network. `stem`, `features`: channels of the first and of the last convolution. */
export interface EfficientNetOptions {
  readonly name: string;
  readonly stem: number;
  readonly stages: readonly EfficientNetStage[];
  readonly features: number;
  readonly input: Model["input"];
  readonly classes: number;
}

const epsilon = 1e-3;
/** Channels of a squeeze for each that comes into the block. */
const squeezeShare = 0.25;

/** A network of any sizes. Images are square. */
export function efficientNetV2Of(options: EfficientNetOptions): Model {
  const { name, input, classes, features } = options;
  const [channels, side] = input;
  const stem = conv("conv_stem", { norm: "bn1", from: channels, to: options.stem, kernel: 3, stride: 2, side });
  const blocks = blocksOf(options, stem.sideOut);
  const end = blocks.at(-1)?.convs.at(-1) ?? stem;
  const last = conv("conv_head", { norm: "bn2", from: end.to, to: features, kernel: 1, stride: 1, side: end.sideOut });
  const limit = 1 / Math.sqrt(classes);
  const parameters: readonly ParameterSpec[] = [
    ...convParameters(stem),
    ...blocks.flatMap(blockParameters),
    ...convParameters(last),
    { name: "classifier.weight", shape: [classes, features], initializer: { kind: "uniform", limit } },
    { name: "classifier.bias", shape: [classes], initializer: { kind: "zeros" } },
  ];
  const convs = [stem, ...blocks.flatMap((block) => block.convs), last];
  return {
    name,
    summary: `EfficientNetV2 of ${blocks.length} blocks, fused and depthwise, with squeeze-excitation.`,
    source: "Tan & Le 2021, arXiv:2104.00298; tensor names and initial values as in timm.",
    changes: [convolutionPoints],
    input,
    classes,
    parameters,
    statistics: convs.flatMap(({ norm, to }): readonly StatisticSpec[] => batchNormStatistics(norm, to)),
    parameterCount: countOf(parameters),
    layers: [
      { layer: "conv_stem 3×3 stride 2", output: outputOf(stem), parameters: countOf(convParameters(stem)) },
      ...blocks.map(blockSummary),
      { layer: "conv_head 1×1", output: outputOf(last), parameters: countOf(convParameters(last)) },
      { layer: "mean over positions", output: [features], parameters: 0 },
      { layer: "classifier", output: [classes], parameters: classes * (features + 1) },
    ],
    fit: (newInput, newClasses) => efficientNetV2Of({ ...options, input: newInput, classes: newClasses }),
    layerOf: (parameter) => {
      const block = blocks.findIndex(({ name: own }) => parameter.startsWith(`${own}.`));
      if (block >= 0) return block + 1;
      if (parameter.startsWith("classifier.")) return blocks.length + 1;
      return /^(conv_head|bn2)\./.test(parameter) ? blocks.length : 0;
    },
    forward: <V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>): V => {
      let h = ops.silu(applyConv(ops, x, { conv: stem, context }));
      for (const [index, block] of blocks.entries()) {
        const y = applyBlock(ops, h, { block, context });
        const place = { index, of: blocks.length, batch: "middle" } as const;
        h = block.skips ? ops.add(h, context.dropPath(y, place)) : y;
      }
      h = ops.mean(ops.silu(applyConv(ops, h, { conv: last, context })), { axes: [0], keepDims: false }); // [batch, features]
      const bias = ops.reshape(context.parameter("classifier.bias"), { shape: [classes, 1] });
      return ops.add(ops.matmul(context.parameter("classifier.weight"), h, { transB: true }), bias);
    },
  };
}

/** A convolution without bias, and the normalization that follows it. */
interface Convolution {
  readonly name: string;
  readonly norm: string;
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly stride: number;
  readonly depthwise: boolean;
  readonly side: number;
  readonly sideOut: number;
}

/** A block: convolutions in order; SiLU follows all but the last, and that of a plain block too. */
interface Block {
  readonly name: string;
  readonly kind: EfficientNetStage["kind"];
  readonly convs: readonly Convolution[];
  /** Channels of the squeeze before the last convolution; 0: none. */
  readonly squeeze: number;
  readonly skips: boolean;
}

function conv(
  name: string,
  size: Omit<Convolution, "name" | "sideOut" | "depthwise"> & { readonly depthwise?: boolean },
): Convolution {
  return { depthwise: false, ...size, name, sideOut: Math.ceil(size.side / size.stride) };
}

function blocksOf({ stem, stages }: EfficientNetOptions, side: number): readonly Block[] {
  const blocks: Block[] = [];
  let [from, at] = [stem, side];
  for (const [stage, { repeats, stride: first, ...kind }] of stages.entries()) {
    for (let i = 0; i < repeats; i++) {
      const stride = i === 0 ? first : 1;
      const block = blockOf(`blocks.${stage}.${i}`, { ...kind, from, stride, side: at });
      blocks.push(block);
      from = kind.channels;
      at = block.convs.at(-1)!.sideOut;
    }
  }
  return blocks;
}

function blockOf(
  name: string,
  size: Pick<EfficientNetStage, "kind" | "expansion" | "channels" | "stride"> & {
    readonly from: number;
    readonly side: number;
  },
): Block {
  const { kind, expansion, channels: to, from, stride, side } = size;
  const inside = from * expansion;
  const sideOut = Math.ceil(side / stride);
  const at = (part: string, norm: number, rest: Omit<Convolution, "name" | "norm" | "sideOut" | "depthwise">) =>
    conv(`${name}.${part}`, { norm: `${name}.bn${norm}`, ...rest });
  const common = { name, kind, squeeze: 0, skips: stride === 1 && from === to };
  switch (kind) {
    case "plain":
      return { ...common, convs: [at("conv", 1, { from, to, kernel: 3, stride, side })] };
    case "fused":
      return {
        ...common,
        convs: [
          at("conv_exp", 1, { from, to: inside, kernel: 3, stride, side }),
          at("conv_pwl", 2, { from: inside, to, kernel: 1, stride: 1, side: sideOut }),
        ],
      };
    case "inverted":
      return {
        ...common,
        squeeze: Math.round(from * squeezeShare),
        convs: [
          at("conv_pw", 1, { from, to: inside, kernel: 1, stride: 1, side }),
          { ...at("conv_dw", 2, { from: inside, to: inside, kernel: 3, stride, side }), depthwise: true },
          at("conv_pwl", 3, { from: inside, to, kernel: 1, stride: 1, side: sideOut }),
        ],
      };
  }
}

function convParameters({ name, norm, from, to, kernel, depthwise }: Convolution): readonly ParameterSpec[] {
  const reads = depthwise ? 1 : from;
  const fanOut = kernel * kernel * (depthwise ? 1 : to);
  const initializer = { kind: "normal", deviation: Math.sqrt(2 / fanOut) } as const;
  return [
    { name: `${name}.weight`, shape: [to, reads, kernel, kernel], initializer },
    ...batchNormParameters(norm, to),
  ];
}

function blockParameters({ name, convs, squeeze }: Block): readonly ParameterSpec[] {
  const specs = convs.map(convParameters);
  if (squeeze === 0) return specs.flat();
  const channels = convs.at(-1)!.from;
  const gate = [
    ...pointwiseWithBias(`${name}.se.conv_reduce`, { from: channels, to: squeeze }),
    ...pointwiseWithBias(`${name}.se.conv_expand`, { from: squeeze, to: channels }),
  ];
  return [...specs.slice(0, -1).flat(), ...gate, ...specs.at(-1)!];
}

function pointwiseWithBias(
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
): readonly ParameterSpec[] {
  const deviation = Math.sqrt(2 / to);
  return [
    { name: `${name}.weight`, shape: [to, from, 1, 1], initializer: { kind: "normal", deviation } },
    { name: `${name}.bias`, shape: [to], initializer: { kind: "zeros" } },
  ];
}

/** h `[positions, batch, from]`, or the image for the stem, to `[positions, batch, to]`, normalized. */
function applyConv<V extends TensorType>(
  ops: Ops<V>,
  h: V,
  { conv, context }: { readonly conv: Convolution; readonly context: ForwardContext<V> },
): V {
  const { name, norm, kernel, stride, depthwise, side, sideOut } = conv;
  const weight = context.parameter(`${name}.weight`);
  const zeros = Math.max(0, (sideOut - 1) * stride + kernel - side);
  const isStem = name === "conv_stem";
  const place: MapConvolution = {
    from: isStem ? rowMajorMap(side) : mapOf(side),
    to: mapOf(sideOut),
    kernel,
    stride,
    padding: Math.floor(zeros / 2),
  };
  const apply = isStem ? convolveImage : depthwise ? convolveDepthwise : convolveMap;
  return batchNorm(ops, apply(ops, h, { weight, place }), { context, name: norm, epsilon });
}

function applyBlock<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { block, context }: { readonly block: Block; readonly context: ForwardContext<V> },
): V {
  const { convs, squeeze, name, kind } = block;
  let h = x;
  for (const [i, conv] of convs.entries()) {
    const isLast = i === convs.length - 1;
    if (isLast && squeeze > 0) h = squeezed(ops, h, context, `${name}.se`);
    h = applyConv(ops, h, { conv, context });
    if (!isLast || kind === "plain") h = ops.silu(h);
  }
  return h;
}

/** Squeeze-excitation: each channel times a gate of all channels' means. h `[positions, batch, channels]`, and so the result. */
function squeezed<V extends TensorType>(ops: Ops<V>, h: V, context: ForwardContext<V>, name: string): V {
  const layer = (value: V, part: string): V => {
    const weight = context.parameter(`${name}.${part}.weight`);
    const [to, from] = weight.shape as [number, number];
    const product = ops.matmul(value, ops.reshape(weight, { shape: [to, from] }), { transB: true });
    return ops.add(product, context.parameter(`${name}.${part}.bias`));
  };
  const means = ops.mean(h, { axes: [0], keepDims: false }); // [batch, channels]
  return ops.mul(h, ops.sigmoid(layer(ops.silu(layer(means, "conv_reduce")), "conv_expand")));
}

function blockSummary(block: Block): LayerSummary {
  const { name, kind, convs, squeeze } = block;
  const strided = convs.some(({ stride }) => stride === 2) ? ", stride 2" : "";
  const gate = squeeze > 0 ? ", squeeze-excitation" : "";
  return {
    layer: `${name}: ${kind}${strided}${gate}`,
    output: outputOf(convs.at(-1)!),
    parameters: countOf(blockParameters(block)),
  };
}

function outputOf({ to, sideOut }: Convolution): readonly number[] {
  return [to, sideOut, sideOut];
}

function countOf(specs: readonly ParameterSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
