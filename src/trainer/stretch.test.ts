import { expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import { InternalError } from "../core/errors.ts";
import { prepareImages } from "../data/prepare.ts";
import { onnxEngine } from "../engine/onnx-engine.ts";
import { initialState } from "./state.ts";
import { openStretchRunner, rateOfBatch, type StretchRunner } from "./stretch.ts";
import { planTrial } from "./trial-plan.ts";

const dataset = tinyDataset();
const engine = onnxEngine();
const plan = planTrial(
  tinyConfig(dataset, { optimizer: "nadam", schedule: { kind: "cosine", floor: 0, warmupSteps: 3 } }),
  { dataset, model: tinyModel },
);

const augment = { crop: { padding: 1 }, flip: true, cutout: 2, mixup: 0.3 } as const;

/** The tiny network on the first of three planes. */
const onFirstPlane: typeof tinyModel.forward = (ops, x, context) =>
  tinyModel.forward(ops, ops.slice(x, { axis: 0, start: 0, end: 16 }), context);

async function inPieces(runner: StretchRunner, pieces: readonly number[]) {
  runner.load(initialState(plan));
  const losses: number[] = [];
  let from = 0;
  for (const steps of pieces) {
    const stretch = await runner.run({ epoch: 2, from, steps });
    losses.push(...stretch.losses);
    from += steps;
  }
  return { ...runner.read(), losses };
}

test("results do not depend on how steps are cut into stretches", async () => {
  const runner = await openStretchRunner(plan, { engine });
  try {
    const whole = await inPieces(runner, [11]);
    expect(await inPieces(runner, [1, 4, 6])).toEqual(whole);
    expect(await inPieces(runner, new Array<number>(11).fill(1))).toEqual(whole);
    expect(new Set(whole.losses).size).toBe(11);
  } finally {
    await runner.close();
  }
});

test("a session holds its state, and what was read of it stays", async () => {
  const runner = await openStretchRunner(plan, { engine });
  try {
    expect(() => runner.read()).toThrow(InternalError);
    const start = initialState(plan);
    runner.load(start);
    expect(runner.read()).toEqual({ weights: start.weights, statistics: start.statistics, slots: start.slots });
    await runner.run({ epoch: 1, from: 0, steps: 2 });
    const read = runner.read();
    const copy = structuredClone(read);
    await runner.run({ epoch: 1, from: 2, steps: 2 });
    expect(read).toEqual(copy);
    expect(runner.weights()).not.toEqual(copy.weights);
    expect(runner.measured()).toEqual({ weights: runner.weights(), statistics: copy.statistics });
  } finally {
    await runner.close();
  }
});

test.each([
  ["crop, flip, cutout and mixup", augment],
  ["mixup alone", { mixup: 1 }],
  ["random resized crops", { resizedCrop: { scale: [0.2, 1], ratio: [0.5, 2] } }],
] as const)("with %s too, and one stretch of 4 steps equals 4 of one", async (_, changes) => {
  const augmented = planTrial(tinyConfig(dataset, { data: { augment: changes } }), { dataset, model: tinyModel });
  const runner = await openStretchRunner(augmented, { engine });
  const plain = await openStretchRunner(planTrial(tinyConfig(dataset), { dataset, model: tinyModel }), { engine });
  try {
    const whole = await inPieces(runner, [4]);
    expect(await inPieces(runner, [1, 1, 1, 1])).toEqual(whole);
    expect(await inPieces(runner, [3, 1])).toEqual(whole);
    expect((await inPieces(plain, [4])).losses).not.toEqual(whole.losses);
  } finally {
    await runner.close();
    await plain.close();
  }
});

test("images that are made for each stretch train like images that are all kept", async () => {
  const config = tinyConfig(dataset, { data: { channels: 3, normalize: "dataset" } });
  const model = { ...tinyModel, input: [3, 4, 4] as const, forward: onFirstPlane };
  const kept = planTrial(config, { dataset, model });
  const made = { ...kept, dataset: prepareImages(dataset, { channels: 3 }, 1) };
  expect([kept.dataset.train.images.length > 0, made.dataset.train.images.length]).toEqual([true, 0]);
  const [first, second] = [await openStretchRunner(kept, { engine }), await openStretchRunner(made, { engine })];
  try {
    expect(await inPieces(second, [2, 3])).toEqual(await inPieces(first, [5]));
  } finally {
    await first.close();
    await second.close();
  }
});

test("the rate follows the schedule over the whole run", () => {
  expect(rateOfBatch(plan, 3)).toBe(plan.config.lr);
  expect(rateOfBatch(plan, 1)).toBeCloseTo(plan.config.lr / 3, 15);
  expect(rateOfBatch(plan, 66)).toBeLessThan(1e-3 * plan.config.lr);
});

test("a program may shape its own rate: total_steps is the length that the schedule has", async () => {
  const training = { accumulate: 2 } as const;
  const scheduled = tinyConfig(dataset, {
    optimizer: "sgd",
    training,
    schedule: { kind: "cosine", floor: 0, warmupSteps: 0 },
  });
  const constant = tinyConfig(dataset, { optimizer: "sgd", training });
  const program = "w -= peak_lr * 0.5 * (1 + cos(get_pi() * (step - 1) / total_steps)) * g\n";
  const own = { ...constant, optimizer: { ...constant.optimizer, program, hyperparameters: {} } };
  const results = [];
  for (const config of [scheduled, own]) {
    const trial = planTrial(config, { dataset, model: tinyModel });
    const runner = await openStretchRunner(trial, { engine });
    runner.load(initialState(trial));
    await runner.run({ epoch: 3, from: 0, steps: 10 });
    results.push(runner.weights());
    await runner.close();
  }
  const [first, second] = results.map((weights) => [...weights]);
  expect(Math.max(...first!.map((value, i) => Math.abs(value - second![i]!)))).toBeLessThan(1e-6);
});
