import { expect, it } from "vitest";
import { sampleRow } from "../../page-samples.ts";
import { commonFields, hyperparameterField } from "../fields.ts";
import { bucketTrials } from "./buckets.ts";

const row = (key: string, change: Parameters<typeof sampleRow>[0]) => sampleRow({ key, ...change });
const rows = [
  row("a", { lr: 0.1, seed: 0, validation: 0.8 }),
  row("b", { lr: 0.1, seed: 1, validation: 0.9 }),
  row("c", { lr: 0.2, seed: 0, validation: 0.99 }),
  row("d", { lr: 0.2, seed: 1, validation: 0.2, state: "diverged" }),
  row("e", { label: "sgd", optimizer: "sgd", validation: null, state: "waiting", hyperparameters: {} }),
];

it("stands for the best setting by its mean over seeds, one that diverged for none", () => {
  const [lion, sgd] = bucketTrials(rows, commonFields.optimizer);
  expect([lion!.title, lion!.groups.length, lion!.best.rows.map(({ key }) => key)]).toEqual(["lion", 2, ["a", "b"]]);
  expect(lion!.best.validation).toMatchObject({ n: 2, low: 0.8, high: 0.9 });
  expect([sgd!.title, sgd!.best.validation]).toEqual(["sgd", null]);
});

it("has a bucket at the end for trials that lack the setting", () => {
  const buckets = bucketTrials([rows[4]!, ...rows.slice(0, 4)], hyperparameterField("beta1"));
  expect(buckets.map(({ title }) => title)).toEqual(["0.9", "no beta1"]);
});
