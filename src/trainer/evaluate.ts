/**
 * Mean loss and accuracy of weights over a list of images, in pieces short enough for a caller to be asked to stop.
 */

import type { TensorData } from "../core/tensor.ts";
import type { LabelledImages } from "../data/dataset.ts";
import { openSession } from "../onnx/session.ts";
import { fewClasses } from "../tasks/top-five.ts";
import { buildEvaluateGraph } from "./evaluate-graph.ts";
import { variableFeeds } from "./held-state.ts";
import { createImageFeed } from "./image-feed.ts";
import type { Pace } from "./pace.ts";
import type { Variables } from "./state.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** Mean over images: loss in nats without penalties, share of right answers. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** Share of images whose label is among the five largest logits; present for more than ten classes. */
  readonly top5?: number;
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
  const topFive = dataset.classes.length > fewClasses;
  const data = createImageFeed(part, { shape: dataset.shape, copied: device !== "cpu" });
  const sizes = { images: data.images, freeImages: data.free, batchSize, normalization };
  const graph = buildEvaluateGraph({ model, task, device, topFive, ...sizes });
  const session = await openSession(graph, { device, threads });
  const runPiece = async (
    variables: Variables,
    { indices, next }: { indices: Int32Array; next: Int32Array },
  ): Promise<Sums> => {
    const { index, counts } = batchesOf(indices);
    const { index: rows, ...images } = await data.feeds(index, { next });
    const batches = { index: { dtype: "int", shape: counts.shape, data: rows }, counts } as const;
    const results = await session.run({ ...images, ...variableFeeds(variables), ...batches });
    const sumOf = (name: string): number => (results[name] === undefined ? 0 : total(results[name].data));
    return { lossSum: sumOf("lossSum"), correct: sumOf("correct"), top5: sumOf("top5") };
  };
  return {
    async evaluate(variables, indices, shouldStop) {
      let [lossSum, correct, top5, done] = [0, 0, 0, 0];
      while (done < indices.length) {
        if (shouldStop()) return null;
        const left = Math.ceil((indices.length - done) / batchSize);
        const batches = pace.next(Math.min(left, data.mostBatches(batchSize)));
        const piece = indices.subarray(done, done + batches * batchSize);
        const next = indices.subarray(done + piece.length, done + 2 * piece.length);
        const sums = await pace.measure(batches, () => runPiece(variables, { indices: piece, next }));
        lossSum += sums.lossSum;
        correct += sums.correct;
        top5 += sums.top5;
        done += piece.length;
      }
      const share = topFive ? { top5: top5 / indices.length } : {};
      return { loss: lossSum / indices.length, accuracy: correct / indices.length, ...share };
    },
    close: () => session.close(),
  };
}

/** Sums over the images of a piece; `top5` is 0 where it is not asked for. */
interface Sums {
  readonly lossSum: number;
  readonly correct: number;
  readonly top5: number;
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
