import { expect, test } from "vitest";
import { kebabCase, settingsAsked, trainingOptionNames, trainingOptions } from "./training-flags.ts";

test("settings with a flag are options, with the range of the setting", () => {
  expect(trainingOptionNames).toEqual(["epochs", "partSize", "certify", "keepWeights", "checkpointEverySteps"]);
  expect(trainingOptions.epochs).toMatchObject({ kind: "count", unit: "epochs", min: 1, max: 100_000, group: "Study" });
  expect(trainingOptions.keepWeights).toMatchObject({ kind: "flag", group: "Running" });
  expect(trainingOptionNames.map(kebabCase)).toContain("checkpoint-every-steps");
});

test("given options become settings, with the flag that asked for each", () => {
  expect(settingsAsked({ epochs: 3, keepWeights: true }, { epochs: 9 })).toEqual([
    { flag: "--epochs", setting: "epochs", value: 3 },
    { flag: "--keep-weights", setting: "keepWeights", value: true },
  ]);
});

test("a flag without a value takes the study's, or the one that it sets", () => {
  expect(settingsAsked({ certify: true }, {})).toEqual([{ flag: "--certify", setting: "certifyEvery", value: 25 }]);
  expect(settingsAsked({ certify: true }, { certifyEvery: 4 })).toMatchObject([{ value: 4 }]);
  expect(settingsAsked({ certify: false }, { certifyEvery: 4 })).toEqual([]);
});
