import { expect, test } from "vitest";
import { buildEvaluateGraph, buildTrainGraph } from "../../test/samples/lowered-loops.ts";
import {
  tinyConfig,
  tinyDataset,
  tinyModel,
  tinyNormedModel,
  tinyResidualModel,
} from "../../test/samples/tiny-trial.ts";
import { createRng } from "../core/rng.ts";
import { floatTensor, intTensor, type Tensor } from "../core/tensor.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { openSession } from "../onnx/session.ts";
import { ruleFromConfig } from "../optimizers/resolve-text.ts";
import { imageClassification } from "../tasks/image-classification.ts";
import { drawPaths, dropPathInput } from "./drop-path.ts";
import { drawBank, drawRows } from "./dropout.ts";
import { wholePart } from "./image-feed.ts";
import { initialStatistics, initialWeights, leavesOf } from "./parameters.ts";
import { slotNames } from "./step-update.ts";
import type { TrainGraphSpec } from "./train-graph.ts";

const dataset = tinyDataset();
const batchSize = 24;
const lr = 1;

function graphFor(optimizer: string, changes: Partial<TrainGraphSpec> = {}, hyperparameters = {}) {
  const rule = ruleFromConfig(tinyConfig(dataset, { optimizer, hyperparameters }).optimizer);
  const images = dataset.train.count;
  const spec: TrainGraphSpec = {
    model: tinyModel,
    task: imageClassification,
    rule,
    images,
    batchSize,
    clipGlobalNorm: null,
    decaySkipsBiases: false,
    device: "cpu",
    ...changes,
  };
  return { rule, graph: buildTrainGraph(spec) };
}

/** Feeds of one step, in float64 weights, for the oracle; `steps` stacks a leading axis of 1 for the loop. */
function feedsFor({ rule, graph }: ReturnType<typeof graphFor>, w: Tensor, steps: boolean): { [name: string]: Tensor } {
  const stack = (tensor: Tensor): Tensor => (steps ? { ...tensor, shape: [1, ...tensor.shape] } : tensor);
  const scalars = rule.hostScalars({ step: 1, lr, peakLr: lr, totalSteps: 100 });
  const rows = graph.calls.map(({ input, rows: count, rate }) => {
    const target = new Int32Array(count);
    drawRows(createRng(1, input), graph.banks.find((bank) => bank.rate === rate)!.rows, target);
    return [input, stack(intTensor([count], target))] as const;
  });
  return {
    w,
    ...wholePart(dataset.train, 16),
    index: stack(
      intTensor(
        [batchSize],
        Int32Array.from({ length: batchSize }, (_, i) => 3 * i),
      ),
    ),
    ...Object.assign({}, ...graph.banks.map((bank) => drawBank(bank, { seed: 1, epoch: 1, batchSize }))),
    ...Object.fromEntries(rows),
    ...Object.fromEntries([...scalars].map((value, i) => [`scalar-${i}`, stack(floatTensor([], [value]))])),
    ...Object.fromEntries(
      rule.slots.map(({ initial }, i) => [
        `slot-${i}`,
        floatTensor(w.shape, new Float64Array(w.data.length).fill(initial)),
      ]),
    ),
  };
}

const start = floatTensor([tinyModel.parameterCount], initialWeights(tinyModel, 1));

test("running statistics move from step to step, and evaluation reads them", async () => {
  const model = tinyNormedModel;
  const { rule, graph } = graphFor("sgd", { model });
  const w = floatTensor([model.parameterCount], initialWeights(model, 1));
  const before = floatTensor([22], initialStatistics(model));
  const feeds = (statistics: Tensor, steps: boolean) => ({ ...feedsFor({ rule, graph }, w, steps), statistics });
  const first = evaluateGraph(graph.body, feeds(before, false)).statistics!;
  const [mean, variance] = [first.data.slice(0, 3), first.data.slice(3, 6)];
  for (const value of mean) expect(Math.abs(value)).toBeGreaterThan(1e-4);
  for (const value of variance) expect(value).not.toBeCloseTo(1, 3);
  const session = await openSession(graph.model);
  const evaluator = await openSession(
    buildEvaluateGraph({ model, task: imageClassification, images: dataset.train.count, batchSize, device: "cpu" }),
  );
  try {
    const found = await session.run(feeds(before, true));
    for (const [i, value] of first.data.entries()) expect(found.statistics!.data[i]!).toBeCloseTo(value, 6);
    const index = {
      dtype: "int",
      shape: [1, batchSize],
      data: Int32Array.from({ length: batchSize }, (_, i) => i),
    } as const;
    const counts = floatTensor([1, batchSize], new Array(batchSize).fill(1));
    const lossWith = async (statistics: Tensor) => {
      const inputs = { w, statistics, ...wholePart(dataset.train, 16), index, counts };
      return (await evaluator.run(inputs)).lossSum!.data[0]!;
    };
    const moved = floatTensor([22], first.data);
    expect(await lossWith(moved)).not.toBeCloseTo(await lossWith(before), 3);
    expect(await lossWith(moved)).toBe(await lossWith(moved));
  } finally {
    await session.close();
    await evaluator.close();
  }
});

test.each(["sgd", "adam", "lion"])("a session's step with %s equals the float64 oracle", async (optimizer) => {
  const built = graphFor(optimizer);
  const expected = evaluateGraph(built.graph.body, feedsFor(built, start, false));
  const session = await openSession(built.graph.model);
  try {
    const found = await session.run(feedsFor(built, start, true));
    for (const name of ["w", ...slotNames(built.rule), "loss", "correct", "health"]) {
      const scale = Math.max(...[...expected[name]!.data].map(Math.abs), 1e-3);
      for (const [i, value] of expected[name]!.data.entries()) {
        expect(Math.abs(found[name]!.data[i]! - value) / scale).toBeLessThan(2e-6);
      }
    }
  } finally {
    await session.close();
  }
});

test.each([
  ["dropout, penalties and clipping", tinyModel, { clipGlobalNorm: 0.1 }],
  ["branches that are left out", tinyResidualModel, { stochasticDepth: 0.5, labelSmoothing: 0.1 }],
])("a batch in parts makes the step of the whole one: %s", (_, model, changes) => {
  const stepOf = (partSize: number) => {
    const built = graphFor("adam", { model: { ...model, partSize }, ...changes });
    const { paths, body } = built.graph;
    const drawn = { seed: 1, epoch: 1, from: 0, steps: 1, batchSize };
    const { data } = drawPaths(paths, drawn);
    const masks = paths.length === 0 ? {} : { [dropPathInput]: floatTensor([paths.length, batchSize], data) };
    const w = floatTensor([model.parameterCount], initialWeights(model, 1));
    return evaluateGraph(body, { ...feedsFor(built, w, false), ...masks });
  };
  const [whole, parts] = [stepOf(batchSize), stepOf(8)];
  expect(Object.keys(parts)).toEqual(Object.keys(whole));
  for (const [name, { data }] of Object.entries(whole)) {
    for (const [i, value] of data.entries()) expect(parts[name]!.data[i]).toBeCloseTo(value, 12);
  }
});

test("mixup blends losses as it blends images, and counts the dominant label", () => {
  const model = { ...tinyModel, parameters: tinyModel.parameters.map((spec) => ({ ...spec, l2: 0 })) };
  const linear = { ...model, forward: tinyModel.forward };
  const built = graphFor("sgd", { model: linear, mixes: true });
  const feeds = feedsFor(built, start, false);
  const order = Int32Array.from({ length: batchSize }, (_, i) => (i + 5) % batchSize);
  const at = (share: number, partner: Int32Array) =>
    evaluateGraph(built.graph.body, {
      ...feeds,
      "mixup-partner": intTensor([batchSize], partner),
      "mixup-share": floatTensor([], [share]),
    });
  const self = Int32Array.from({ length: batchSize }, (_, i) => i);
  const plain = evaluateGraph(graphFor("sgd", { model: linear }).graph.body, feeds);
  for (const alone of [at(1, order), at(0.6, self)]) {
    expect(alone.loss!.data[0]).toBeCloseTo(plain.loss!.data[0]!, 6);
    expect(alone.correct!.data[0]).toBe(plain.correct!.data[0]);
  }
  expect(at(0.6, order).loss!.data[0]).not.toBeCloseTo(plain.loss!.data[0]!, 4);
});

test("the update of plain sgd is the gradient of the loss, penalties and masks included", () => {
  const built = graphFor("sgd");
  const loss = (w: Float64Array): number =>
    evaluateGraph(built.graph.body, feedsFor(built, floatTensor(start.shape, w), false)).loss!.data[0]!;
  const next = evaluateGraph(built.graph.body, feedsFor(built, start, false)).w!.data;
  const h = 1e-5;
  for (const leaf of leavesOf(tinyModel)) {
    for (const i of [leaf.offset, leaf.offset + leaf.size - 1]) {
      const at = (shift: number): number =>
        loss(Float64Array.from(start.data, (value, j) => (j === i ? value + shift : value)));
      expect(start.data[i]! - next[i]!).toBeCloseTo((lr * (at(h) - at(-h))) / (2 * h), 7);
    }
  }
});

test("clipping bounds the global norm of the gradient and keeps its direction", () => {
  const step = (clipGlobalNorm: number | null): number[] => {
    const built = graphFor("sgd", { clipGlobalNorm });
    const next = evaluateGraph(built.graph.body, feedsFor(built, start, false)).w!.data;
    return [...next].map((value, i) => start.data[i]! - value);
  };
  const norm = (values: readonly number[]): number => Math.hypot(...values);
  const free = step(null);
  const clipped = step(norm(free) / 10);
  expect(norm(clipped)).toBeCloseTo(norm(free) / 10, 12);
  for (const [i, value] of clipped.entries()) expect(value).toBeCloseTo(free[i]! / 10, 12);
  expect(step(norm(free) * 2)).toEqual(free);
});

test("weight decay skips biases where it is asked to", () => {
  const w = floatTensor(
    start.shape,
    start.data.map(() => 0.5),
  );
  const step = (decaySkipsBiases: boolean, decay: number): number[] => {
    const built = graphFor("sgd", { decaySkipsBiases }, { decay });
    return [...evaluateGraph(built.graph.body, feedsFor(built, w, false)).w!.data];
  };
  const [weight, bias] = leavesOf(tinyModel);
  const [free, everywhere, masked] = [step(false, 0), step(false, 0.1), step(true, 0.1)];
  const difference = (a: readonly number[], leaf: typeof weight): number => a[leaf!.offset]! - free[leaf!.offset]!;
  expect(difference(everywhere, weight)).toBeCloseTo(-0.05, 12);
  expect(difference(everywhere, bias)).toBeCloseTo(-0.05, 12);
  expect(difference(masked, weight)).toBeCloseTo(-0.05, 12);
  expect(difference(masked, bias)).toBe(0);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300])(
  "health tells when a new weight leaves the finite numbers from %d",
  (value) => {
    const built = graphFor("sgd", {}, { decay: 3e38 });
    const health = (w: Tensor): number => evaluateGraph(built.graph.body, feedsFor(built, w, false)).health!.data[0]!;
    expect(health(start)).toBeCloseTo(sumOf(evaluateGraph(built.graph.body, feedsFor(built, start, false)).w!), 9);
    const moved = start.data.map((x, i) => (i === 5 ? value : x));
    expect(Number.isFinite(health(floatTensor(start.shape, moved)))).toBe(false);
  },
);

function sumOf({ data }: Tensor): number {
  return [...data].reduce((sum, x) => sum + x, 0);
}

test("counting top-5 changes no number of a step", async () => {
  const step = async (topFive: boolean) => {
    const built = graphFor("adamw", { topFive });
    const session = await openSession(built.graph.model);
    try {
      return await session.run(feedsFor(built, start, true));
    } finally {
      await session.close();
    }
  };
  const [plain, counted] = [await step(false), await step(true)];
  const { top5, ...others } = counted;
  expect(plain).not.toHaveProperty("top5");
  expect(others).toEqual(plain);
  expect(top5!.data[0]).toBe(batchSize); // of three classes all are among the five largest
});
