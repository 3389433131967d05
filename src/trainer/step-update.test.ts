import { expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyNormedModel, tinyResidualModel } from "../../test/samples/tiny-trial.ts";
import { onnxEngine } from "../engine/onnx-engine.ts";
import type { Model } from "../models/model.ts";
import { revisionMember } from "../models/revision.ts";
import { optimizers } from "../optimizers/index.ts";
import { kOfOptimizer } from "../optimizers/lion-k.ts";
import type { TrialConfig } from "../records/records.ts";
import { layerScales } from "./layer-decay.ts";
import { leavesOf, statisticLeavesOf } from "./parameters.ts";
import { initialState, type StepState } from "./state.ts";
import { openStretchRunner } from "./stretch.ts";
import { planTrial } from "./trial-plan.ts";

const dataset = tinyDataset();

/** The states after each of `steps` batches, from `from` of epoch 1, one at a time. */
async function statesOf(
  training: Partial<TrialConfig["training"]>,
  { steps, model = tinyResidualModel, optimizer = "sgd", lr = 0.5, hyperparameters = {}, chunkSize }: Setting,
): Promise<readonly StepState[]> {
  const named = { model: { name: "tiny", ...revisionMember(model) } };
  const config = { ...tinyConfig(dataset, { optimizer, lr, training, hyperparameters }), ...named };
  const plan = planTrial(config, { dataset, model });
  const runner = await openStretchRunner(plan, {
    engine: onnxEngine(),
    ...(chunkSize === undefined ? {} : { chunkSize }),
  });
  try {
    runner.load(initialState(plan));
    const states = [runner.read()];
    for (let from = 0; from < steps; from++) {
      await runner.run({ epoch: 1, from, steps: 1 });
      states.push(runner.read());
    }
    return states;
  } finally {
    await runner.close();
  }
}

interface Setting {
  readonly steps: number;
  readonly model?: Model;
  readonly optimizer?: string;
  readonly lr?: number;
  readonly hyperparameters?: { readonly [name: string]: number | boolean };
  readonly chunkSize?: number;
}

function expectNear(found: Float32Array, expected: ArrayLike<number>, tolerance = 1e-6): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerance);
}

test.each([
  ["adam", {}],
  ["adamw", { decaySkipsBiases: true }],
  ["sgd", { clipGlobalNorm: 0.05 }],
  ["lion", { accumulate: 2, ema: 0.9 }],
  ["nadam", { layerDecay: 0.5, freeze: ["conv1.*"] }],
] as const)("%s with %j steps alike in chunks of any size", async (optimizer, training) => {
  const setting = { steps: 4, model: tinyNormedModel, optimizer, lr: 0.01 };
  const whole = await statesOf(training, { ...setting, chunkSize: Number.POSITIVE_INFINITY });
  const clips = "clipGlobalNorm" in training; // the norm is added up in another order
  for (const chunkSize of [1, 60, 150]) {
    const cut = await statesOf(training, { ...setting, chunkSize });
    if (clips) expectNear(cut.at(-1)!.weights, whole.at(-1)!.weights);
    else expect(cut).toEqual(whole);
  }
});

test.each([
  ["sgd", 0.5],
  ["adam", 0.01],
])("two batches accumulated make the step of %s that one of both makes", async (optimizer, lr) => {
  const clip = { clipGlobalNorm: 0.05 };
  const whole = await statesOf({ batchSize: 24, ...clip }, { steps: 2, optimizer, lr });
  const halves = await statesOf({ batchSize: 12, accumulate: 2, ...clip }, { steps: 4, optimizer, lr });
  expect(halves[1]!.weights).toEqual(halves[0]!.weights);
  expect(halves[1]!.slots).toEqual(halves[0]!.slots);
  expect(halves[1]!.accumulated!.some((value) => value !== 0)).toBe(true);
  expect(halves[2]!.accumulated!.every((value) => value === 0)).toBe(true);
  for (const step of [1, 2]) expectNear(halves[2 * step]!.weights, whole[step]!.weights, 3e-6);
});

test("an average keeps its share at each step of the optimizer, of weights and of statistics", async () => {
  const model = tinyNormedModel;
  for (const accumulate of [1, 2]) {
    const extra = accumulate === 1 ? {} : { accumulate };
    const states = await statesOf({ ema: 0.75, ...extra }, { steps: 4, model });
    let average = { weights: [...states[0]!.weights], statistics: [...states[0]!.statistics] };
    for (const [i, state] of states.entries()) {
      const mix = (before: number[], now: Float32Array) => before.map((value, j) => 0.75 * value + 0.25 * now[j]!);
      if (i > 0 && i % accumulate === 0) {
        average = {
          weights: mix(average.weights, state.weights),
          statistics: mix(average.statistics, state.statistics),
        };
      }
      expectNear(state.average!.weights, average.weights);
      expectNear(state.average!.statistics, average.statistics);
    }
    expect(states[4]!.average!.statistics).not.toEqual(states[0]!.statistics);
  }
});

test.each([
  ["sgd", 0.5, { momentum: 0.9, decay: 0.1 }],
  ["adamw", 0.01, { decay: 0.1 }],
  ["lion", 0.01, { decay: 0.1 }],
])(
  "layer-wise decay multiplies the first step of %s, decay of weights included",
  async (optimizer, lr, hyperparameters) => {
    const setting = { steps: 1, optimizer, lr, hyperparameters };
    const [start, free] = await statesOf({}, setting);
    const [, scaled] = await statesOf({ layerDecay: 0.5 }, setting);
    const scales = layerScales(tinyResidualModel, { leaves: leavesOf(tinyResidualModel), decay: 0.5 });
    expect(new Set(scales)).toEqual(new Set([0.125, 0.25, 0.5, 1]));
    const expected = start!.weights.map((w, i) => w + scales[i]! * (free!.weights[i]! - w));
    expectNear(scaled!.weights, expected, 1e-7);
  },
);

test.each(optimizers.map(({ name }) => name))(
  "with layer-wise decay, steps of %s are those of rates of their own",
  async (optimizer) => {
    const setting = { steps: 4, lr: 0.02, optimizer };
    const model: Model = { ...tinyResidualModel, layerOf: () => 1 };
    const same = await statesOf({ layerDecay: 0.5 }, { ...setting, model });
    // singular vectors of a nearly singular momentum turn its rounding into larger differences
    const tolerance = kOfOptimizer(optimizer)?.ofMatrix === true ? 5e-5 : 1e-6;
    expectNear(same[3]!.weights, (await statesOf({}, setting))[3]!.weights, tolerance);
    const all: Model = { ...model, layerOf: (name) => (name === "head.bias" ? 1 : 0) };
    const halved = await statesOf({ layerDecay: 0.5, freeze: ["head.bias"] }, { ...setting, model: all });
    const half = await statesOf({ freeze: ["head.bias"] }, { ...setting, model: all, lr: 0.01 });
    expectNear(halved[3]!.weights, half[3]!.weights, tolerance);
  },
);

test("frozen parameters neither move nor decay, and the others move as if they had", async () => {
  const model = tinyResidualModel;
  const setting = { steps: 1, optimizer: "adamw", lr: 0.01, hyperparameters: { decay: 0.1 } };
  const [start, free] = await statesOf({}, setting);
  const [, frozen] = await statesOf({ freeze: ["stem.*", "blocks.1.weight"] }, setting);
  for (const { name, offset, size } of leavesOf(model)) {
    const part = ({ weights }: StepState) => weights.subarray(offset, offset + size);
    const expected = /stem|blocks\.1/.test(name) ? start! : free!;
    expectNear(part(frozen!), part(expected), 1e-7);
    expect(part(free!)).not.toEqual(part(start!));
  }
  expect(frozen!.slots.map(({ length }) => length)).toEqual([91, 91]);
});

test("statistics of frozen normalizations stand still where they are asked to", async () => {
  const model = tinyNormedModel;
  const norms = model.statistics.map(({ name }) => name.replace(/\.running_.*/, ""));
  const [first] = norms;
  const freeze = [`${first}.*`];
  const statistics = statisticLeavesOf(model);
  const moved = async (freezeStatistics: boolean) => {
    const [start, end] = await statesOf(
      { freeze, ...(freezeStatistics ? { freezeStatistics } : {}) },
      { steps: 1, model },
    );
    return statistics.map(({ offset, size }) =>
      end!.statistics.subarray(offset, offset + size).some((value, i) => value !== start!.statistics[offset + i]),
    );
  };
  expect(await moved(false)).toEqual(norms.map(() => true));
  expect(await moved(true)).toEqual(norms.map((norm) => norm !== first));
});
