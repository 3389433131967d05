/**
 * Mean loss and accuracy of weights over a list of images, in pieces short enough for a caller to be asked to stop.
 */

import type { TensorData } from "../core/tensor.ts";
import type { LabelledImages } from "../data/dataset.ts";
import { openSession } from "../onnx/session.ts";
import { buildEvaluateGraph } from "./evaluate-graph.ts";
import type { Pace } from "./pace.ts";
import type { Variables } from "./state.ts";
import { dataFeeds, variableFeeds } from "./stretch.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** Mean over images: loss in nats without penalties, share of right answers. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
}

/** An open evaluation session over one part of the data. */
export interface Evaluator {
  /** Evaluates the model on the images that `indices` names; null when `shouldStop` said so between two pieces. */
  evaluate(variables: Variables, indices: Int32Array, shouldStop: () => boolean): Promise<Evaluation | null>;
  close(): Promise<void>;
}

/** Measured fastest of 64 … 512 for fashion-cnn, and the smallest in memory. */
const batchSize = 64;

/** Opens an evaluation session over `part`. `pace` decides how many batches make a piece. */
export async function openEvaluator(
  { model, task, config, normalization }: TrialPlan,
  { part, threads, pace }: { part: LabelledImages; threads: number; pace: Pace },
): Promise<Evaluator> {
  const { device } = config;
  const graph = buildEvaluateGraph({ model, task, device, images: part.count, batchSize, normalization });
  const session = await openSession(graph, { device, threads });
  const data = dataFeeds(part, model.input);
  const runPiece = async (variables: Variables, indices: Int32Array): Promise<{ lossSum: number; correct: number }> => {
    const results = await session.run({ ...data, ...variableFeeds(variables), ...batchesOf(indices) });
    return { lossSum: total(results.lossSum!.data), correct: total(results.correct!.data) };
  };
  return {
    async evaluate(variables, indices, shouldStop) {
      let [lossSum, correct, done] = [0, 0, 0];
      while (done < indices.length) {
        if (shouldStop()) return null;
        const batches = pace.next(Math.ceil((indices.length - done) / batchSize));
        const piece = indices.subarray(done, done + batches * batchSize);
        const sums = await pace.measure(batches, () => runPiece(variables, piece));
        lossSum += sums.lossSum;
        correct += sums.correct;
        done += piece.length;
      }
      return { loss: lossSum / indices.length, accuracy: correct / indices.length };
    },
    close: () => session.close(),
  };
}

/** Indices in rows of one batch; the last row is filled up with its first image, which then counts 0. */
function batchesOf(indices: Int32Array) {
  const rows = Math.ceil(indices.length / batchSize);
  const index = new Int32Array(rows * batchSize).fill(indices[0]!);
  index.set(indices);
  const counts = new Float32Array(index.length).fill(1, 0, indices.length);
  const shape = [rows, batchSize];
  return { index: { dtype: "int", shape, data: index }, counts: { dtype: "float", shape, data: counts } } as const;
}

function total(values: TensorData): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
