import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tinyModel } from "../../test/samples/tiny-trial.ts";
import { modelNamed } from "../models/index.ts";
import { decayMaskOf, decays, initialWeights, leavesOf } from "./parameters.ts";

test("leaves lie one after another and cover the vector", () => {
  const leaves = leavesOf(tinyModel);
  let offset = 0;
  for (const leaf of leaves) {
    expect(leaf.offset).toBe(offset);
    offset += leaf.size;
  }
  expect(offset).toBe(tinyModel.parameterCount);
});

test("Glorot weights fill their range, biases are zero, seeds and names differ", () => {
  const weights = initialWeights(tinyModel, 1);
  const [a, bias] = leavesOf(tinyModel);
  const first = weights.subarray(0, a!.size);
  const limit = Math.sqrt(6 / (16 + 8));
  expect(Math.max(...first)).toBeLessThanOrEqual(limit);
  expect(Math.max(...first)).toBeGreaterThan(0.9 * limit);
  expect(Math.min(...first)).toBeLessThan(-0.9 * limit);
  expect([...weights.subarray(bias!.offset, bias!.offset + bias!.size)]).toEqual(new Array(8).fill(0));
  expect(initialWeights(tinyModel, 1)).toEqual(weights);
  expect(initialWeights(tinyModel, 2)).not.toEqual(weights);
});

test("the decay mask leaves out biases", () => {
  const mask = decayMaskOf(leavesOf(tinyModel), { decaySkipsBiases: true }).data;
  expect([mask[0], mask[16 * 8], mask[16 * 8 + 8], mask.at(-1)]).toEqual([1, 0, 1, 0]);
});

const recorded = JSON.parse(
  readFileSync(new URL("../../test/fixtures/trainer/no-decay.json", import.meta.url), "utf8"),
) as { models: { readonly [name: string]: { count: number; ofRankTwoAndMore: readonly string[] } } };

test.each(Object.entries(recorded.models))(
  "decay of %s leaves out what timm's does",
  (name, { count, ofRankTwoAndMore }) => {
    const { parameters, noDecay = [] } = modelNamed(name);
    const left = parameters.filter((each) => !decays({ decaySkipsBiases: true, noDecay }, each));
    expect(left).toHaveLength(count);
    expect(left.flatMap(({ name, shape }) => (shape.length >= 2 ? [name] : [])).sort()).toEqual(ofRankTwoAndMore);
    expect(parameters.filter((each) => !decays({ decaySkipsBiases: false, noDecay }, each))).toEqual([]);
  },
);
