/**
 * fashion-cnn: the small convolutional network of the published Fashion-MNIST comparisons.
 *
 *   Conv 3×3×32, pool 2, dropout .25 → Conv 3×3×64, pool 2, dropout .25 → Conv 3×3×64 → dense 64 (L2 0.001), dropout .5
 *   → dense 10; ReLU after every hidden layer; no padding.
 * Deviation: ReLU follows the pool instead of preceding it, which is the same function and a quarter of the work. Border
 * positions that no later layer reads are not computed.
 */
import { LabError } from "../core/errors.ts";
import type { TensorType } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";
import { countParameters } from "./count-parameters.ts";
import { biasRelu, convolve, convolveAndPool, maxPoolPhases } from "./layers/conv.ts";
import { byWindowCount, poolPhases, rowMajor, windowTable } from "./layers/window.ts";
import type { ForwardContext, LayerSummary, Model, ParameterSpec } from "./model.ts";
import { poolTies, poolTiles } from "./revision.ts";

const kernel = 3;

/** The network of 93,322 parameters; `fit` gives others for square images whose side is 20, 24, 28 … pixels. */
export const fashionCnn: Model = fashionCnnOf({ input: [1, 28, 28], classes: 10 });

function fashionCnnOf({ input, classes }: Pick<Model, "input" | "classes">): Model {
  const [channels, side] = input;
  const maps = mapsOf(input);
  const features = 64 * maps.last.length;
  const parameters: readonly ParameterSpec[] = [
    ...conv("conv1", { from: channels, to: 32 }),
    ...conv("conv2", { from: 32, to: 64 }),
    ...conv("conv3", { from: 64, to: 64 }),
    ...dense("dense1", { from: features, to: 64, l2: 0.001 }),
    ...dense("dense2", { from: 64, to: classes }),
  ];
  const countOf = (name: string): number =>
    countParameters(parameters.filter((spec) => spec.name.startsWith(`${name}.`)));
  const { first, second, final } = maps.sides;
  return {
    name: "fashion-cnn",
    summary: `Three 3×3 convolutions and two dense layers for ${side}×${side} ${channels === 1 ? "grey " : ""}images.`,
    source: "Published Lion-versus-Adam comparisons on Fashion-MNIST; layer sizes as in the Keras network they share.",
    input,
    classes,
    parameters,
    statistics: [],
    changes: [poolTies, poolTiles],
    partSize: 64,
    parameterCount: countParameters(parameters),
    layers: [
      layer("conv1 3×3, ReLU", [32, side - 2, side - 2], countOf("conv1")),
      layer("max-pool 2×2", [32, first, first]),
      layer("dropout 0.25", [32, first, first]),
      layer("conv2 3×3, ReLU", [64, first - 2, first - 2], countOf("conv2")),
      layer("max-pool 2×2", [64, second, second]),
      layer("dropout 0.25", [64, second, second]),
      layer("conv3 3×3, ReLU", [64, final, final], countOf("conv3")),
      layer("flatten", [features]),
      layer("dense1, ReLU, L2 0.001", [64], countOf("dense1")),
      layer("dropout 0.5", [64]),
      layer("dense2", [classes], countOf("dense2")),
    ],
    fit: (newInput, newClasses) => fashionCnnOf({ input: newInput, classes: newClasses }),
    sideFrom: { tensor: "dense1.weight", sideOf: (inputs) => 4 * Math.sqrt(inputs / 64) + 16 },
    forward: <V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>): V => {
      const batch = context.batchSize;
      const p = context.parameter;
      const image = ops.reshape(x, { shape: [channels, side * side, batch] });

      let h = maxPoolPhases(ops, convolve(ops, image, { weight: p("conv1.weight"), table: maps.tables.conv1 }));
      h = context.dropout(biasRelu(ops, h, p("conv1.bias")), 0.25); // [32, first map * batch]
      h = ops.reshape(h, { shape: [32, maps.first.length, batch] });

      h = convolveAndPool(ops, h, { weight: p("conv2.weight"), inputs: maps.first, pooled: maps.second });
      h = context.dropout(biasRelu(ops, h, p("conv2.bias")), 0.25); // [64, second map * batch]
      h = ops.reshape(h, { shape: [64, maps.second.length, batch] });

      h = biasRelu(ops, convolve(ops, h, { weight: p("conv3.weight"), table: maps.tables.conv3 }), p("conv3.bias"));
      h = ops.reshape(h, { shape: [features, batch] });

      h = context.dropout(biasRelu(ops, ops.matmul(p("dense1.weight"), h), p("dense1.bias")), 0.5); // [64, batch]
      const bias = ops.reshape(p("dense2.bias"), { shape: [classes, 1] });
      return ops.add(ops.matmul(p("dense2.weight"), h), bias);
    },
  };
}

/**
 * The maps after both pools and the last convolution, and the windows between them. Of 28×28 pixels the first pool gives 13×13, of which
 * the second pool's windows read 12×12; the second gives 5×5. Errors: `image-size`.
 */
function mapsOf([channels, side, width]: Model["input"]) {
  const first = Math.floor((side - 2) / 2);
  const second = Math.floor((first - 2) / 2);
  const final = second - 2;
  // Sides that are no multiple of 4 would have the weights of another side, so that weights could not tell what they were trained on.
  if (side !== width || side % 4 !== 0 || final < 1) {
    throw new LabError(
      "image-size",
      `fashion-cnn takes square images of 20, 24, 28 … pixels a side, but these are ${channels} × ${side} × ${width}; change data.size, or take another model.`,
    );
  }
  const firstPool = byWindowCount(2 * second + 2, kernel + 1, { stride: 2 });
  const secondPool = byWindowCount(second, kernel);
  const last = rowMajor(final, final);
  return {
    sides: { first, second, final },
    first: firstPool,
    second: secondPool,
    last,
    tables: {
      conv1: windowTable(poolPhases(firstPool), { inputs: rowMajor(side, side), kernel }),
      conv3: windowTable(last, { inputs: secondPool, kernel }),
    },
  };
}

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
