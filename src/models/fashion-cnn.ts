/**
 * fashion-cnn: the small convolutional network of the published Fashion-MNIST comparisons.
 *
 *   Conv 3×3×32, pool 2, dropout .25 → Conv 3×3×64, pool 2, dropout .25 → Conv 3×3×64 → dense 64 (L2 0.001), dropout .5
 *   → dense 10; ReLU after every hidden layer; no padding.
 * Deviation: ReLU follows the pool instead of preceding it, which is the same function and a quarter of the work. Border
 * positions that no later layer reads are not computed.
 */
import type { TensorType } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";
import { biasRelu, convolve, maxPoolPhases } from "./layers/conv.ts";
import { byWindowCount, poolPhases, rowMajor, windowTable } from "./layers/window.ts";
import type { ForwardContext, LayerSummary, Model, ParameterSpec } from "./model.ts";
import { poolTies } from "./revision.ts";

const kernel = 3;
// The first pool gives 13×13, of which the second pool's windows read 12×12; the second gives 5×5.
const firstPool = byWindowCount(12, kernel);
const secondPool = byWindowCount(5, kernel);
const last = rowMajor(3, 3);
const tables = {
  conv1: windowTable(poolPhases(firstPool), { inputs: rowMajor(28, 28), kernel }),
  conv2: windowTable(poolPhases(secondPool), { inputs: firstPool, kernel }),
  conv3: windowTable(last, { inputs: secondPool, kernel }),
};

/** The network of 93,322 parameters. */
export const fashionCnn: Model = {
  name: "fashion-cnn",
  summary: "Three 3×3 convolutions and two dense layers for 28×28 grey images.",
  source: "Published Lion-versus-Adam comparisons on Fashion-MNIST; layer sizes as in the Keras network they share.",
  input: [1, 28, 28],
  classes: 10,
  parameters: [
    ...conv("conv1", { from: 1, to: 32 }),
    ...conv("conv2", { from: 32, to: 64 }),
    ...conv("conv3", { from: 64, to: 64 }),
    ...dense("dense1", { from: 576, to: 64, l2: 0.001 }),
    ...dense("dense2", { from: 64, to: 10 }),
  ],
  statistics: [],
  changes: [poolTies],
  parameterCount: 93_322,
  layers: [
    layer("conv1 3×3, ReLU", [32, 26, 26], 320),
    layer("max-pool 2×2", [32, 13, 13]),
    layer("dropout 0.25", [32, 13, 13]),
    layer("conv2 3×3, ReLU", [64, 11, 11], 18_496),
    layer("max-pool 2×2", [64, 5, 5]),
    layer("dropout 0.25", [64, 5, 5]),
    layer("conv3 3×3, ReLU", [64, 3, 3], 36_928),
    layer("flatten", [576]),
    layer("dense1, ReLU, L2 0.001", [64], 36_928),
    layer("dropout 0.5", [64]),
    layer("dense2", [10], 650),
  ],
  forward: <V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>): V => {
    const batch = context.batchSize;
    const p = context.parameter;
    const image = ops.reshape(x, { shape: [1, 784, batch] });

    let h = maxPoolPhases(ops, convolve(ops, image, { weight: p("conv1.weight"), table: tables.conv1 }));
    h = context.dropout(biasRelu(ops, h, p("conv1.bias")), 0.25); // [32, 144 * batch]
    h = ops.reshape(h, { shape: [32, firstPool.length, batch] });

    h = maxPoolPhases(ops, convolve(ops, h, { weight: p("conv2.weight"), table: tables.conv2 }));
    h = context.dropout(biasRelu(ops, h, p("conv2.bias")), 0.25); // [64, 25 * batch]
    h = ops.reshape(h, { shape: [64, secondPool.length, batch] });

    h = biasRelu(ops, convolve(ops, h, { weight: p("conv3.weight"), table: tables.conv3 }), p("conv3.bias"));
    h = ops.reshape(h, { shape: [576, batch] });

    h = context.dropout(biasRelu(ops, ops.matmul(p("dense1.weight"), h), p("dense1.bias")), 0.5); // [64, batch]
    const bias = ops.reshape(p("dense2.bias"), { shape: [10, 1] });
    return ops.add(ops.matmul(p("dense2.weight"), h), bias);
  },
};

function conv(name: string, size: { readonly from: number; readonly to: number }): readonly ParameterSpec[] {
  const taps = kernel * kernel;
  const initializer = { kind: "glorot-uniform", fanIn: size.from * taps, fanOut: size.to * taps } as const;
  return [
    { name: `${name}.weight`, shape: [size.to, size.from, kernel, kernel], initializer },
    { name: `${name}.bias`, shape: [size.to], initializer: { kind: "zeros" } },
  ];
}

function dense(
  name: string,
  size: { readonly from: number; readonly to: number; readonly l2?: number },
): readonly ParameterSpec[] {
  const initializer = { kind: "glorot-uniform", fanIn: size.from, fanOut: size.to } as const;
  const l2 = size.l2 === undefined ? {} : { l2: size.l2 };
  return [
    { name: `${name}.weight`, shape: [size.to, size.from], initializer, ...l2 },
    { name: `${name}.bias`, shape: [size.to], initializer: { kind: "zeros" } },
  ];
}

function layer(name: string, output: readonly number[], parameters = 0): LayerSummary {
  return { layer: name, output, parameters };
}
