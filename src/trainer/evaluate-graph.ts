/**
 * Evaluation as a loop over batches that returns sums of losses and of hits, without penalties and dropout.
 *
 * The last batch is filled up with an image that counts for nothing: `counts` is 1 for each real example and 0 for a filler.
 */
import { createBuilder } from "../graph/builder.ts";
import type { Graph, Value } from "../graph/graph.ts";
import type { LoopSpec } from "../graph/loop.ts";
import type { Model } from "../models/model.ts";
import type { Device } from "../onnx/device.ts";
import type { Task } from "../tasks/task.ts";
import { topFiveHits } from "../tasks/top-five.ts";
import { type BatchSizes, batchOf, logitsOf, variableInputs } from "./forward.ts";

/** What an evaluation graph is built from. */
export interface EvaluateGraphSpec extends BatchSizes {
  readonly model: Model;
  readonly task: Task;
  /** Whether `top5`, a count beside `correct`, is returned. */
  readonly topFive?: boolean;
  /** Whether `answers`, the class of the largest logit of each image, is returned. */
  readonly answers?: boolean;
  readonly device: Device;
}

/**
 * The loop of an evaluation. Inputs: `w` `[P]`, `statistics` `[S]` where the model has some, `images`, `labels`; per batch `index` `[S, batch]` and `counts`
 * `[S, batch]`. Outputs per batch: `lossSum`, `correct` and, where asked for, `top5`, `[S]`, and `answers` `[S, batch]`.
 */
export function evaluationLoop(
  body: Graph,
  spec: Pick<EvaluateGraphSpec, "freeImages" | "topFive" | "answers">,
): LoopSpec {
  return {
    name: "evaluate",
    body,
    carried: [],
    perStep: ["index", "counts"],
    captured: ["w", "statistics", "images", "labels"],
    free: spec.freeImages === true ? ["images", "labels"] : [],
    collected: [
      "lossSum",
      "correct",
      ...(spec.topFive === true ? ["top5"] : []),
      ...(spec.answers === true ? ["answers"] : []),
    ],
  };
}

/** One batch of an evaluation. */
export function buildEvaluateBatch(spec: EvaluateGraphSpec): Graph {
  const { model, task, batchSize } = spec;
  const b = createBuilder();
  const { views } = variableInputs(b, model);
  const counts = b.input("counts", { dtype: "float", shape: [batchSize] });
  const { x, labels } = batchOf(b, model, spec);
  const logits = logitsOf(b, model, { x, views });
  const { losses, hits } = task.examples(b, logits, labels);
  const counted = (values: Value): Value => b.sum(b.mul(values, counts), { axes: [0], keepDims: false });
  return b.build({
    lossSum: counted(losses),
    correct: counted(hits),
    ...(spec.topFive === true ? { top5: counted(topFiveHits(b, logits, labels)) } : {}),
    ...(spec.answers === true ? { answers: b.cast(b.argmax(logits, { axis: 0 }), { to: "float" }) } : {}),
  });
}
