import { expect, test } from "vitest";
import { floatTensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { mixerOf } from "../models/families/mixer.ts";
import { vitOf } from "../models/families/vit.ts";
import type { Model } from "../models/model.ts";
import { resnet18 } from "../models/resnet-18.ts";
import { wholeBatch } from "./batch-parts.ts";
import { branchRate, drawPaths, dropPathInput } from "./drop-path.ts";
import { dropPathByRows, maskCallsOf } from "./forward.ts";

test("the rate grows from 0 at the first place to the whole at the last", () => {
  expect([0, 1, 2].map((index) => branchRate(0.2, { index, of: 3 }))).toEqual([0, 0.1, 0.2]);
  expect(branchRate(0.2, { index: 0, of: 1 })).toBe(0);
});

test("masks have their rates, keep the mean, and do not depend on where a stretch begins", () => {
  const rates = [0.1, 0.5];
  const facts = { seed: 3, epoch: 2, batchSize: 500 };
  const whole = drawPaths(rates, { ...facts, from: 0, steps: 20 }).data as Float32Array;
  for (const [row, rate] of rates.entries()) {
    const values = [...whole].filter((_, i) => Math.floor(i / 500) % 2 === row);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
    expect(values.filter((value) => value === 0).length / values.length).toBeCloseTo(rate, 1.5);
  }
  expect(drawPaths(rates, { ...facts, from: 7, steps: 2 }).data).toEqual(whole.subarray(7000, 9000));
  expect(drawPaths(rates, { ...facts, seed: 4, from: 0, steps: 20 }).data).not.toEqual(whole);
});

test.each([
  ["last", [2, 3, 4], (i: number) => i % 4],
  ["middle", [2, 4, 3], (i: number) => Math.floor(i / 3) % 4],
  ["first", [12, 2], (i: number) => Math.floor(i / 6)],
] as const)("with the batch %s, each example of a branch is multiplied by its mask", (batch, shape, exampleOf) => {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape });
  const apply = dropPathByRows(b, [0.25, 0.5], { rate: 0.5, batchSize: 4 })(wholeBatch(4));
  const places = [0, 1, 2].map((index) => ({ index, of: 3, batch }));
  const [none, first, second] = places.map((place) => apply(x, place));
  expect(none).toBe(x);
  const masks = [1, 2, 3, 4, 5, 6, 7, 8];
  const found = evaluateGraph(b.build({ first: first!, second: second! }), {
    x: floatTensor(shape, new Array(24).fill(1)),
    [dropPathInput]: floatTensor([2, 4], masks),
  });
  const expected = (row: number) => Array.from({ length: 24 }, (_, i) => masks[row * 4 + exampleOf(i)]);
  expect([...found.first!.data]).toEqual(expected(0));
  expect([...found.second!.data]).toEqual(expected(1));
});

test("the networks have as many branches as timm's, transformers two at each place", () => {
  const sizes = { input: [3, 8, 8], patch: 4, width: 12, depth: 3, classes: 3 } as const;
  const indices = (model: Model) => maskCallsOf(model, 2).branches.map(({ index, of }) => `${index}/${of}`);
  expect(indices(vitOf({ name: "vit", heads: 3, ...sizes }))).toEqual(["0/3", "0/3", "1/3", "1/3", "2/3", "2/3"]);
  expect(indices(mixerOf({ name: "mixer", ...sizes }))).toHaveLength(6);
  expect(indices(resnet18.fit!([3, 32, 32], 10))).toEqual(Array.from({ length: 8 }, (_, i) => `${i}/8`));
});
