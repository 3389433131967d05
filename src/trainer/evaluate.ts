/**
 * Mean loss and accuracy of weights over a list of images, in pieces short enough for a caller to be asked to stop.
 */

import type { TensorData } from "../core/tensor.ts";
import type { LabelledImages } from "../data/dataset.ts";
import type { Graph } from "../graph/graph.ts";
import { openSession } from "../onnx/session.ts";
import { fewClasses } from "../tasks/top-five.ts";
import { buildEvaluateBatch, lowerEvaluation } from "./evaluate-graph.ts";
import { type Feeds, variableFeeds } from "./held-state.ts";
import { createImageFeed, type ImageFeed } from "./image-feed.ts";
import type { Pace } from "./pace.ts";
import type { Variables } from "./state.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** Mean over images: loss in nats without penalties, share of right answers. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** Share of images whose label is among the five largest logits; present for more than ten classes. */
  readonly top5?: number;
  /** `answers[label][answer]`: images of a class by the class of their largest logit; present for the test set of at most 100 classes. */
  readonly answers?: readonly (readonly number[])[];
}

/** Most classes of which answers are counted: their square is kept with each result. */
const mostClassesToCount = 100;

/** An open evaluation session over one part of the data. */
export interface Evaluator {
  /** Evaluates the model on the images that `indices` names; null when `shouldStop` said so between two pieces. */
  evaluate(variables: Variables, indices: Int32Array, shouldStop: () => boolean): Promise<Evaluation | null>;
  close(): Promise<void>;
}

/** Measured fastest of 64 … 512 for fashion-cnn, and the smallest in memory. */
const batchSize = 64;

/** What an evaluation is opened over. `pace` decides how many batches make a piece. */
export interface EvaluationOptions {
  readonly part: LabelledImages;
  readonly pace: Pace;
}

/** Opens an evaluation session over `part`. */
export async function openEvaluator(
  plan: TrialPlan,
  { part, threads, pace }: EvaluationOptions & { readonly threads: number },
): Promise<Evaluator> {
  const { device } = plan.config;
  const prepared = prepareEvaluation(plan, part);
  const session = await openSession(lowerEvaluation(prepared.body, { ...prepared, device }), { device, threads });
  return {
    async evaluate(variables, indices, shouldStop) {
      const run = async (feeds: Feeds): Promise<readonly Feeds[]> => [
        await session.run({ ...feeds, ...variableFeeds(variables) }),
      ];
      return (await evaluateInPieces(prepared, { indices, pace, shouldStop, run }))?.[0] ?? null;
    },
    close: () => session.close(),
  };
}

/** The body of an evaluation over one part of the data, and what feeds it. */
export interface PreparedEvaluation {
  readonly body: Graph;
  readonly topFive: boolean;
  /** Whether answers are counted. */
  readonly answers: boolean;
  readonly freeImages: boolean;
  readonly classes: number;
  readonly labels: LabelledImages["labels"];
  readonly data: ImageFeed;
}

/** Builds an evaluation. */
export function prepareEvaluation(
  { model, task, config: { device }, normalization, dataset }: TrialPlan,
  part: LabelledImages,
): PreparedEvaluation {
  const topFive = dataset.classes.length > fewClasses;
  const data = createImageFeed(part, { shape: dataset.shape, copied: device !== "cpu" });
  const sizes = { images: data.images, freeImages: data.free, batchSize, normalization };
  const classes = dataset.classes.length;
  const answers = part === dataset.test && classes <= mostClassesToCount;
  const body = buildEvaluateBatch({ model, task, device, topFive, answers, ...sizes });
  return { body, topFive, answers, freeImages: data.free, classes, labels: part.labels, data };
}

/** How an evaluation goes. `run` returns the results of each model that is evaluated, on the batches that it is fed. */
interface PieceByPiece {
  readonly indices: Int32Array;
  readonly pace: Pace;
  readonly shouldStop: () => boolean;
  run(feeds: Feeds): Promise<readonly Feeds[]>;
}

/** Evaluates one model or several on the images that `indices` names, in pieces; null when it was asked to stop. */
export async function evaluateInPieces(
  { data, topFive, answers, classes, labels }: PreparedEvaluation,
  { indices, pace, shouldStop, run }: PieceByPiece,
): Promise<readonly Evaluation[] | null> {
  let sums: readonly Sums[] = [];
  let counted: readonly number[][][] = [];
  for (let done = 0; done < indices.length; ) {
    if (shouldStop()) return null;
    const left = Math.ceil((indices.length - done) / batchSize);
    const batches = pace.next(Math.min(left, data.mostBatches(batchSize)));
    const piece = indices.subarray(done, done + batches * batchSize);
    const next = indices.subarray(done + piece.length, done + 2 * piece.length);
    const found = await pace.measure(batches, async () => {
      const { index, counts } = batchesOf(piece);
      const { index: rows, ...images } = await data.feeds(index, { next });
      return run({ ...images, index: { dtype: "int", shape: counts.shape, data: rows }, counts });
    });
    sums = found.map((results, i) => addSums(sums[i], sumsOf(results)));
    if (answers) counted = found.map((results, i) => withAnswers(counted[i], { results, piece, labels, classes }));
    done += piece.length;
  }
  return sums.map(({ lossSum, correct, top5 }, i) => ({
    loss: lossSum / indices.length,
    accuracy: correct / indices.length,
    ...(topFive ? { top5: top5 / indices.length } : {}),
    ...(answers ? { answers: counted[i]! } : {}),
  }));
}

/** Counts with the answers to the images of a piece; those to fillers, which come after them, are left out. */
function withAnswers(
  counts: number[][] | undefined,
  {
    results,
    piece,
    labels,
    classes,
  }: {
    readonly results: Feeds;
    readonly piece: Int32Array;
    readonly labels: LabelledImages["labels"];
    readonly classes: number;
  },
): number[][] {
  const all = counts ?? Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const { data } = results.answers!;
  for (const [i, image] of piece.entries()) all[labels[image]!]![Number(data[i])]! += 1;
  return all;
}

/** Sums over images; `top5` is 0 where it is not asked for. */
interface Sums {
  readonly lossSum: number;
  readonly correct: number;
  readonly top5: number;
}

function sumsOf(results: Feeds): Sums {
  const sumOf = (name: string): number => (results[name] === undefined ? 0 : total(results[name].data));
  return { lossSum: sumOf("lossSum"), correct: sumOf("correct"), top5: sumOf("top5") };
}

function addSums(a: Sums | undefined, b: Sums): Sums {
  if (a === undefined) return b;
  return { lossSum: a.lossSum + b.lossSum, correct: a.correct + b.correct, top5: a.top5 + b.top5 };
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
