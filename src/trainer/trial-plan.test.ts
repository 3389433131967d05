import { expect, test } from "vitest";
import { tinyConfig, tinyDataset } from "../../test/samples/tiny-trial.ts";
import { measureNormalization } from "../data/normalize.ts";
import { modelNamed } from "../models/index.ts";
import { revisionOf } from "../models/revision.ts";
import type { TrialConfig } from "../records/records.ts";
import { engineMember } from "./engine-revision.ts";
import { planTrial } from "./trial-plan.ts";

const dataset = tinyDataset();

/** A config of this model as it would be planned now. */
function forModel(config: TrialConfig, name: string): TrialConfig {
  const plain = { ...config, model: { name } };
  return { ...plain, ...engineMember(plain) };
}

test("a library's network is fitted to images as the trial asks for them", () => {
  const config = tinyConfig(dataset, { data: { size: 32, channels: 3, normalize: { mean: [0.5], std: [0.25] } } });
  const plan = planTrial(forModel(config, "vit-ti-4"), { dataset });
  expect([plan.model.input, plan.model.classes]).toEqual([[3, 32, 32], 3]);
  expect(plan.dataset.shape).toEqual([3, 32, 32]);
  expect(plan.normalization).toEqual({ mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] });
});

test("normalization by the dataset looks at the images that are trained on alone", () => {
  const config = tinyConfig(dataset, { data: { size: 32, channels: 3, normalize: "dataset" } });
  const plan = planTrial(forModel(config, "vit-ti-4"), { dataset });
  const expected = measureNormalization(dataset.train, plan.split.train, dataset.shape);
  expect(plan.normalization!.mean).toEqual([0, 1, 2].map(() => expected.mean[0]));
  const other = planTrial({ ...forModel(config, "vit-ti-4"), seed: 2 }, { dataset });
  expect(other.normalization).not.toEqual(plan.normalization);
});

test("a trial that was planned for another revision is refused", () => {
  const config = tinyConfig(dataset, { data: { size: 32, channels: 3 } });
  const planned = (change: object) => () => planTrial({ ...forModel(config, "vit-ti-4"), ...change }, { dataset });
  const now = revisionOf(modelNamed("cifar-cnn"));
  expect(now).toBeGreaterThan(1);
  expect(planned({ model: { name: "cifar-cnn" } })).toThrow(
    new RegExp(`planned for revision 1 of cifar-cnn .* here are revisions ${now} `),
  );
  expect(planned({})).not.toThrow();
  expect(planned({ model: { name: "vit-ti-4", revision: 2 } })).toThrow(
    expect.objectContaining({ code: "revision-changed" }),
  );
  expect(planned({ engine: 3 })).toThrow("revision 3 of the engine");
});
