/**
 * ViT: vision transformers with the tensor names of timm, so that their weights load unchanged.
 *
 *   patches → dense to width, a class token before them, + positions → blocks of attention and a perceptron, each after a
 *   layer norm and added to what it read → layer norm → the class token → dense classes
 * Source: Dosovitskiy et al. 2020, arXiv:2010.11929; sizes Ti and S of Touvron et al. 2020, arXiv:2012.12877.
 */
import { sizeOf, type TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import { countParameters } from "../count-parameters.ts";
import {
  dense,
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

/** Sizes of a network. */
export interface VitOptions extends PatchSizes {
  readonly name: string;
  readonly depth: number;
  /** Heads of attention, which divide the width. */
  readonly heads: number;
  readonly classes: number;
}

/** Units of a block's perceptron for each unit of its width. */
const expansion = 4;

/** The published sizes. */
export const vitSizes = {
  tiny: { width: 192, depth: 12, heads: 3 },
  small: { width: 384, depth: 12, heads: 6 },
  base: { width: 768, depth: 12, heads: 12 },
} as const;

/** A network of any sizes. Errors: `image-not-in-patches`. */
export function vitOf(options: VitOptions): Model {
  const { name, depth, width, heads, patch, input, classes } = options;
  const tokens = patchCount(options) + 1;
  const blocks = Array.from({ length: depth }, (_, i) => `blocks.${i}`);
  const parameters: readonly ParameterSpec[] = [
    { name: "cls_token", shape: [1, 1, width], initializer: { kind: "normal", deviation: 1e-6 } },
    { name: "pos_embed", shape: [1, tokens, width], initializer: { kind: "normal", deviation: 0.02 } },
    ...patchParameters("patch_embed.proj", options),
    ...blocks.flatMap((block) => blockParameters(block, width)),
    ...layerNormParameters("norm", width),
    ...denseParameters("head", { from: width, to: classes }),
  ];
  return {
    name,
    partSize: 16,
    summary: `Vision transformer of ${depth} blocks of width ${width} over patches of ${patch}×${patch}.`,
    source: "Dosovitskiy et al. 2020, arXiv:2010.11929; tensor names and initial values as in timm.",
    input,
    classes,
    parameters,
    statistics: [],
    parameterCount: countParameters(parameters),
    layers: layersOf(options, tokens, blocks),
    noDecay: ["cls_token", "pos_embed"],
    fit: (newInput, newClasses) => vitOf({ ...options, input: newInput, classes: newClasses }),
    layerOf: (parameter) => tokenLayerOf(parameter, depth),
    forward: <V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>): V => {
      const batch = context.batchSize;
      const embedded = embedPatches(ops, x, { sizes: options, name: "patch_embed.proj", context });
      const patches = ops.reshape(embedded, { shape: [batch, tokens - 1, width] });
      const first = ops.broadcastTo(context.parameter("cls_token"), { shape: [batch, 1, width] });
      const placed = ops.add(ops.concat([first, patches], { axis: 1 }), context.parameter("pos_embed"));
      let h = ops.reshape(placed, { shape: [batch * tokens, width] });
      for (const [index, block] of blocks.entries()) {
        const added = (branch: V): V => ops.add(h, context.dropPath(branch, { index, of: depth, batch: "first" }));
        h = added(attention(ops, layerNorm(ops, h, context, `${block}.norm1`), { block, tokens, heads, context }));
        h = added(perceptron(ops, layerNorm(ops, h, context, `${block}.norm2`), context, `${block}.mlp`));
      }
      const all = ops.reshape(h, { shape: [batch, tokens, width] });
      const classToken = ops.reshape(ops.slice(all, { axis: 1, start: 0, end: 1 }), { shape: [batch, width] });
      return head(ops, layerNorm(ops, classToken, context, "norm"), context);
    },
  };
}

/** softmax(q k' / sqrt(d)) v for each head, then the projection. x `[batch * tokens, width]`, and so the result. */
function attention<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  setting: {
    readonly block: string;
    readonly tokens: number;
    readonly heads: number;
    readonly context: ForwardContext<V>;
  },
): V {
  const { block, tokens, heads, context } = setting;
  const [rows, width] = x.shape as [number, number];
  const batch = rows / tokens;
  const size = width / heads;
  const weight = context.parameter(`${block}.attn.qkv.weight`); // [3 width, width]: queries, keys, values
  const bias = context.parameter(`${block}.attn.qkv.bias`);
  // three products, for the gradient of cutting one result in three would be three padded copies of it
  const part = (i: number): V => {
    const third = { axis: 0, start: i * width, end: (i + 1) * width };
    const rows = ops.add(ops.matmul(x, ops.slice(weight, third), { transB: true }), ops.slice(bias, third));
    const byHead = ops.transpose(ops.reshape(rows, { shape: [batch, tokens, heads, size] }), { perm: [0, 2, 1, 3] });
    return ops.reshape(byHead, { shape: [batch * heads, tokens, size] });
  };
  const scaled = ops.mul(part(0), ops.scalar(1 / Math.sqrt(size)));
  const weights = ops.softmax(ops.matmul(scaled, part(1), { transB: true }), { axis: -1 });
  const mixed = ops.reshape(ops.matmul(weights, part(2)), { shape: [batch, heads, tokens, size] });
  const back = ops.reshape(ops.transpose(mixed, { perm: [0, 2, 1, 3] }), { shape: [rows, width] });
  return dense(ops, back, context, `${block}.attn.proj`);
}

function blockParameters(block: string, width: number): readonly ParameterSpec[] {
  return [
    ...layerNormParameters(`${block}.norm1`, width),
    ...denseParameters(`${block}.attn.qkv`, { from: width, to: 3 * width }),
    ...denseParameters(`${block}.attn.proj`, { from: width, to: width }),
    ...layerNormParameters(`${block}.norm2`, width),
    ...denseParameters(`${block}.mlp.fc1`, { from: width, to: expansion * width }),
    ...denseParameters(`${block}.mlp.fc2`, { from: expansion * width, to: width }),
  ];
}

function layersOf(
  { input: [channels], patch, width, heads, classes }: VitOptions,
  tokens: number,
  blocks: readonly string[],
): readonly LayerSummary[] {
  const countOf = (specs: readonly ParameterSpec[]): number => specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const output = [tokens, width];
  const embedding = width * (channels * patch * patch + 1);
  return [
    { layer: `patches ${patch}×${patch}, dense`, output: [tokens - 1, width], parameters: embedding },
    { layer: "class token, positions", output, parameters: (tokens + 1) * width },
    ...blocks.map((block) => ({
      layer: `${block}: attention of ${heads} heads, perceptron`,
      output,
      parameters: countOf(blockParameters(block, width)),
    })),
    { layer: "norm, class token", output: [width], parameters: 2 * width },
    { layer: "head", output: [classes], parameters: classes * (width + 1) },
  ];
}
