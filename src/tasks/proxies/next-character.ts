/**
 * next-character: a gated perceptron that predicts the next character of an invented language (data/invented-text.ts).
 *
 *   characters [context] → embedding → flatten → value * relu(gate) → dense 29
 * Source: the gate as in Shazeer 2020, arXiv:2002.05202 (ReGLU).
 * Deviation: no transformer, whose results from seed to seed differ ten times as much as those of this network.
 */
import { sha256Hex } from "../../core/hash.ts";
import { intTensor, type TensorType } from "../../core/tensor.ts";
import { inventedAlphabet, inventedText } from "../../data/invented-text.ts";
import type { Ops } from "../../graph/builder.ts";
import { keptSubnormals } from "../../models/revision.ts";
import type { ProxyData, ProxyExamples, ProxyTask } from "../proxy.ts";
import { classificationLoss, oneHot } from "./classification-loss.ts";
import { bias, matrix } from "./dense-parameters.ts";

/** Sizes of a next-character proxy. `context`: characters that are read; `embedding`: numbers for each of them. */
export interface NextCharacterOptions {
  readonly name: string;
  readonly why: string;
  readonly parameterCount: number;
  readonly context: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly batchSize: number;
  readonly steps: number;
}

const characters = inventedAlphabet.length;
/** Stretches of text to train on and to validate with. */
const counts = { train: 40_000, validation: 4_000 };

/** A next-character perceptron of any sizes as a proxy. */
export function nextCharacterProxy(options: NextCharacterOptions): ProxyTask {
  const { name, why, parameterCount, context, embedding, hidden, batchSize, steps } = options;
  const flat = context * embedding;
  return Object.freeze({
    name,
    summary: `gated perceptron that predicts a character from the ${context} before it, batch ${batchSize}, ${steps} steps`,
    why,
    parameters: [
      matrix("embed.weight", { from: characters, to: embedding }),
      matrix("value.weight", { from: flat, to: hidden }),
      bias("value.bias", hidden),
      matrix("gate.weight", { from: flat, to: hidden }),
      bias("gate.bias", hidden),
      matrix("head.weight", { from: hidden, to: characters }),
      bias("head.bias", characters),
    ],
    parameterCount,
    changes: [keptSubnormals],
    batchSize,
    steps,
    gradientDoublings: 0,
    uncertainty: Math.log(characters),
    dataset: null,
    load: async () => textData(context),
    loss: <V extends TensorType>(
      ops: Ops<V>,
      { x, y }: { readonly x: V; readonly y: V },
      parameter: (name: string) => V,
    ): V => {
      const batch = y.shape[0]!;
      const read = oneHot(ops, ops.reshape(x, { shape: [batch * context] }), { classes: characters, axis: 1 });
      const embedded = ops.reshape(ops.matmul(read, parameter("embed.weight")), { shape: [batch, flat] });
      const dense = (input: V, layer: string): V =>
        ops.add(ops.matmul(input, parameter(`${layer}.weight`)), parameter(`${layer}.bias`));
      const h = ops.mul(dense(embedded, "value"), ops.relu(dense(embedded, "gate")));
      return classificationLoss(ops, { logits: dense(h, "head"), labels: y, axis: 1 });
    },
  } satisfies ProxyTask);
}

const small = { parameterCount: 7_893, context: 8, embedding: 8, hidden: 48, batchSize: 64, steps: 300 };

/** 48 hidden units over 8 characters, 300 steps. */
export const nextCharacter: ProxyTask = nextCharacterProxy({
  ...small,
  name: "next-character",
  why: "Language-like data: inputs of very different frequency, and a product of two layers.",
});

/** 100 steps. */
export const nextCharacterShort: ProxyTask = nextCharacterProxy({
  ...small,
  name: "next-character-short",
  why: "The same in a third of the time, where early steps count for more.",
  steps: 100,
});

/** 900 steps. */
export const nextCharacterLong: ProxyTask = nextCharacterProxy({
  ...small,
  name: "next-character-long",
  why: "The same for three times as long, where late steps count for more.",
  steps: 900,
});

/** 96 hidden units over 16 characters, 800 steps: about ten times the work of `next-character`. */
export const nextCharacterLarge: ProxyTask = nextCharacterProxy({
  name: "next-character-large",
  why: "About ten times the work of next-character: twice the context and the units, more steps.",
  parameterCount: 27_813,
  context: 16,
  embedding: 8,
  hidden: 96,
  batchSize: 64,
  steps: 800,
});

const made = new Map<number, ProxyData>();

/** x: int `[N, context]`; y: int `[N]`, the character that follows. Made once a process. */
function textData(context: number): ProxyData {
  const known = made.get(context);
  if (known !== undefined) return known;
  const train = textExamples({ context, count: counts.train, seed: 1 });
  const validation = textExamples({ context, count: counts.validation, seed: 2 });
  const parts = [train, validation].flatMap(({ x, y }) => [Uint8Array.from(x.data), Uint8Array.from(y.data)]);
  const data = { train, validation, fingerprint: sha256Hex(`context ${context}`, ...parts) };
  made.set(context, data);
  return data;
}

/** Windows of the text, each beginning `stride` characters after the one before. */
function textExamples({ context, count, seed }: { context: number; count: number; seed: number }): ProxyExamples {
  const stride = 5;
  const text = inventedText({ length: count * stride + context, seed });
  const x = new Int32Array(count * context);
  const y = new Int32Array(count);
  for (let n = 0; n < count; n++) {
    x.set(text.subarray(n * stride, n * stride + context), n * context);
    y[n] = text[n * stride + context]!;
  }
  return { x: intTensor([count, context], x), y: intTensor([count], y), count };
}
