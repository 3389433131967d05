/**
 * Google's `vit_models` checkpoints under timm's names and in timm's layouts.
 *
 *   dense kernels [in, out] → [out, in] · convolution kernels [height, width, in, out] → [out, in, height, width]
 *   query, key, value [width, heads, size] → one attn.qkv [3 width, width] · out [heads, size, width] → [width, width]
 * Scale becomes weight. Names that are not of the layout stay as they are. Newer files (big_vision) begin with `params/` and
 * count their parts otherwise; both are read. Source: github.com/google-research/vision_transformer, names of Flax modules;
 * fixtures made by timm's own loader.
 */
import { LabError } from "../core/errors.ts";
import { showShape, sizeOf, type Tensor } from "../core/tensor.ts";

/** Whether tensors are named as Google's ViT or Mixer checkpoints name them. */
export function isGoogleLayout(tensors: ReadonlyMap<string, Tensor>): boolean {
  return [...tensors.keys()].some((name) => /^(opt\/target\/|params\/)?(embedding|stem)\/kernel$/.test(name));
}

/** The tensors as float, by timm's names. Errors: `weights-layout` where a shape is not what its name asks for. */
export function fromGoogleNames(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const result = new Map<string, Tensor>();
  const attention = new Map<string, Tensor>(); // `blocks.0.attn.query.weight` and the like, until all three are there
  for (const [path, tensor] of tensors) {
    const name = timmName(path.replace(/^(opt\/target|params)\//, ""));
    const placed = name === null ? tensor : timmLayout(path, name, tensor);
    if (name !== null && /\.attn\.(query|key|value)\./.test(name)) attention.set(name, placed);
    else result.set(name ?? path, placed);
  }
  for (const [name, query] of attention) {
    if (!name.includes(".query.")) continue;
    const parts = [query, ...["key", "value"].map((part) => attention.get(name.replace("query", part)))];
    if (parts.every((part) => part !== undefined)) result.set(name.replace("query", "qkv"), stacked(name, parts));
  }
  return result;
}

const parts: readonly (readonly [RegExp, string])[] = [
  [/^cls$/, "cls_token"],
  [/^(Transformer\/posembed_input\/)?pos_embedding$/, "pos_embed"],
  [/^embedding\//, "patch_embed.proj/"],
  [/^stem\//, "stem.proj/"],
  [/^Transformer\/encoder_norm\//, "norm/"],
  [/^pre_head_layer_norm\//, "norm/"],
  [/^Transformer\/encoderblock_(\d+)\/LayerNorm_0\//, "blocks.$1.norm1/"],
  [/^Transformer\/encoderblock_(\d+)\/LayerNorm_[12]\//, "blocks.$1.norm2/"],
  [/^Transformer\/encoderblock_(\d+)\/MultiHeadDotProductAttention_[01]\/(query|key|value)\//, "blocks.$1.attn.$2/"],
  [/^Transformer\/encoderblock_(\d+)\/MultiHeadDotProductAttention_[01]\/out\//, "blocks.$1.attn.proj/"],
  [/^Transformer\/encoderblock_(\d+)\/MlpBlock_[03]\/Dense_0\//, "blocks.$1.mlp.fc1/"],
  [/^Transformer\/encoderblock_(\d+)\/MlpBlock_[03]\/Dense_1\//, "blocks.$1.mlp.fc2/"],
  [/^MixerBlock_(\d+)\/LayerNorm_0\//, "blocks.$1.norm1/"],
  [/^MixerBlock_(\d+)\/LayerNorm_1\//, "blocks.$1.norm2/"],
  [/^MixerBlock_(\d+)\/token_mixing\/Dense_0\//, "blocks.$1.mlp_tokens.fc1/"],
  [/^MixerBlock_(\d+)\/token_mixing\/Dense_1\//, "blocks.$1.mlp_tokens.fc2/"],
  [/^MixerBlock_(\d+)\/channel_mixing\/Dense_0\//, "blocks.$1.mlp_channels.fc1/"],
  [/^MixerBlock_(\d+)\/channel_mixing\/Dense_1\//, "blocks.$1.mlp_channels.fc2/"],
  [/^(head|pre_logits)\//, "$1/"],
];

const kinds: { readonly [kind: string]: string | undefined } = { kernel: "weight", scale: "weight", bias: "bias" };

function timmName(path: string): string | null {
  const rule = parts.find(([pattern]) => pattern.test(path));
  if (rule === undefined) return null;
  const [layer, kind] = path.replace(...(rule as [RegExp, string])).split("/") as [string, string?];
  if (kind === undefined) return layer;
  return kinds[kind] === undefined ? null : `${layer}.${kinds[kind]}`;
}

function timmLayout(path: string, name: string, { shape, data }: Tensor): Tensor {
  const float = (newShape: readonly number[], values: Iterable<number>): Tensor => ({
    dtype: "float",
    shape: newShape,
    data: values instanceof Float32Array ? values : Float32Array.from(values),
  });
  if (!path.endsWith("/kernel")) {
    return float(name.includes(".attn.") ? [sizeOf(shape)] : shape, data); // biases of heads are one after another
  }
  if (/\.attn\.(query|key|value)\./.test(name)) {
    const [width, heads, size] = ranked(path, shape, 3) as [number, number, number];
    return float([heads * size, width], transposed(data, width, heads * size));
  }
  if (name.includes(".attn.proj.")) {
    const [heads, size, width] = ranked(path, shape, 3) as [number, number, number];
    return float([width, heads * size], transposed(data, heads * size, width));
  }
  if (name.endsWith(".proj.weight")) {
    const [height, breadth, from, to] = ranked(path, shape, 4) as [number, number, number, number];
    const channelsFirst = transposed(data, height * breadth, from * to); // [in · out, height · width]
    const result = new Float32Array(data.length);
    const taps = height * breadth;
    for (let i = 0; i < from; i++) {
      for (let o = 0; o < to; o++) {
        const read = (i * to + o) * taps;
        result.set(channelsFirst.subarray(read, read + taps), (o * from + i) * taps);
      }
    }
    return float([to, from, height, breadth], result);
  }
  const [from, to] = ranked(path, shape, 2) as [number, number];
  return float([to, from], transposed(data, from, to));
}

/** `[rows, columns]` turned to `[columns, rows]`. */
function transposed(data: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = data[row * columns + column]!;
  }
  return result;
}

/** Tensors one below the other along their first axis. */
function stacked(name: string, tensors: readonly Tensor[]): Tensor {
  const [first] = tensors as [Tensor, ...Tensor[]];
  if (tensors.some(({ shape }) => String(shape) !== String(first.shape))) {
    throw new LabError(
      "weights-layout",
      `Query, key and value beside ${name} should have one shape, but have ${tensors.map(({ shape }) => showShape(shape)).join(", ")}.`,
    );
  }
  const data = new Float32Array(tensors.reduce((sum, tensor) => sum + tensor.data.length, 0));
  for (const [i, tensor] of tensors.entries()) data.set(tensor.data, i * first.data.length);
  return { dtype: "float", shape: [first.shape[0]! * tensors.length, ...first.shape.slice(1)], data };
}

function ranked(path: string, shape: readonly number[], rank: number): readonly number[] {
  if (shape.length === rank) return shape;
  throw new LabError(
    "weights-layout",
    `The tensor ${JSON.stringify(path.slice(0, 100))} of a Google checkpoint should have ${rank} axes, but its shape is ${showShape(shape)}.`,
  );
}
