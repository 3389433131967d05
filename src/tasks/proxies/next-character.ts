/**
 * next-character: a causal transformer that predicts each next character of an invented language (data/invented-text.ts).
 *
 *   characters → embedding + positions → blocks → layer norm → dense 29, at every position
 */
import { sha256Hex } from "../../core/hash.ts";
import { intTensor, type TensorType } from "../../core/tensor.ts";
import { inventedAlphabet, inventedText } from "../../data/invented-text.ts";
import type { Ops } from "../../graph/builder.ts";
import type { ProxyData, ProxyExamples, ProxyTask } from "../proxy.ts";
import { classificationLoss, oneHot } from "./classification-loss.ts";
import { bias, matrix } from "./dense-parameters.ts";
import { type BlockSizes, blockParameters, layerNorm, normParameters, transformerBlock } from "./transformer-block.ts";

/** Sizes of a next-character proxy. `context`: characters that are read together. */
export interface NextCharacterOptions {
  readonly name: string;
  readonly why: string;
  readonly parameterCount: number;
  readonly context: number;
  readonly width: number;
  readonly hidden: number;
  readonly blocks: number;
  readonly batchSize: number;
  readonly steps: number;
}

const characters = inventedAlphabet.length;
/** Stretches of text to train on and to validate with. */
const counts = { train: 16_000, validation: 2_000 };

/** A next-character transformer of any sizes as a proxy. */
export function nextCharacterProxy(options: NextCharacterOptions): ProxyTask {
  const { name, why, parameterCount, context, width, hidden, blocks, batchSize, steps } = options;
  const sizes: BlockSizes = { tokens: context, width, hidden, causal: true };
  const names = Array.from({ length: blocks }, (_, i) => `block${i + 1}`);
  return Object.freeze({
    name,
    summary: `transformer of ${blocks} × ${width} that predicts characters from up to ${context}, batch ${batchSize}, ${steps} steps`,
    why,
    parameters: [
      matrix("embed.weight", { from: characters, to: width }),
      matrix("positions", { from: context, to: width }),
      ...names.flatMap((block) => blockParameters(block, sizes)),
      ...normParameters("norm", width),
      matrix("head.weight", { from: width, to: characters }),
      bias("head.bias", characters),
    ],
    parameterCount,
    batchSize,
    steps,
    uncertainty: Math.log(characters),
    dataset: null,
    load: async () => textData(context),
    loss: <V extends TensorType>(
      ops: Ops<V>,
      { x, y }: { readonly x: V; readonly y: V },
      parameter: (name: string) => V,
    ): V => {
      const batch = y.shape[0]!;
      const rows = batch * context;
      const read = oneHot(ops, ops.reshape(x, { shape: [rows] }), { classes: characters, axis: 1 }); // [rows, 29]
      const embedded = ops.reshape(ops.matmul(read, parameter("embed.weight")), { shape: [batch, context, width] });
      let h = ops.reshape(ops.add(embedded, parameter("positions")), { shape: [rows, width] });
      for (const block of names) h = transformerBlock(ops, h, { name: block, sizes, parameter });
      h = layerNorm(ops, h, { gain: parameter("norm.gain"), bias: parameter("norm.bias") });
      const logits = ops.add(ops.matmul(h, parameter("head.weight")), parameter("head.bias"));
      return classificationLoss(ops, { logits, labels: ops.reshape(y, { shape: [rows] }), axis: 1 });
    },
  } satisfies ProxyTask);
}

const small = {
  parameterCount: 3_405,
  context: 16,
  width: 16,
  hidden: 32,
  blocks: 1,
  batchSize: 16,
  steps: 200,
};

/** One block of width 16 over 16 characters, 200 steps. */
export const nextCharacter: ProxyTask = nextCharacterProxy({
  ...small,
  name: "next-character",
  why: "Language-like data: attention, and inputs of very different frequency.",
});

/** 100 steps. */
export const nextCharacterShort: ProxyTask = nextCharacterProxy({
  ...small,
  name: "next-character-short",
  why: "The same in half the time, where early steps count for more.",
  steps: 100,
});

/** 600 steps. */
export const nextCharacterLong: ProxyTask = nextCharacterProxy({
  ...small,
  name: "next-character-long",
  why: "The same for three times as long, where late steps count for more.",
  steps: 600,
});

/** Two blocks of width 24 over 24 characters, 300 steps: about ten times the work of `next-character`. */
export const nextCharacterLarge: ProxyTask = nextCharacterProxy({
  name: "next-character-large",
  why: "About ten times the work of next-character: a longer context, twice the blocks, wider.",
  parameterCount: 11_597,
  context: 24,
  width: 24,
  hidden: 48,
  blocks: 2,
  batchSize: 16,
  steps: 300,
});

const made = new Map<number, ProxyData>();

/** x: int `[N, context]`; y: int `[N, context]`, the characters that follow. Made once a process. */
function textData(context: number): ProxyData {
  const known = made.get(context);
  if (known !== undefined) return known;
  const train = textExamples({ context, count: counts.train, seed: 1 });
  const validation = textExamples({ context, count: counts.validation, seed: 2 });
  const parts = [train, validation].map(({ y }) => Uint8Array.from(y.data));
  const data = { train, validation, fingerprint: sha256Hex(`context ${context}`, ...parts) };
  made.set(context, data);
  return data;
}

function textExamples({ context, count, seed }: { context: number; count: number; seed: number }): ProxyExamples {
  const text = inventedText({ length: count * context + 1, seed });
  const shape = [count, context];
  return { x: intTensor(shape, text.subarray(0, -1)), y: intTensor(shape, text.subarray(1)), count };
}
