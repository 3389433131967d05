/**
 * mlp: a perceptron of one hidden layer on Fashion-MNIST at 8 × 8 pixels.
 *
 *   64 → dense 32, ReLU → dense 10      2,410 parameters; activations are [units, batch]
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import type { ProxyTask } from "../proxy.ts";
import { classificationLoss } from "./classification-loss.ts";
import { bias, columnMatrix } from "./dense-parameters.ts";
import { fashionClasses, pooledFashion } from "./pooled-fashion.ts";

/** Sizes of a perceptron proxy. `side`: pixels along an image's side; `hidden`: units of each hidden layer. */
export interface MlpProxyOptions {
  readonly name: string;
  readonly why: string;
  readonly parameterCount: number;
  readonly batchSize: number;
  readonly steps: number;
  readonly side?: 8 | 14;
  readonly hidden?: readonly number[];
  readonly labelNoise?: number;
}

/** A perceptron of any sizes as a proxy. */
export function mlpProxy(options: MlpProxyOptions): ProxyTask {
  const { name, why, parameterCount, batchSize, steps, side = 8, hidden = [32], labelNoise = 0 } = options;
  const widths = [side * side, ...hidden, fashionClasses];
  const layers = widths.slice(1).map((to, i) => ({ name: `dense${i + 1}`, from: widths[i]!, to }));
  return Object.freeze({
    name,
    summary: `perceptron ${widths.join("-")} on Fashion-MNIST at ${side} × ${side}, batch ${batchSize}, ${steps} steps`,
    why,
    parameters: layers.flatMap((layer) => [
      columnMatrix(`${layer.name}.weight`, layer),
      bias(`${layer.name}.bias`, layer.to),
    ]),
    parameterCount,
    batchSize,
    steps,
    uncertainty: Math.log(fashionClasses),
    dataset: "fashion-mnist",
    load: ({ dataDir }) => pooledFashion({ side, labelNoise, dataDir }),
    loss: <V extends TensorType>(
      ops: Ops<V>,
      { x, y }: { readonly x: V; readonly y: V },
      parameter: (name: string) => V,
    ): V => {
      let h = x; // [batch, pixels], then [units, batch]
      for (const [i, layer] of layers.entries()) {
        const offset = ops.reshape(parameter(`${layer.name}.bias`), { shape: [layer.to, 1] });
        const product = ops.matmul(parameter(`${layer.name}.weight`), h, { transB: i === 0 });
        const sum = ops.add(product, offset);
        h = i === layers.length - 1 ? sum : ops.relu(sum);
      }
      return classificationLoss(ops, { logits: h, labels: y, axis: 0 });
    },
  } satisfies ProxyTask);
}

/** The task of the benchmark: 500 steps of batch 64. */
export const mlp: ProxyTask = mlpProxy({
  name: "mlp",
  why: "The cheapest real task, and the one of the benchmark.",
  parameterCount: 2_410,
  batchSize: 64,
  steps: 500,
});

/** A larger batch: less noise in the gradient. */
export const mlpB256: ProxyTask = mlpProxy({
  name: "mlp-b256",
  why: "A larger batch and a decaying rate favour the sign of the momentum over AdamW.",
  parameterCount: 2_410,
  batchSize: 256,
  steps: 200,
});
