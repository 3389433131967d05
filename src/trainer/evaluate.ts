/**
 * Mean loss and accuracy of weights over a list of images, in pieces short enough for a caller to be asked to stop.
 */

import type { TensorData } from "../core/tensor.ts";
import type { LabelledImages } from "../data/dataset.ts";
import type { Engine, Feeds, OpenLoop } from "../engine/engine.ts";
import type { Graph } from "../graph/graph.ts";
import { tellsTopFive } from "../tasks/top-five.ts";
import { buildEvaluateBatch, evaluationLoop } from "./evaluate-graph.ts";
import { createImageFeed, type ImageFeed } from "./image-feed.ts";
import type { Pace } from "./pace.ts";
import { placeOfEvaluation } from "./place.ts";
import { stackKey } from "./stack/stackable.ts";
import type { Variables } from "./state.ts";
import { variableFeeds, variableNames } from "./state-feeds.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** Mean over images: loss in nats without penalties, share of right answers. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** Share of images whose label is among the five largest logits; present for more than ten classes. */
  readonly top5?: number;
  /** `answers[label][answer]`: images of a class by the class of their largest logit; present for at most 100 classes, in trials that are tested. */
  readonly answers?: readonly (readonly number[])[];
}

/** Most classes of which answers are counted: their square is kept with each result. */
const mostClassesToCount = 100;

/** What an evaluation is asked with. */
export interface EvaluationRequest {
  /** Steps of the run that made the variables. */
  readonly done: number;
  /** Asked between two pieces. */
  readonly shouldStop: () => boolean;
}

/** An open evaluation over one part of the data. */
export interface Evaluator {
  /** Evaluates the model on the images that `indices` names; null when `shouldStop` said so. */
  evaluate(variables: Variables, indices: Int32Array, request: EvaluationRequest): Promise<Evaluation | null>;
  close(): Promise<void>;
}

/** Measured fastest of 64 … 512 for fashion-cnn, and the smallest in memory. */
const batchSize = 64;

/** What an evaluation is opened over. `pace` decides how many batches make a piece. */
export interface EvaluationOptions {
  readonly part: LabelledImages;
  readonly pace: Pace;
}

/** Opens an evaluation over `part` on an engine. Errors: those of the engine. */
export async function openEvaluator(
  plan: TrialPlan,
  { engine, part, pace }: EvaluationOptions & { readonly engine: Engine },
): Promise<Evaluator> {
  const { dataset, config } = plan;
  const prepared = prepareEvaluation(plan, part);
  const loop = await engine.open({
    loop: evaluationLoop(prepared.body, prepared),
    device: config.device,
    kind: `evaluate ${part === dataset.train ? "train" : "test"} ${stackKey(config)}`,
    own: variableNames,
  });
  return {
    async evaluate(variables, indices, request) {
      loop.load(variableFeeds(variables));
      try {
        return await evaluateInPieces(prepared, { loop, indices, pace, ...request });
      } finally {
        loop.load({});
      }
    },
    close: () => loop.close(),
  };
}

/** The body of an evaluation over one part of the data, and what feeds it. */
interface PreparedEvaluation {
  readonly body: Graph;
  readonly topFive: boolean;
  /** Whether answers are counted. */
  readonly answers: boolean;
  readonly freeImages: boolean;
  readonly classes: number;
  readonly labels: LabelledImages["labels"];
  readonly data: ImageFeed;
}

function prepareEvaluation(plan: TrialPlan, part: LabelledImages): PreparedEvaluation {
  const { model, task, config, normalization, dataset } = plan;
  const { device } = config;
  const topFive = tellsTopFive(dataset);
  const data = createImageFeed(part, { shape: dataset.shape, copied: device !== "cpu" });
  const sizes = { images: data.images, freeImages: data.free, batchSize, normalization };
  const classes = dataset.classes.length;
  const answers = config.test !== "never" && classes <= mostClassesToCount;
  const body = buildEvaluateBatch({ model, task, device, topFive, answers, ...sizes });
  return { body, topFive, answers, freeImages: data.free, classes, labels: part.labels, data };
}

/** How an evaluation goes, on a loop that holds the variables. */
interface PieceByPiece extends EvaluationRequest {
  readonly loop: OpenLoop;
  readonly indices: Int32Array;
  readonly pace: Pace;
}

/** Evaluates the images that `indices` names, in pieces; null when it was asked to stop. */
async function evaluateInPieces(
  prepared: PreparedEvaluation,
  { loop, indices, pace, done, shouldStop }: PieceByPiece,
): Promise<Evaluation | null> {
  const { data, topFive, answers, classes, labels } = prepared;
  let sums: Sums = { lossSum: 0, correct: 0, top5: 0 };
  let counted: number[][] | undefined;
  for (let seen = 0; seen < indices.length; ) {
    if (shouldStop()) return null;
    const left = Math.ceil((indices.length - seen) / batchSize);
    const batches = pace.next(Math.min(left, data.mostBatches(batchSize)));
    const results = await pace.measure(batches, () =>
      loop.run({
        place: placeOfEvaluation(done, seen / indices.length),
        steps: batches,
        shared: (steps) => pieceFeeds(data, indices.subarray(seen), steps * batchSize),
        own: () => ({}),
      }),
    );
    const piece = indices.subarray(seen, seen + results.lossSum!.data.length * batchSize);
    sums = addSums(sums, sumsOf(results));
    if (answers) counted = withAnswers(counted, { results, piece, labels, classes });
    seen += piece.length;
  }
  const { lossSum, correct, top5 } = sums;
  return {
    loss: lossSum / indices.length,
    accuracy: correct / indices.length,
    ...(topFive ? { top5: top5 / indices.length } : {}),
    ...(answers ? { answers: counted! } : {}),
  };
}

/** What the first `count` of the images that are left are evaluated with; as many after them are likely to be next. */
async function pieceFeeds(data: ImageFeed, left: Int32Array, count: number): Promise<Feeds> {
  const { index, counts } = batchesOf(left.subarray(0, count));
  const { index: rows, ...images } = await data.feeds(index, { next: left.subarray(count, 2 * count) });
  return { ...images, index: { dtype: "int", shape: counts.shape, data: rows }, counts };
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

function addSums(a: Sums, b: Sums): Sums {
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
