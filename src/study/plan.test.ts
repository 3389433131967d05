import { describe, expect, test, vi } from "vitest";
import type { ProcessorKind } from "../core/processor.ts";
import { modelNamed } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { trialKey } from "../records/identity.ts";
import { sampleTrial } from "../records/samples.ts";
import { partSizesFor } from "../trainer/part-sizes.ts";
import { estimateSeconds } from "./estimate.ts";
import { planStudy } from "./plan.ts";
import { parseStudy, readStudy } from "./read.ts";

const options = { fingerprint: "0".repeat(64), command: "lionlab compare x.yaml", partSizes: {} };

function study(optimizers: unknown, more: object = {}) {
  return parseStudy(
    JSON.stringify({
      name: "x",
      data: { name: "fashion-mnist" },
      model: "fashion-cnn",
      training: { epochs: 2 },
      optimizers,
      ...more,
    }),
  );
}

describe("planStudy", () => {
  test("every optimizer has a trial of its middle rate before any has a second; seeds come one after another", () => {
    const config = study(
      [
        { name: "lion", lr: [1, 2, 3] },
        { name: "adam", lr: [4, 5] },
      ],
      { seeds: 2 },
    );
    const { study: record, trials } = planStudy(config, options);
    expect(trials.map(({ config: { optimizer, lr, seed } }) => [seed, optimizer.label, lr])).toEqual([
      [0, "lion", 2],
      [0, "adam", 4],
      [0, "lion", 1],
      [0, "adam", 5],
      [0, "lion", 3],
      [1, "lion", 2],
      [1, "adam", 4],
      [1, "lion", 1],
      [1, "adam", 5],
      [1, "lion", 3],
    ]);
    expect(record.trialKeys).toEqual(trials.map(({ config: trial }) => trialKey(trial)));
    expect(new Set(record.trialKeys).size).toBe(10);
  });

  test("where decay skips biases, a trial names what else its model leaves out, and nothing where there is none", () => {
    const training = (model: string, decaySkipsBiases: boolean) =>
      planStudy(study(["adam"], { lr: 1, model, training: { epochs: 1, decaySkipsBiases } }), options).trials[0]!.config
        .training;
    expect(training("vit-ti-16", true).noDecay).toEqual(["cls_token", "pos_embed"]);
    expect(training("vit-ti-16", false)).not.toHaveProperty("noDecay");
    expect(training("resnet-18", true)).not.toHaveProperty("noDecay");
  });

  test("a trial says everything: program, all hyperparameters, data, schedule", () => {
    const { trials } = planStudy(study([{ name: "lion", lr: 0.1, decay: 0.5 }]), options);
    expect(trials[0]?.config).toMatchObject({
      schemaVersion: 1,
      data: { name: "fashion-mnist", fingerprint: options.fingerprint, limitTrain: null, validation: 0.2 },
      optimizer: { name: "lion", convention: "torch", hyperparameters: { beta1: 0.9, beta2: 0.99, decay: 0.5 } },
      training: { epochs: 2, batchSize: 128, patience: null },
      schedule: { kind: "constant", warmupSteps: 0 },
    });
    expect(trials[0]?.config.optimizer.program).toContain("sign");
    expect(trials[0]?.config.training).not.toHaveProperty("schedule");
  });

  test("what only changes how a study runs is no part of its trials", () => {
    const training = { epochs: 2, keepWeights: true, checkpointEverySteps: 5 };
    const keys = (more: object) => planStudy(study([{ name: "lion", lr: 0.1 }], more), options).study.trialKeys;
    expect(keys({ training })).toEqual(keys({}));
  });

  test("settings of fine-tuning are part of a trial where they do something, and absent where not", () => {
    const trainingOf = (training: object) =>
      planStudy(study([{ name: "lion", lr: 0.1 }], { training: { epochs: 2, ...training } }), options).trials[0]!.config
        .training;
    const nothing = { labelSmoothing: 0, stochasticDepth: 0, freeze: [], layerDecay: 1, accumulate: 1 };
    expect(trainingOf(nothing)).toEqual(trainingOf({}));
    expect(Object.keys(trainingOf({}))).toEqual(Object.keys(sampleTrial(1).config.training));
    const something = { labelSmoothing: 0.1, stochasticDepth: 0.1, freeze: ["a.*"], freezeStatistics: true };
    const more = { layerDecay: 0.75, accumulate: 4, ema: 0.999 };
    expect(trainingOf({ ...something, ...more })).toMatchObject({ ...something, ...more });
  });

  test("what changed a model's numbers is part of its trials; those of other models keep their keys", () => {
    const keyOf = (model: string, training: object = { epochs: 2 }) =>
      planStudy(study([{ name: "lion", lr: 0.1 }], { model, training }), options).study.trialKeys[0];
    // Keys of the first revisions, as version 0.1.0 made them.
    const first = {
      "fashion-cnn": "026c9c8075e45a05",
      "resnet-18": "b54e1e4f58c03e49",
      "efficientnet-v2-s": "a4891397eca476ba",
      "vit-ti-4": "49fc2bd3c0e27fb9",
    };
    expect(keyOf("vit-ti-4", { epochs: 2, batchSize: 16 })).toBe("498bf5382fbd8316");
    for (const [model, key] of Object.entries(first)) {
      const { engine: _, ...config } = planStudy(study([{ name: "lion", lr: 0.1 }], { model }), options).trials[0]!
        .config;
      expect([trialKey({ ...config, model: { name: model } }), keyOf(model) === key]).toEqual([key, false]);
    }
  });

  test("a study has other trials on another kind of processor where its model's batches are cut otherwise there", () => {
    const keysOn = (kind: ProcessorKind, model: string, training: object = { epochs: 2 }) => {
      const partSizes = partSizesFor(kind);
      return planStudy(study([{ name: "lion", lr: 0.1 }], { model, training }), { ...options, partSizes }).study
        .trialKeys;
    };
    expect(keysOn("amd-avx512", "fashion-cnn")).not.toEqual(keysOn("intel-avx512", "fashion-cnn"));
    expect(keysOn("amd-avx512", "fashion-cnn")).toEqual(keysOn("amd-avx2", "fashion-cnn"));
    expect(keysOn("intel-avx512", "fashion-cnn")).toEqual(keysOn("other", "fashion-cnn"));
    for (const model of ["cifar-cnn", "resnet-18", "vit-ti-4"])
      expect(keysOn("amd-avx512", model)).toEqual(keysOn("intel-avx512", model));
    const small = { epochs: 2, batchSize: 64 };
    expect(keysOn("amd-avx512", "fashion-cnn", small)).toEqual(keysOn("other", "fashion-cnn", small));
  });

  test("trials say how their batches are cut where that is not their model's way; a study's own word goes first", () => {
    const configOf = (training: object) => {
      const partSizes = partSizesFor("amd-avx512");
      return planStudy(study(["sgd"], { lr: 1, training: { epochs: 2, ...training } }), { ...options, partSizes })
        .trials[0]!.config;
    };
    expect(configOf({})).toMatchObject({ training: { partSize: 128 } });
    expect(configOf({})).not.toHaveProperty("engine");
    expect(configOf({ partSize: 32 })).toMatchObject({ training: { partSize: 32 }, engine: 2 });
    expect(configOf({ partSize: 64 })).toMatchObject({ engine: 2 });
    expect(configOf({ partSize: 64 }).training).not.toHaveProperty("partSize");
  });

  test("every combination of hyperparameters is tried, and labelled by what varies", () => {
    const { trials } = planStudy(
      study([{ name: "sgd", lr: 1, momentum: [0, 0.9], nesterov: false, l2: [0, 0.1] }]),
      options,
    );
    expect(trials.map(({ config }) => config.optimizer.label)).toEqual([
      "sgd momentum=0 l2=0",
      "sgd momentum=0 l2=0.1",
      "sgd momentum=0.9 l2=0",
      "sgd momentum=0.9 l2=0.1",
    ]);
  });

  test("an extended study contains the trials of the shorter one", () => {
    const keys = (lr: readonly number[]) => planStudy(study([{ name: "adam", lr }]), options).study.trialKeys;
    expect(keys([1, 2, 3])).toEqual(expect.arrayContaining([...keys([1, 3])]));
  });

  test("a wider grid of a hyperparameter contains the trials of the narrower one, whatever they are called", () => {
    const planned = (entry: object) => planStudy(study([{ name: "lion", lr: 0.1, ...entry }]), options);
    const [narrow, wide] = [planned({ beta1: 0.9 }), planned({ beta1: [0.9, 0.95] })];
    expect(wide.trials.map(({ config }) => config.optimizer.label)).toEqual(["lion beta1=0.9", "lion beta1=0.95"]);
    expect(wide.study.trialKeys[0]).toBe(narrow.study.trialKeys[0]);
    expect(planned({ label: "mine" }).study.trialKeys).toEqual(narrow.study.trialKeys);
    const twice = () =>
      planStudy(
        study([
          { name: "lion", lr: 1 },
          { name: "lion", label: "b", lr: [1, 2] },
        ]),
        options,
      );
    expect(twice).toThrow('The optimizers "lion" and "b" of the study are one optimizer with the same settings');
  });

  test("unknown hyperparameters and values out of range are refused", () => {
    const refusal = (entry: object) => () => planStudy(study([{ name: "lion", lr: 1, ...entry }]), options);
    expect(refusal({ deacy: 1 })).toThrow('The optimizer lion has no hyperparameter "deacy". Did you mean decay');
    expect(refusal({ beta1: 2 })).toThrow("The hyperparameter beta1 of lion must be");
  });

  test("the published grids have their numbers of trials", async () => {
    const count = async (name: string) => planStudy(await readStudy(name), options).trials.length;
    expect(await count("quickstart")).toBe(20);
    expect(await count("fashion-cnn-40")).toBe(7 * 28);
    expect(await count("fashion-cnn-80")).toBe(7 * 19);
    expect(await count("fashion-cnn-160")).toBe(7 * 25);
  });
});

describe("estimateSeconds", () => {
  const { trials } = planStudy(
    study([{ name: "lion", lr: [1, 2] }], { data: { name: "fashion-mnist", limitTrain: 1000 } }),
    options,
  );

  test("goes by measured costs, else by usual ones, and shares the work", () => {
    const costs = [{ optimizer: "lion", secondsPerImage: 0.01, epochs: 3 }];
    expect(estimateSeconds(trials, { workers: 1, costs })).toBeCloseTo(2 * 2 * 1000 * 0.01);
    expect(estimateSeconds(trials, { workers: 8, costs })).toBeCloseTo(2 * 1000 * 0.01);
    expect(estimateSeconds(trials, { workers: 1, costs: [{ ...costs[0]!, optimizer: "adam" }] })).toBeCloseTo(40);
    expect(estimateSeconds(trials, { workers: 1, costs: [] })).toBeGreaterThan(0);
    expect(estimateSeconds([], { workers: 1, costs: [] })).toBe(0);
  });

  test("reckons without measured costs by building a model once for all trials that have it alike", () => {
    const fit = vi.spyOn(modelNamed("fashion-cnn") as { fit: NonNullable<Model["fit"]> }, "fit");
    const of = (batchSize: number) =>
      trials.map(({ key, config }) => ({ key, config: { ...config, training: { ...config.training, batchSize } } }));
    const small = estimateSeconds(of(1), { workers: 1, costs: [] });
    const large = estimateSeconds(of(1000), { workers: 1, costs: [] });
    fit.mockClear();
    expect(estimateSeconds([...of(1), ...of(1000)], { workers: 1, costs: [] })).toBeCloseTo(small + large, 6);
    expect(small).toBeGreaterThan(large);
    expect(fit).toHaveBeenCalledTimes(2);
    fit.mockRestore();
  });
});
