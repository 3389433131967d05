/** The bound that decay sets, through real training of small networks: both phases, the promise, and what breaks it. */
import { expect, test } from "vitest";
import { type TinyChanges, tinyConfig, tinyDataset, tinyModel } from "../../../test/samples/tiny-trial.ts";
import { fakeClock } from "../../core/clock.ts";
import { lionKOptimizers } from "../../optimizers/lion-k.ts";
import type { BoundRecord, EpochRecord } from "../../records/records.ts";
import { runTrial } from "../run-trial.ts";
import { initialState } from "../state.ts";
import { planTrial } from "../trial-plan.ts";
import { bounds } from "./bounds.ts";

const dataset = tinyDataset();

/** Epochs of a trial with decay 20, so that most weights begin outside of 1 / 20. */
async function epochsOf({ training, hyperparameters, ...changes }: TinyChanges = {}): Promise<EpochRecord[]> {
  const config = tinyConfig(dataset, {
    optimizer: "lion",
    lr: 0.002,
    hyperparameters: { decay: 20, ...hyperparameters },
    training: { epochs: 40, certifyEvery: 5, ...training },
    ...changes,
  });
  const epochs: EpochRecord[] = [];
  const clock = fakeClock({ tickSeconds: 0.01 });
  const options = { dataset, model: tinyModel, checkpoints: null, clock, shouldStop: () => false };
  for await (const event of runTrial(config, options)) if (event.kind === "epoch") epochs.push(event.record);
  return epochs;
}

const pointsOf = (epochs: readonly EpochRecord[]): readonly BoundRecord[] =>
  epochs.flatMap(({ bounds = [] }) => bounds);
const excess = ({ distance, promised, rounding }: BoundRecord): number => distance! - promised! - rounding;

test("Lion's weights come inside and stay: what is outside shrinks by 1 - lr decay a step", async () => {
  const points = pointsOf(await epochsOf());
  expect(points[0]).toMatchObject({ step: 0, promised: points[0]!.distance, rounding: 0 });
  expect(points[0]!.outside).toBeGreaterThan(0.5);
  expect(points[0]!.distance).toBeCloseTo(points[0]!.largest - 1, 12);
  for (const point of points) {
    expect(point.promised).toBeCloseTo(points[0]!.distance! * 0.96 ** point.step, 9);
    expect(excess(point)).toBeLessThanOrEqual(0);
  }
  expect(points.at(-1)!).toMatchObject({ step: 440, outside: 0 });
  expect(points.at(-1)!.distance).toBeLessThan(1e-5);
  expect(points.at(-1)!.border).toBeGreaterThan(0);
});

test("points come every so many steps and at the end of each epoch", async () => {
  const epochs = await epochsOf({ training: { epochs: 2 } });
  expect(epochs.map(({ bounds }) => bounds!.map(({ step }) => step))).toEqual([
    [0, 5, 10, 11],
    [15, 20, 22],
  ]);
  expect((await epochsOf({ training: { epochs: 1, certifyEvery: undefined as never } }))[0]).not.toHaveProperty(
    "bounds",
  );
});

test.each(lionKOptimizers.map(({ name }) => name))("%s keeps its promise", async (optimizer) => {
  const points = pointsOf(await epochsOf({ optimizer, training: { epochs: 3 } }));
  for (const point of points) expect(excess(point)).toBeLessThanOrEqual(0);
});

test("optimizers that are no Lion-K are followed without a promise, and leave the bound", async () => {
  for (const optimizer of ["adamw", "cautious-lion"]) {
    const points = pointsOf(await epochsOf({ optimizer, training: { epochs: 3 } }));
    for (const point of points) expect(point).toMatchObject({ distance: null, promised: null });
  }
  const points = pointsOf(await epochsOf({ optimizer: "cautious-lion" }));
  expect(points.at(-1)!.largest).toBeGreaterThan(1.05); // Liang et al.'s mask scales the rest up: the box of Lion breaks
});

test("biases that do not decay have no bound", async () => {
  const [all, some] = [false, true].map((decaySkipsBiases) => epochsOf({ training: { epochs: 4, decaySkipsBiases } }));
  expect(pointsOf(await some!)[0]!.outside).toBeGreaterThan(pointsOf(await all!)[0]!.outside); // biases begin at 0
});

test("with gradients accumulated, only steps of the optimizer shrink the promise", async () => {
  const points = pointsOf(await epochsOf({ training: { epochs: 4, accumulate: 2 } }));
  for (const point of points) {
    expect(point.promised).toBeCloseTo(points[0]!.distance! * 0.96 ** Math.floor(point.step / 2), 9);
    expect(excess(point)).toBeLessThanOrEqual(0);
  }
});

test("weights that did not follow the update break the promise", () => {
  const config = tinyConfig(dataset, {
    optimizer: "lion",
    hyperparameters: { decay: 20 },
    training: { certifyEvery: 1 },
  });
  const plan = planTrial(config, { dataset, model: tinyModel });
  const { weights } = initialState(plan);
  const one = new Float32Array(1);
  const done = { before: 0, losses: one, correct: one, weights: () => weights, rateAt: () => 0.002 };
  const stayed = bounds.after(plan, bounds.start(plan, weights), done);
  expect(excess(stayed.points.at(-1)!)).toBeGreaterThan(0.01);
});

test("rates of their own for layers, and steps beyond 0, are refused", () => {
  const refused = (changes: TinyChanges, code: string) =>
    expect(() => planTrial(tinyConfig(dataset, changes), { dataset, model: tinyModel })).toThrow(
      expect.objectContaining({ code }),
    );
  refused({ training: { certifyEvery: 5, layerDecay: 0.5 } }, "certify-layer-decay");
  refused(
    { optimizer: "lion", lr: 0.2, hyperparameters: { decay: 6 }, training: { certifyEvery: 5 } },
    "certify-decay",
  );
});
