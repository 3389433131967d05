/** The training settings that trials' keys are made of, held as they were first published: a key that changes loses its trial. */
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../core/canonical-json.ts";
import { trialKey } from "../records/identity.ts";
import type { TrialConfig } from "../records/records.ts";
import { sampleTrial } from "../records/samples.ts";
import { planStudy } from "./plan.ts";
import { parseStudy } from "./read.ts";

const options = { fingerprint: "0".repeat(64), command: "lionlab compare x.yaml", partSizes: {} };

/** What the trial of a study with these settings says of its training. */
function trainingOf(said: object): TrialConfig["training"] {
  const study = {
    name: "x",
    data: { name: "fashion-mnist" },
    model: "fashion-cnn",
    training: { epochs: 2, ...said },
    optimizers: [{ name: "lion", lr: 0.1 }],
  };
  const [trial] = planStudy(parseStudy(JSON.stringify(study)), options).trials;
  return trial!.config.training;
}

const plain = {
  epochs: 2,
  batchSize: 128,
  monitor: "validationAccuracy",
  patience: null,
  clipGlobalNorm: null,
  decaySkipsBiases: false,
};

/** What a file says beside `epochs: 2`, and what of it a trial's config says beside `plain`. */
const cases: readonly (readonly [said: object, kept: object])[] = [
  [{}, {}],
  [
    { batchSize: 32, monitor: "validationLoss", patience: 3 },
    { batchSize: 32, monitor: "validationLoss", patience: 3 },
  ],
  [
    { clipGlobalNorm: 1, decaySkipsBiases: true },
    { clipGlobalNorm: 1, decaySkipsBiases: true },
  ],
  [{ labelSmoothing: 0, stochasticDepth: 0, freeze: [], layerDecay: 1, accumulate: 1 }, {}],
  [{ freezeStatistics: true }, {}],
  [{ freeze: ["a.*"], freezeStatistics: false }, { freeze: ["a.*"] }],
  [
    { freeze: ["a.*"], freezeStatistics: true },
    { freeze: ["a.*"], freezeStatistics: true },
  ],
  [
    { labelSmoothing: 0.1, stochasticDepth: 0.2 },
    { labelSmoothing: 0.1, stochasticDepth: 0.2 },
  ],
  [
    { layerDecay: 0.75, accumulate: 4, ema: 0.99 },
    { layerDecay: 0.75, accumulate: 4, ema: 0.99 },
  ],
  [
    { curveEvery: 5, certifyEvery: 1 },
    { curveEvery: 5, certifyEvery: 1 },
  ],
  [{ keepWeights: true, checkpointEverySteps: 7 }, {}],
  [{ partSize: 64 }, {}],
  [{ partSize: 1000 }, { partSize: 128 }],
  [{ partSize: 30 }, { partSize: 16 }],
  [{ batchSize: 32, partSize: 64 }, { batchSize: 32 }],
];

describe("what a trial's key says of its training", () => {
  test.each(cases)("%j", (said, kept) => {
    expect(canonicalJson(trainingOf(said))).toBe(canonicalJson({ ...plain, ...kept }));
  });

  test("keys of published trials stay", () => {
    const keyWith = (training: object): string =>
      trialKey({ ...sampleTrial(0.1).config, training: trainingOf(training) });
    expect(keyWith({})).toBe("839807f078ecb3df");
    expect(keyWith({ freeze: [], accumulate: 1, keepWeights: true })).toBe("839807f078ecb3df");
    expect(keyWith({ labelSmoothing: 0.1, freeze: ["a.*"], freezeStatistics: true, ema: 0.99 })).toBe(
      "f5abe3ec7986fa42",
    );
    expect(keyWith({ patience: 3, layerDecay: 0.75, curveEvery: 5, certifyEvery: 25 })).toBe("f402dd216b7f7e69");
  });
});
