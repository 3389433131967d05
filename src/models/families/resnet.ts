/**
 * ResNet: residual networks with the tensor names of torchvision, so that their weights load unchanged.
 *
 *   conv 7×7×64 stride 2, normalization, ReLU, max-pool 3×3 stride 2 → four stages of residual blocks of 64, 128, 256, 512
 *   channels, each but the first halving the map → mean over positions → dense classes
 * Source: He, Zhang, Ren & Sun 2015, arXiv:1512.03385; strides on the 3×3 convolution and initial values as in torchvision.
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import { countParameters } from "../count-parameters.ts";
import { batchNorm, batchNormParameters, batchNormStatistics } from "../layers/batch-norm.ts";
import { groupNorm } from "../layers/group-norm.ts";
import { convolveImage, convolveMap, type MapConvolution, mapOf, maxPoolWindows, rowMajorMap } from "../layers/maps.ts";
import type { ForwardContext, LayerSummary, Model, ParameterSpec, StatisticSpec } from "../model.ts";
import { convolutionPoints, poolTies } from "../revision.ts";

/**
 * Sizes of a network. `blocks`: residual blocks of each stage; `groups` and `groupWidth`: those of a bottleneck's 3×3 convolution, and its
 * channels in each of them in the first stage (ResNeXt); `normalizedGroups`: groups of channels of group normalization, which stands in
 * place of batch normalization.
 */
export interface ResnetOptions {
  readonly name: string;
  readonly block: "basic" | "bottleneck";
  readonly blocks: readonly number[];
  readonly groups?: number;
  readonly groupWidth?: number;
  readonly normalizedGroups?: number;
  readonly input: Model["input"];
  readonly classes: number;
}

/** Channels of the stages' 3×3 convolutions; a bottleneck's output has four times as many. */
const stageWidths = [64, 128, 256, 512] as const;
const expansions = { basic: 1, bottleneck: 4 } as const;

/** What sets a network of the family apart, for its summary. */
function variantText({ groups = 1, groupWidth, normalizedGroups }: ResnetOptions): string {
  const grouped = groups > 1 ? `, 3×3 convolutions in ${groups} groups of ${groupWidth} channels (ResNeXt)` : "";
  return `${grouped}${normalizedGroups === undefined ? "" : ", group normalization"}`;
}

/** A network of any sizes. Images are square; stages of a map of one pixel keep it. */
export function resnetOf(options: ResnetOptions): Model {
  const { name, block, groups = 1, normalizedGroups = null, input, classes } = options;
  const [channels, side] = input;
  const stem = convolution("conv1", { from: channels, to: 64, kernel: 7, stride: 2, side, norm: "bn1" });
  const pooledSide = halved(stem.sideOut);
  const { residuals, features } = residualsOf(options, pooledSide);
  const convs = [
    stem,
    ...residuals.flatMap(({ convs, downsample }) => [...convs, ...(downsample ? [downsample] : [])]),
  ];
  const limit = 1 / Math.sqrt(features);
  const parameters: readonly ParameterSpec[] = [
    ...convs.flatMap(convolutionParameters),
    { name: "fc.weight", shape: [classes, features], initializer: { kind: "uniform", limit } },
    { name: "fc.bias", shape: [classes], initializer: { kind: "uniform", limit } },
  ];
  const depth = convs.filter(({ name }) => !name.includes("downsample")).length + 1;
  return {
    name,
    summary: `Residual network of ${depth} layers, ${block} blocks${variantText(options)}.`,
    source: `${groups > 1 ? "Xie et al. 2016, arXiv:1611.05431" : "He, Zhang, Ren & Sun 2015, arXiv:1512.03385"}; tensor names and initial values as in torchvision.`,
    input,
    classes,
    parameters,
    statistics:
      normalizedGroups === null
        ? convs.flatMap(({ norm, to }): readonly StatisticSpec[] => batchNormStatistics(norm, to))
        : [],
    parameterCount: countParameters(parameters),
    changes: [poolTies, convolutionPoints],
    layers: layersOf(options, { stem, residuals, pooledSide, features }),
    fit: (newInput, newClasses) => resnetOf({ ...options, input: newInput, classes: newClasses }),
    layerOf: (parameter) => {
      const block = residuals.findIndex(({ name: own }) => parameter.startsWith(`${own}.`));
      return block >= 0 ? block + 1 : parameter.startsWith("fc.") ? residuals.length + 1 : 0;
    },
    forward: <V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>): V => {
      const apply = (h: V, conv: Convolution): V => normedConvolution(ops, h, { conv, context, normalizedGroups });
      let h = maxPoolWindows(ops, ops.relu(apply(x, stem)), stemPool(stem, pooledSide));
      for (const [index, { convs, downsample }] of residuals.entries()) {
        const shortcut = downsample === null ? h : apply(h, downsample);
        for (const [i, conv] of convs.entries()) {
          h = apply(h, conv);
          if (i < convs.length - 1) h = ops.relu(h);
        }
        h = context.dropPath(h, { index, of: residuals.length, batch: "middle" });
        h = ops.relu(ops.add(h, shortcut));
      }
      h = ops.mean(h, { axes: [0], keepDims: false }); // [batch, features]
      const bias = ops.reshape(context.parameter("fc.bias"), { shape: [classes, 1] });
      return ops.add(ops.matmul(context.parameter("fc.weight"), h, { transB: true }), bias);
    },
  };
}

/** A convolution without bias, and the normalization that follows it. */
interface Convolution {
  readonly name: string;
  readonly norm: string;
  readonly from: number;
  readonly to: number;
  readonly groups: number;
  readonly kernel: number;
  readonly stride: number;
  /** Pixels along the side of its input and of its output. */
  readonly side: number;
  readonly sideOut: number;
}

/** A residual block: its convolutions in order, and that of the shortcut where sizes change. */
interface Residual {
  readonly name: string;
  readonly convs: readonly Convolution[];
  readonly downsample: Convolution | null;
}

function residualsOf({ block, blocks, groups = 1, groupWidth = 64 }: ResnetOptions, side: number) {
  const expansion = expansions[block];
  const residuals: Residual[] = [];
  let from = 64;
  let at = side;
  for (const [stage, count] of blocks.entries()) {
    const width = stageWidths[stage]!;
    const inner = { width: (width * groupWidth * groups) / 64, groups };
    for (let i = 0; i < count; i++) {
      const stride = stage > 0 && i === 0 ? 2 : 1;
      const name = `layer${stage + 1}.${i}`;
      const size = { from, ...inner, to: width * expansion, stride, side: at };
      residuals.push(block === "basic" ? basicBlock(name, size) : bottleneckBlock(name, size));
      from = size.to;
      if (stride === 2) at = halved(at);
    }
  }
  return { residuals, features: from };
}

interface BlockSize {
  readonly from: number;
  readonly width: number;
  readonly groups: number;
  readonly to: number;
  readonly stride: number;
  readonly side: number;
}

function basicBlock(name: string, { from, width, to, stride, side }: BlockSize): Residual {
  const first = convolution(`${name}.conv1`, { from, to: width, kernel: 3, stride, side });
  const second = convolution(`${name}.conv2`, { from: width, to, kernel: 3, stride: 1, side: first.sideOut });
  return { name, convs: [first, second], downsample: downsampleOf(name, { from, to, stride, side }) };
}

function bottleneckBlock(name: string, { from, width, groups, to, stride, side }: BlockSize): Residual {
  const first = convolution(`${name}.conv1`, { from, to: width, kernel: 1, stride: 1, side });
  const second = convolution(`${name}.conv2`, { from: width, to: width, groups, kernel: 3, stride, side });
  const third = convolution(`${name}.conv3`, { from: width, to, kernel: 1, stride: 1, side: second.sideOut });
  return { name, convs: [first, second, third], downsample: downsampleOf(name, { from, to, stride, side }) };
}

function downsampleOf(name: string, size: Omit<BlockSize, "width" | "groups">): Convolution | null {
  if (size.stride === 1 && size.from === size.to) return null;
  const { from, to, stride, side } = size;
  const norm = `${name}.downsample.1`;
  return convolution(`${name}.downsample.0`, { from, to, kernel: 1, stride, side, norm });
}

/** The normalization of `….convN` is `….bnN`. */
function convolution(
  name: string,
  size: Omit<Convolution, "name" | "norm" | "groups" | "sideOut"> & {
    readonly norm?: string;
    readonly groups?: number;
  },
): Convolution {
  const norm = name.replace(/conv(\d)$/, "bn$1");
  return { groups: 1, norm, ...size, name, sideOut: size.stride === 2 ? halved(size.side) : size.side };
}

/** Outputs of stride 2 with padding, rounded up. */
function halved(side: number): number {
  return Math.ceil(side / 2);
}

/** N(0, 2 / (to k²)): He et al. 2015, arXiv:1502.01852, over what leaves a unit. */
function convolutionParameters({ name, norm, from, to, groups, kernel }: Convolution): readonly ParameterSpec[] {
  const deviation = Math.sqrt(2 / (to * kernel * kernel));
  return [
    { name: `${name}.weight`, shape: [to, from / groups, kernel, kernel], initializer: { kind: "normal", deviation } },
    ...batchNormParameters(norm, to),
  ];
}

/** h `[positions, batch, from]`, or the image for the stem; returns `[positions, batch, to]`. */
function normedConvolution<V extends TensorType>(
  ops: Ops<V>,
  h: V,
  {
    conv,
    context,
    normalizedGroups,
  }: { readonly conv: Convolution; readonly context: ForwardContext<V>; readonly normalizedGroups: number | null },
): V {
  const { name, norm, kernel, stride, side, sideOut } = conv;
  const weight = context.parameter(`${name}.weight`);
  const isStem = name === "conv1";
  const place = {
    from: isStem ? rowMajorMap(side) : mapOf(side),
    to: mapOf(sideOut),
    kernel,
    stride,
    padding: (kernel - 1) / 2,
  };
  const convolved = isStem ? convolveImage(ops, h, { weight, place }) : convolveMap(ops, h, { weight, place });
  return normalizedGroups === null
    ? batchNorm(ops, convolved, { context, name: norm })
    : groupNorm(ops, convolved, { context, name: norm, groups: normalizedGroups });
}

function stemPool({ sideOut }: Convolution, pooledSide: number): MapConvolution {
  return { from: mapOf(sideOut), to: mapOf(pooledSide), kernel: 3, stride: 2, padding: 1 };
}

function layersOf(
  { classes }: ResnetOptions,
  parts: { stem: Convolution; residuals: readonly Residual[]; pooledSide: number; features: number },
): readonly LayerSummary[] {
  const { stem, residuals, pooledSide, features } = parts;
  const countOf = ({ from, to, groups, kernel }: Convolution): number =>
    (to * from * kernel * kernel) / groups + 2 * to;
  const map = (to: number, side: number): readonly number[] => [to, side, side];
  return [
    { layer: "conv1 7×7 stride 2, normalization, ReLU", output: map(64, stem.sideOut), parameters: countOf(stem) },
    { layer: "max-pool 3×3 stride 2", output: map(64, pooledSide), parameters: 0 },
    ...residuals.map(({ name, convs, downsample }) => {
      const last = convs.at(-1)!;
      const all = downsample === null ? convs : [...convs, downsample];
      const kernels = convs.map(({ kernel }) => `${kernel}×${kernel}`).join(", ");
      const parameters = all.reduce((sum, conv) => sum + countOf(conv), 0);
      return { layer: `${name}: ${kernels}`, output: map(last.to, last.sideOut), parameters };
    }),
    { layer: "mean over positions", output: [features], parameters: 0 },
    { layer: "fc", output: [classes], parameters: classes * (features + 1) },
  ];
}
