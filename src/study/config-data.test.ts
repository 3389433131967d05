import { expect, test } from "vitest";
import { trialKey } from "../records/identity.ts";
import type { TrialConfig } from "../records/records.ts";
import { fileForm } from "./config.ts";
import { planStudy } from "./plan.ts";
import { parseStudy } from "./read.ts";

const study = (data: object) =>
  parseStudy(
    JSON.stringify({
      name: "x",
      data: { name: "fashion-mnist", ...data },
      model: "resnet-18",
      training: { epochs: 1 },
      optimizers: [{ name: "adam", lr: 0.001 }],
    }),
  );
const trial = (data: object): TrialConfig =>
  planStudy(study(data), { fingerprint: "f", command: "c" }).trials[0]!.config;
const refusal = (data: object) => () => study(data);

test("settings at their defaults leave no trace, in trials and in study records", () => {
  const plain = { name: "fashion-mnist", fingerprint: "f", limitTrain: null, validation: 0.2 };
  expect(trial({}).data).toEqual(plain);
  expect(fileForm(study({})).data).toEqual({ name: "fashion-mnist", limitTrain: null, validation: 0.2 });
});

test("a normalization by name is the same trial as its numbers", () => {
  const numbers = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
  const shape = { size: 32, channels: 3 };
  const named = trial({ ...shape, normalize: "imagenet" });
  expect(named.data).toMatchObject({ ...shape, normalize: numbers });
  expect(trialKey(named)).toBe(trialKey(trial({ ...shape, normalize: numbers })));
  expect(trial({ normalize: "half" }).data.normalize).toEqual({ mean: [0.5], std: [0.5] });
  expect(trial({ normalize: "dataset" }).data.normalize).toBe("dataset");
});

test("a split by class is part of a trial, and leaves no trace where it is not asked for", () => {
  expect(trial({ stratify: true }).data.stratify).toBe(true);
  expect(trialKey(trial({ stratify: false }))).toBe(trialKey(trial({})));
  expect(trialKey(trial({ stratify: true }))).not.toBe(trialKey(trial({})));
});

test("augmentation that does nothing leaves no trace, and ranges are spelled out", () => {
  for (const augment of [{}, { flip: false }]) expect(trial({ augment }).data).not.toHaveProperty("augment");
  expect(trial({ augment: { crop: { padding: 4 }, flip: true, cutout: 8, mixup: 0.2 } }).data.augment).toEqual({
    crop: { padding: 4 },
    flip: true,
    cutout: 8,
    mixup: 0.2,
  });
  expect(trial({ augment: { resizedCrop: {} } }).data.augment).toEqual({
    resizedCrop: { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] },
  });
});

test("a study file that says what is in a config reads back as it", () => {
  const config = study({ size: 32, channels: 3, normalize: { mean: [0.1], std: [0.2] }, augment: { flip: true } });
  expect(parseStudy(JSON.stringify(fileForm(config)))).toEqual(config);
});

test.each([
  [{ normalize: "imagnet" }, "data.normalize"],
  [{ normalize: { mean: [0.1], std: [0] } }, "data.normalize.std[0] must be above 0"],
  [{ size: 0 }, "data.size must be at least 1"],
  [{ augment: { flipp: true } }, 'there is no key "flipp" here; did you mean flip?'],
  [{ augment: { crop: 4 } }, "data.augment.crop must be a mapping"],
  [{ augment: { mixup: 0 } }, "data.augment.mixup must be above 0"],
  [{ augment: { resizedCrop: { scale: [1, 0.5] } } }, "a range goes upwards"],
  [{ augment: { resizedCrop: { scale: [0.5, 2] } } }, "no box is larger than the picture"],
  [{ channels: 2 }, "data.channels must be"],
])("%j is refused with its place", (data, sentence) => {
  expect(refusal(data)).toThrow(sentence);
});
