import { expect, test } from "vitest";
import { tinyModel } from "../../test/samples/tiny-trial.ts";
import { createRng } from "../core/rng.ts";
import { floatTensor, intTensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { batchOf } from "./forward.ts";
import { drawBeta, mixupFeeds } from "./mixup.ts";

const request = { seed: 1, epoch: 2, from: 0, steps: 6, batchSize: 5 };

test.each([0.2, 1, 3])("shares of Beta(%d, %d) have its mean and variance, and are finite", (a) => {
  const rng = createRng(1, "beta", a);
  const draws = Array.from({ length: 20_000 }, () => drawBeta(rng, a));
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
  expect(draws.every((x) => x >= 0 && x <= 1)).toBe(true);
  expect(mean).toBeCloseTo(0.5, 1.7);
  expect(Math.abs(variance * 4 * (2 * a + 1) - 1)).toBeLessThan(0.03);
});

test("a tiny parameter gives shares of nothing or all, never 0 / 0", () => {
  const rng = createRng(1, "beta-tiny");
  for (let i = 0; i < 1000; i++) expect(drawBeta(rng, 1e-4)).not.toBeNaN();
});

test("feeds are functions of (seed, epoch, step), however steps are cut", () => {
  const whole = mixupFeeds(0.4, request);
  const pieces = [0, 2].map((from) => mixupFeeds(0.4, { ...request, from, steps: from === 0 ? 2 : 4 }));
  for (const name of ["mixup-share", "mixup-partner"])
    expect(pieces.flatMap((piece) => [...piece[name]!.data])).toEqual([...whole[name]!.data]);
  expect([...whole["mixup-partner"]!.data.slice(5, 10)].sort()).toEqual([0, 1, 2, 3, 4]);
  for (const share of whole["mixup-share"]!.data) expect(share).toBeGreaterThanOrEqual(0.5);
  expect(new Set(whole["mixup-share"]!.data).size).toBe(6);
});

test("a mixed batch blends images and names the partners' labels", () => {
  const b = createBuilder();
  const model = { ...tinyModel, input: [1, 1, 2] as const };
  const { x, labels, mixup } = batchOf(b, model, { images: 3, batchSize: 3, mixes: true });
  const found = evaluateGraph(b.build({ x, labels, others: mixup!.labels }), {
    images: { dtype: "byte", shape: [3, 2], data: Uint8Array.of(0, 51, 102, 153, 204, 255) },
    labels: intTensor([3], [4, 5, 6]),
    index: intTensor([3], [2, 0, 1]),
    "mixup-partner": intTensor([3], [1, 2, 0]),
    "mixup-share": floatTensor([], [0.75]),
  });
  const expected = [
    0.75 * 0.8,
    0.25 * 0.4,
    0.75 * 0.4 + 0.25 * 0.8,
    0.75 + 0.25 * 0.2,
    0.75 * 0.2 + 0.25 * 0.6,
    0.75 * 0.6 + 0.25,
  ];
  for (const [i, value] of expected.entries()) expect(found.x!.data[i]).toBeCloseTo(value, 6);
  expect([...found.labels!.data]).toEqual([6, 4, 5]);
  expect([...found.others!.data]).toEqual([4, 5, 6]);
});
