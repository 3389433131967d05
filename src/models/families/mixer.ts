/**
 * MLP-Mixer with the tensor names of timm, so that its weights load unchanged.
 *
 *   patches → dense to width → blocks of a perceptron over the tokens of each channel and one over the channels of each
 *   token, each after a layer norm and added to what it read → layer norm → mean over tokens → dense classes
 * Source: Tolstikhin et al. 2021, arXiv:2105.01601.
 */
import { sizeOf, type TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import { countParameters } from "../count-parameters.ts";
import {
  denseParameters,
  embedPatches,
  head,
  layerNorm,
  layerNormParameters,
  type PatchSizes,
  patchCount,
  patchParameters,
  perceptron,
  tokenLayerOf,
} from "../layers/tokens.ts";
import type { ForwardContext, LayerSummary, Model, ParameterSpec } from "../model.ts";

/** Sizes of a network. The perceptrons have half the width in units over tokens, four times over channels. */
export interface MixerOptions extends PatchSizes {
  readonly name: string;
  readonly depth: number;
  readonly classes: number;
}

/** The published sizes. */
export const mixerSizes = { small: { width: 512, depth: 8 }, base: { width: 768, depth: 12 } } as const;

/** A network of any sizes. Errors: `image-not-in-patches`. */
export function mixerOf(options: MixerOptions): Model {
  const { name, depth, width, patch, input, classes } = options;
  const tokens = patchCount(options);
  const blocks = Array.from({ length: depth }, (_, i) => `blocks.${i}`);
  const parameters: readonly ParameterSpec[] = [
    ...patchParameters("stem.proj", options),
    ...blocks.flatMap((block) => blockParameters(block, { tokens, width })),
    ...layerNormParameters("norm", width),
    ...denseParameters("head", { from: width, to: classes }),
  ];
  return {
    name,
    partSize: 16,
    summary: `MLP-Mixer of ${depth} blocks of width ${width} over patches of ${patch}×${patch}.`,
    source: "Tolstikhin et al. 2021, arXiv:2105.01601; tensor names as in timm. Initial weights N(0, 0.02²).",
    input,
    classes,
    parameters,
    statistics: [],
    parameterCount: countParameters(parameters),
    layers: layersOf(options, tokens, blocks),
    fit: (newInput, newClasses) => mixerOf({ ...options, input: newInput, classes: newClasses }),
    layerOf: (parameter) => tokenLayerOf(parameter, depth),
    forward: <V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>): V => {
      const batch = context.batchSize;
      let h = embedPatches(ops, x, { sizes: options, name: "stem.proj", context }); // [batch * tokens, width]
      for (const [index, block] of blocks.entries()) {
        const added = (branch: V): V => ops.add(h, context.dropPath(branch, { index, of: depth, batch: "first" }));
        const read = ops.reshape(layerNorm(ops, h, context, `${block}.norm1`), { shape: [batch, tokens, width] });
        const mixed = ops.reshape(mixTokens(ops, read, context, `${block}.mlp_tokens`), {
          shape: [batch * tokens, width],
        });
        h = added(mixed);
        h = added(perceptron(ops, layerNorm(ops, h, context, `${block}.norm2`), context, `${block}.mlp_channels`));
      }
      const normed = ops.reshape(layerNorm(ops, h, context, "norm"), { shape: [batch, tokens, width] });
      return head(ops, ops.mean(normed, { axes: [1], keepDims: false }), context);
    },
  };
}

/** The perceptron over tokens, its weights before the values, so that nothing is transposed. x `[batch, tokens, width]`. */
function mixTokens<V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>, name: string): V {
  const layer = (value: V, part: string): V => {
    const bias = context.parameter(`${name}.${part}.bias`);
    const product = ops.matmul(context.parameter(`${name}.${part}.weight`), value);
    return ops.add(product, ops.reshape(bias, { shape: [bias.shape[0]!, 1] }));
  };
  return layer(ops.gelu(layer(x, "fc1")), "fc2");
}

function blockParameters(
  block: string,
  { tokens, width }: { readonly tokens: number; readonly width: number },
): readonly ParameterSpec[] {
  return [
    ...layerNormParameters(`${block}.norm1`, width),
    ...denseParameters(`${block}.mlp_tokens.fc1`, { from: tokens, to: width / 2 }),
    ...denseParameters(`${block}.mlp_tokens.fc2`, { from: width / 2, to: tokens }),
    ...layerNormParameters(`${block}.norm2`, width),
    ...denseParameters(`${block}.mlp_channels.fc1`, { from: width, to: 4 * width }),
    ...denseParameters(`${block}.mlp_channels.fc2`, { from: 4 * width, to: width }),
  ];
}

function layersOf(
  { input: [channels], patch, width, classes }: MixerOptions,
  tokens: number,
  blocks: readonly string[],
): readonly LayerSummary[] {
  const countOf = (specs: readonly ParameterSpec[]): number => specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const output = [tokens, width];
  return [
    { layer: `patches ${patch}×${patch}, dense`, output, parameters: width * (channels * patch * patch + 1) },
    ...blocks.map((block) => ({
      layer: `${block}: perceptrons over tokens, over channels`,
      output,
      parameters: countOf(blockParameters(block, { tokens, width })),
    })),
    { layer: "norm, mean over tokens", output: [width], parameters: 2 * width },
    { layer: "head", output: [classes], parameters: classes * (width + 1) },
  ];
}
