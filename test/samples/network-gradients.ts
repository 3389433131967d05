/**
 * Compares the float32 gradients of a whole network, as a session computes them, with PyTorch's in float64: on real and on flat
 * images, at several weights.
 *
 * The fixtures keep a tensor's norm and its products with rows of random signs. Of any difference d the mean square of such products is
 * about |d|², so an error in any element shows in them; `rows` decide how closely.
 */
import { readFileSync } from "node:fs";
import { decodeNpz } from "../../src/core/npz.ts";
import { floatTensor, intTensor, sizeOf, type Tensor } from "../../src/core/tensor.ts";
import type { Model, ParameterSpec } from "../../src/models/model.ts";
import { lowerGraph } from "../../src/onnx/lower.ts";
import { openSession } from "../../src/onnx/session.ts";
import { networkGraph } from "./network-graph.ts";

/** A case of a file that test/fixtures/models/make_gradients.py wrote. */
export interface GradientCase {
  readonly label: string;
  /** The seed of the formula's weights, or `trained`. */
  readonly weights: string;
  /** Which of the kept images. */
  readonly images: readonly number[] | "flat" | "flat, none black";
  readonly labels: readonly number[];
  readonly loss: number;
  /** Of each parameter: the norm, the error of PyTorch's float32, and products with rows of signs, by the norm. */
  readonly gradients: { readonly [name: string]: readonly [number, number, readonly number[]] };
}

/** How far one tensor is from PyTorch in float64: relative to its norm, beside PyTorch's own float32. */
export interface GradientError {
  readonly name: string;
  readonly norm: number;
  readonly ours: number;
  readonly pytorch: number;
}

/** The cases of `test/fixtures/models/gradients-NAME.json`. */
export function gradientCases(name: string): readonly GradientCase[] {
  return (JSON.parse(readFileSync(fixture(`gradients-${name}.json`), "utf8")) as { cases: GradientCase[] }).cases;
}

/** What the cases of a network found, one after another: the loss, and the error of each gradient in float32. */
export async function gradientErrors(
  model: Model,
  cases: readonly GradientCase[],
): Promise<readonly { readonly loss: number; readonly errors: readonly GradientError[] }[]> {
  const batch = cases[0]!.labels.length;
  const graph = networkGraph(model, { batch, training: true });
  const session = await openSession(lowerGraph(graph, { name: "gradients" }), { threads: 2 });
  const results = [];
  for (const one of cases) {
    const found = await session.run({
      x: batchOf(model, one),
      labels: intTensor([batch], Int32Array.from(one.labels)),
      ...weightsOf(model, one),
      ...startOfStatistics(model),
    });
    const errors = model.parameters.map(({ name }) => {
      return errorOf(name, found[`gradient ${name}`]!.data, one.gradients[name]!);
    });
    results.push({ loss: found.loss!.data[0]!, errors });
  }
  await session.close();
  return results;
}

function startOfStatistics({ statistics }: Model): { [name: string]: Tensor } {
  const start = statistics.map(({ name, shape, initial }) => {
    return [name, floatTensor(shape, new Array<number>(sizeOf(shape)).fill(initial))];
  });
  return Object.fromEntries(start);
}

function errorOf(
  name: string,
  values: ArrayLike<number>,
  [norm, pytorch, shares]: GradientCase["gradients"][string],
): GradientError {
  const products = signProducts(name, values, shares.length);
  const squares = shares.reduce((sum, share, row) => sum + (products[row]! - share * norm) ** 2, 0);
  return { name, norm, ours: Math.sqrt(squares / shares.length), pytorch };
}

function fixture(name: string): URL {
  return new URL(`../fixtures/models/${name}`, import.meta.url);
}

/** Images `[pixels, batch]` in 0 … 1; where the model's are larger than the kept ones, every pixel becomes a square. */
function batchOf({ name, input }: Model, { images, labels }: GradientCase): Tensor {
  const pixels = sizeOf(input);
  const [, height, width] = input;
  const kept = decodeNpz(readFileSync(fixture("images.npz"))).tensors.get(
    name.startsWith("fashion") ? "fashion" : "cifar",
  )!;
  const size = kept.shape[1]!;
  const enlarged = Math.sqrt(pixels / size);
  const level = (n: number, i: number): number => {
    if (typeof images !== "string") {
      const column = Math.floor((i % width) / enlarged);
      const row = Math.floor((Math.floor(i / width) % height) / enlarged);
      const channel = Math.floor(i / (width * height));
      return kept.data[images[n]! * size + ((channel * height) / enlarged + row) * (width / enlarged) + column]!;
    }
    const colours = images === "flat" ? flatColours : flatColours.slice(1);
    return colours[n]![Math.floor(i / (pixels / input[0]))]!;
  };
  const batch = labels.length;
  const x = new Float32Array(pixels * batch);
  for (let at = 0; at < x.length; at++) x[at] = level(at % batch, Math.floor(at / batch)) / 255;
  return { dtype: "float", shape: [pixels, batch], data: x };
}

/** The even colours of make_gradients.py. */
const flatColours = [
  [0, 0, 0],
  [255, 255, 255],
  [128, 128, 128],
  [255, 0, 0],
  [0, 64, 200],
  [30, 90, 60],
  [200, 180, 10],
  [1, 2, 3],
  [90, 90, 91],
  [0, 255, 0],
  [60, 61, 62],
  [254, 10, 100],
  [10, 20, 30],
  [200, 100, 50],
  [77, 77, 77],
  [128, 0, 255],
  [33, 200, 99],
] as const;

function weightsOf(model: Model, { weights, label }: GradientCase): { [name: string]: Tensor } {
  if (weights !== "trained") {
    const [norms, biases] = label.startsWith("moved") ? [0.3, 0.1] : [0, 0];
    return Object.fromEntries(model.parameters.map((spec) => [spec.name, byFormula(spec, { weights, norms, biases })]));
  }
  const { tensors } = decodeNpz(readFileSync(fixture(`trained-${model.name}.npz`)));
  return Object.fromEntries(
    model.parameters.map(({ name, shape }) => {
      const unit = tensors.get(`${name}/unit`)!.data[0]!;
      return [name, { dtype: "float", shape, data: Float32Array.from(tensors.get(name)!.data, (q) => q * unit) }];
    }),
  );
}

/** He's uniform weights; scales around 1 and biases around 0. */
function byFormula(
  { name, shape, initializer }: ParameterSpec,
  { weights, norms, biases }: { readonly weights: string; readonly norms: number; readonly biases: number },
): Tensor {
  const ones = initializer.kind === "ones";
  const matrix = Math.sqrt(6 / sizeOf(shape.slice(1)));
  const limit = ones ? norms : shape.length === 1 ? biases : matrix;
  const words = wordsOf(`${weights} ${name}`, sizeOf(shape));
  const data = new Float32Array(words.length);
  for (let i = 0; i < data.length; i++) data[i] = Number(ones) + limit * (words[i]! / 2 ** 31 - 1);
  return { dtype: "float", shape, data };
}

/** Products of a tensor with rows of signs, which are the bits of its words: sums by eight bits at a time, then of those sums. */
function signProducts(name: string, values: ArrayLike<number>, rows: number): readonly number[] {
  const words = wordsOf(`signs of ${name}`, values.length);
  const bytes = Array.from({ length: rows / 8 }, () => new Float64Array(256));
  for (const [byte, sums] of bytes.entries()) {
    for (let i = 0; i < words.length; i++) sums[(words[i]! >>> (8 * byte)) & 255]! += values[i]!;
  }
  return Array.from({ length: rows }, (_, row) => {
    const sums = bytes[row >> 3]!;
    return sums.reduce((total, sum, bits) => total + ((bits >> (row & 7)) & 1 ? -sum : sum), 0);
  });
}

/** One word for each element: FNV-1a of the name, plus the element's number times the golden ratio, by MurmurHash3's last step. */
function wordsOf(name: string, size: number): Uint32Array {
  let seed = 2166136261;
  for (const byte of new TextEncoder().encode(name)) seed = Math.imul(seed ^ byte, 16777619);
  const words = new Uint32Array(size);
  for (let i = 0; i < size; i++) {
    let x = (seed + Math.imul(i, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    words[i] = x ^ (x >>> 16);
  }
  return words;
}
