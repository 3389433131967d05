/** A pass through a network as a graph: what tests hold to PyTorch, in float64 or in a session. */
import { gradients } from "../../src/autodiff/gradients.ts";
import { sizeOf } from "../../src/core/tensor.ts";
import { createBuilder } from "../../src/graph/builder.ts";
import type { Graph, Value } from "../../src/graph/graph.ts";
import type { Model } from "../../src/models/model.ts";
import { imageClassification } from "../../src/tasks/image-classification.ts";
import { wholeBatch } from "../../src/trainer/batch-parts.ts";
import { dropPathByRows } from "../../src/trainer/forward.ts";

/** The masks that are fed say what is kept; a rate only says that the branches after the first have some. */
const anyRate = 0.5;

/**
 * Inputs: `x` `[pixels, batch]`, `labels`, each parameter and statistic by its name, and the masks of stochastic depth where there
 * are `branches`. Outputs: `logits`, the mean `loss`, and in training `gradient NAME` and `statistic NAME` as the step leaves it.
 */
export function networkGraph(
  model: Model,
  { batch, training, branches = 0 }: { readonly batch: number; readonly training: boolean; readonly branches?: number },
): Graph {
  const b = createBuilder();
  const inputs = new Map<string, Value>();
  const input = (name: string, shape: readonly number[]): Value => {
    const value = inputs.get(name) ?? b.input(name, { dtype: "float", shape });
    inputs.set(name, value);
    return value;
  };
  const parameter = (name: string): Value => input(name, model.parameters.find((one) => one.name === name)!.shape);
  const statistic = (name: string): Value => input(name, model.statistics.find((one) => one.name === name)!.shape);
  const tracked = new Map<string, Value>();
  const kept = Array.from({ length: training ? branches : 0 }, () => anyRate);
  const logits = model.forward(b, input("x", [sizeOf(model.input), batch]), {
    batchSize: batch,
    training,
    observes: () => training,
    parameter,
    statistic,
    track: (name, observed, momentum) => {
      if (!training) return;
      const before = b.mul(b.scalar(1 - momentum), statistic(name));
      tracked.set(name, b.add(before, b.mul(b.scalar(momentum), observed)));
    },
    dropout: (h) => h,
    dropPath: dropPathByRows(b, kept, { rate: anyRate, batchSize: batch })(wholeBatch(batch)),
  });
  const labels = b.input("labels", { dtype: "int", shape: [batch] });
  const loss = b.mean(imageClassification.examples(b, logits, labels).losses, { axes: [0], keepDims: false });
  const names = training ? model.parameters.map(({ name }) => name) : [];
  const found = gradients(b, loss, names.map(parameter));
  return b.build({
    logits,
    loss,
    ...Object.fromEntries(names.map((name, i) => [`gradient ${name}`, found[i]!])),
    ...Object.fromEntries([...tracked].map(([name, value]) => [`statistic ${name}`, value])),
  });
}
