/**
 * The graphs of a proxy task: loss and gradient of a batch, and the loss of a stretch of validation examples.
 *
 * The examples lie in the engine's memory once, as inputs `x` and `y`; a step names its batch by `index`, and the rows are
 * gathered inside the graph.
 */
import type { TensorType } from "../core/tensor.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Graph, Value } from "../graph/graph.ts";
import type { ProxyExamples, ProxyTask } from "../tasks/proxy.ts";
import { flatGradient } from "./flat-gradient.ts";
import { viewsOf } from "./forward.ts";
import { leavesOf } from "./parameters.ts";

/**
 * Inputs `w` `[P]`, `x`, `y` and `index` int `[batch]`; outputs `loss` `[]`, nats, and its gradient `g` `[P]`, which is multiplied
 * by an input `scale` `[]` where seeds of the task differ in scale.
 */
export function buildProxyStep(task: ProxyTask, examples: ProxyExamples): Graph {
  const b = createBuilder();
  const { loss, parameters } = batchLoss(b, task, { examples, batch: task.batchSize });
  const scaled = task.gradientDoublings > 0 ? b.mul(loss, b.input("scale", { dtype: "float", shape: [] })) : loss;
  return b.build({ loss, g: flatGradient(b, scaled, { leaves: leavesOf(task), parameters }) });
}

/** The same inputs, with `batch` examples at a time; output `loss` `[]`, nats. */
export function buildProxyValidation(task: ProxyTask, examples: ProxyExamples, batch: number): Graph {
  const b = createBuilder();
  return b.build({ loss: batchLoss(b, task, { examples, batch }).loss });
}

function batchLoss(
  b: Builder,
  task: ProxyTask,
  { examples, batch }: { examples: ProxyExamples; batch: number },
): { loss: Value; parameters: ReadonlyMap<string, Value> } {
  const w = b.input("w", { dtype: "float", shape: [task.parameterCount] });
  const parameters = viewsOf(b, w, leavesOf(task));
  const index = b.input("index", { dtype: "int", shape: [batch] });
  const rows = (name: string, type: TensorType): Value => b.gather(b.input(name, type), index, { axis: 0 });
  const chosen = { x: rows("x", examples.x), y: rows("y", examples.y) };
  return { loss: task.loss(b, chosen, (name) => parameters.get(name)!), parameters };
}
