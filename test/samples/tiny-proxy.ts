/**
 * A proxy task of 16 inputs, 3 classes and 30 steps, on points around three centres: a run takes milliseconds, even in float64.
 */
import { createRng } from "../../src/core/rng.ts";
import { floatTensor, intTensor, type TensorType } from "../../src/core/tensor.ts";
import type { Ops } from "../../src/graph/builder.ts";
import { classificationLoss } from "../../src/tasks/proxies/classification-loss.ts";
import type { ProxyData, ProxyExamples, ProxyTask } from "../../src/tasks/proxy.ts";

/** One linear layer. */
export const tinyProxy: ProxyTask = {
  name: "tiny",
  summary: "three clouds of points",
  why: "tests",
  parameters: [
    { name: "weight", shape: [3, 16], initializer: { kind: "glorot-uniform", fanIn: 16, fanOut: 3 } },
    { name: "bias", shape: [3], initializer: { kind: "zeros" } },
  ],
  parameterCount: 51,
  batchSize: 8,
  steps: 30,
  gradientDoublings: 0,
  uncertainty: Math.log(3),
  dataset: null,
  load: async () => tinyProxyData(),
  loss: <V extends TensorType>(
    ops: Ops<V>,
    { x, y }: { readonly x: V; readonly y: V },
    parameter: (name: string) => V,
  ): V => {
    const product = ops.matmul(parameter("weight"), x, { transB: true });
    const logits = ops.add(product, ops.reshape(parameter("bias"), { shape: [3, 1] }));
    return classificationLoss(ops, { logits, labels: y, axis: 0 });
  },
};

/** 60 points to train on, 40 to validate with. */
export function tinyProxyData(): ProxyData {
  return { train: points("train", 60), validation: points("validation", 40), fingerprint: "tiny" };
}

function points(part: string, count: number): ProxyExamples {
  const rng = createRng(1, "tiny-proxy", part);
  const y = Int32Array.from({ length: count }, () => rng.below(3));
  const x = Float32Array.from(
    { length: 16 * count },
    (_, i) => rng.normal() + ((i % 16) % 3 === y[Math.floor(i / 16)] ? 1 : 0),
  );
  return { x: floatTensor([count, 16], x), y: intTensor([count], y), count };
}
