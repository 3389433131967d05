/**
 * Mean loss and accuracy of weights over a list of images, in pieces short enough for a caller to be asked to stop.
 */

import type { TensorData } from "../core/tensor.ts";
import type { LabelledImages } from "../data/dataset.ts";
import { openSession } from "../onnx/session.ts";
import { buildEvaluateGraph } from "./evaluate-graph.ts";
import { createImageFeed } from "./image-feed.ts";
import type { Pace } from "./pace.ts";
import type { Variables } from "./state.ts";
import { variableFeeds } from "./stretch.ts";
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
  { model, task, config, normalization, dataset }: TrialPlan,
  { part, threads, pace }: { part: LabelledImages; threads: number; pace: Pace },
): Promise<Evaluator> {
  const { device } = config;
  const data = createImageFeed(part, { shape: dataset.shape });
  const sizes = { images: data.images, freeImages: data.free, batchSize, normalization };
  const graph = buildEvaluateGraph({ model, task, device, ...sizes });
  const session = await openSession(graph, { device, threads });
  const runPiece = async (
    variables: Variables,
    { indices, next }: { indices: Int32Array; next: Int32Array },
  ): Promise<{ lossSum: number; correct: number }> => {
    const { index, counts } = batchesOf(indices);
    const { index: rows, ...images } = await data.feeds(index, { next });
    const batches = { index: { dtype: "int", shape: counts.shape, data: rows }, counts } as const;
    const results = await session.run({ ...images, ...variableFeeds(variables), ...batches });
    return { lossSum: total(results.lossSum!.data), correct: total(results.correct!.data) };
  };
  return {
    async evaluate(variables, indices, shouldStop) {
      let [lossSum, correct, done] = [0, 0, 0];
      while (done < indices.length) {
        if (shouldStop()) return null;
        const left = Math.ceil((indices.length - done) / batchSize);
        const batches = pace.next(Math.min(left, data.mostBatches(batchSize)));
        const piece = indices.subarray(done, done + batches * batchSize);
        const next = indices.subarray(done + piece.length, done + 2 * piece.length);
        const sums = await pace.measure(batches, () => runPiece(variables, { indices: piece, next }));
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
  return { index, counts: { dtype: "float", shape: [rows, batchSize], data: counts } } as const;
}

function total(values: TensorData): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
