import { expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import { fakeClock } from "../core/clock.ts";
import { floatTensor, intTensor } from "../core/tensor.ts";
import type { LabelledImages } from "../data/dataset.ts";
import { onnxEngine } from "../engine/onnx-engine.ts";
import { eager } from "../graph/eager.ts";
import { imageClassification } from "../tasks/image-classification.ts";
import { type Evaluator, openEvaluator } from "./evaluate.ts";
import { createPace } from "./pace.ts";
import { initialWeights, leavesOf } from "./parameters.ts";
import { planTrial } from "./trial-plan.ts";

const dataset = tinyDataset();
const part = dataset.train;
const plan = planTrial(tinyConfig(dataset), { dataset, model: tinyModel });
const weights = initialWeights(tinyModel, 4);
const variables = { weights, statistics: new Float32Array(0) };
const untilDone = { done: 0, shouldStop: () => false };
const range = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

async function withEvaluator<T>(use: (evaluator: Evaluator) => Promise<T>): Promise<T> {
  const pace = createPace(fakeClock({ tickSeconds: 10 })); // so slow that every piece is one batch
  const evaluator = await openEvaluator(plan, { part, engine: onnxEngine(), pace });
  try {
    return await use(evaluator);
  } finally {
    await evaluator.close();
  }
}

/** Logits in float64, without graph, batches or padding. */
function logitsOf(images: LabelledImages, indices: Int32Array) {
  const count = indices.length;
  const pixels = Array.from({ length: 16 }, (_, pixel) =>
    [...indices].map((n) => images.images[n * 16 + pixel]! / 255),
  );
  const leaves = new Map(leavesOf(tinyModel).map((leaf) => [leaf.name, leaf]));
  return tinyModel.forward(eager, floatTensor([16, count], pixels.flat()), {
    batchSize: count,
    training: false,
    observes: () => false,
    parameter: (name) => {
      const { shape, offset, size } = leaves.get(name)!;
      return floatTensor(shape, weights.subarray(offset, offset + size));
    },
    statistic: () => expect.fail("has no statistics"),
    track: () => expect.fail("has no statistics"),
    dropout: (x) => x,
    dropPath: (x) => x,
  });
}

/** The class of an image's largest logit. */
function answerTo(images: LabelledImages, image: number): number {
  const logits = Array.from(logitsOf(images, Int32Array.of(image)).data);
  return logits.indexOf(Math.max(...logits));
}

/** Mean loss and accuracy in float64. */
function oracle(indices: Int32Array): { loss: number; accuracy: number } {
  const count = indices.length;
  const logits = logitsOf(part, indices);
  const labels = intTensor(
    [count],
    [...indices].map((n) => part.labels[n]!),
  );
  const { losses, hits } = imageClassification.examples(eager, logits, labels);
  const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, x) => sum + x, 0) / count;
  return { loss: mean(losses.data), accuracy: mean(hits.data) };
}

test("answers are counted by class, fillers not, and none of trials that are never tested", async () => {
  const { test: images, classes } = dataset;
  const pace = createPace(fakeClock({ tickSeconds: 10 }));
  const evaluator = await openEvaluator(plan, { part: images, engine: onnxEngine(), pace });
  const found = (await evaluator.evaluate(variables, range(images.count), untilDone))!;
  await evaluator.close();
  const answers = found.answers!;
  const labels = classes.map((_, label) => images.labels.filter((one) => one === label).length);
  expect(answers.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual(labels);
  const right = answers.reduce((sum, row, label) => sum + row[label]!, 0);
  expect(right / images.count).toBeCloseTo(found.accuracy, 12);
  for (const [label, row] of answers.entries())
    for (const [answer, count] of row.entries()) {
      const asked = range(images.count).filter((image) => images.labels[image] === label);
      const given = [...asked].filter((image) => answerTo(images, image) === answer);
      expect(count).toBe(given.length);
    }
  await withEvaluator(async (other) => {
    const { answers: some } = (await other.evaluate(variables, range(10), untilDone))!;
    expect(some!.flat().reduce((sum, count) => sum + count, 0)).toBe(10);
  });
  const unread = { ...plan, config: { ...plan.config, test: "never" } } as const;
  const tuning = await openEvaluator(unread, { part: images, engine: onnxEngine(), pace });
  expect(await tuning.evaluate(variables, range(10), untilDone)).not.toHaveProperty("answers");
  await tuning.close();
});

test("every image counts once, fillers of the last batch do not", () =>
  withEvaluator(async (evaluator) => {
    for (const count of [1, 63, 64, 65, 330]) {
      const indices = range(count).reverse();
      const found = (await evaluator.evaluate(variables, indices, untilDone))!;
      const expected = oracle(indices);
      expect(found.loss).toBeCloseTo(expected.loss, 5);
      expect(found.accuracy).toBe(expected.accuracy);
    }
  }));

test("it stops between pieces", () =>
  withEvaluator(async (evaluator) => {
    let asked = 0;
    const stopAtSecond = (): boolean => ++asked === 2;
    expect(await evaluator.evaluate(variables, range(330), { done: 0, shouldStop: stopAtSecond })).toBeNull();
  }));
