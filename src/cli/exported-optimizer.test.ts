import { expect, test } from "vitest";
import { listTrained } from "../codegen/listing/list-library.ts";
import { resolveOptimizer } from "../optimizers/resolve.ts";
import type { OptimizerConfig, TrialConfig } from "../records/records.ts";
import { sampleEpoch, sampleTrial } from "../records/samples.ts";
import type { TrialHead } from "../records/storage.ts";
import { bestOf } from "./exported-optimizer.ts";

const head = (
  lr: number,
  validationAccuracy: number,
  change: Partial<TrialConfig> & { state?: TrialHead["state"] } = {},
): TrialHead => {
  const { state = "finished", ...others } = change;
  return {
    ...sampleTrial(lr, others),
    state,
    epochsDone: 1,
    result: null,
    best: { ...sampleEpoch(1).record, validationAccuracy },
    failure: null,
  };
};

test("the best of a run is best on average over seeds, among trials that have finished", () => {
  const heads = [
    head(0.1, 0.9),
    head(0.1, 0.1, { seed: 1 }),
    head(0.2, 0.7),
    head(0.2, 0.6, { seed: 1 }),
    head(0.3, 0.99, { state: "running" }),
    head(0.4, 0.99, { imported: "0".repeat(64) }),
  ];
  expect(bestOf(heads, "r").config.lr).toBe(0.2);
  expect(() => bestOf(heads.slice(4), "r")).toThrow("no finished trial");
});

test("what a run trained is listed with its numbers as defaults", () => {
  const { program, convention, hyperparameters } = resolveOptimizer({
    name: "lion",
    hyperparameters: { beta1: 0.95, decay: 3 },
  });
  const config: OptimizerConfig = { name: "lion", label: "lion, strong decay", convention, program, hyperparameters };
  const listing = listTrained({ config, lr: 2e-4, fixed: { l2: 0 }, run: "r" });
  expect(listing).toMatchObject({ name: "lion", title: "Lion", fixed: { l2: 0 } });
  expect(listing.hyperparameters.map(({ name, default: value }) => [name, value])).toEqual([
    ["lr", 2e-4],
    ["beta1", 0.95],
    ["beta2", 0.99],
    ["decay", 3],
  ]);
  expect(listing.hyperparameters[1]!.about).toContain("momentum");
  expect(() => listTrained({ config, lr: 1, fixed: { beta: 1 }, run: "r" })).toThrow("Did you mean beta1");
});

test("a program of the user's own is called by its label", () => {
  const config: OptimizerConfig = {
    name: "mine",
    label: "mine",
    convention: "torch",
    program: "w = w - lr * c * g\n",
    hyperparameters: { c: 2 },
  };
  const listing = listTrained({ config, lr: 0.5, fixed: {}, run: "r" });
  expect(listing).toMatchObject({
    title: "mine",
    source: "the run r",
    hyperparameters: [
      { name: "lr", default: 0.5 },
      { name: "c", default: 2 },
    ],
  });
});
