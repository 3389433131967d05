import { expect, test } from "vitest";
import { tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import { floatTensor, intTensor } from "../core/tensor.ts";
import { eager } from "../graph/eager.ts";
import { imageClassification } from "./image-classification.ts";
import { tasks } from "./index.ts";

test("losses are cross-entropies in nats, hits ask for the largest logit", () => {
  const scores = [
    [1, 2, 0.5],
    [3, -1, 3],
    [1000, 0, -1000],
  ];
  const labels = [1, 2, 0];
  const logits = floatTensor(
    [3, 3],
    [0, 1, 2].flatMap((k) => scores.map((row) => row[k]!)),
  );
  const { losses, hits } = imageClassification.examples(eager, logits, intTensor([3], labels));
  const expected = scores.map((row, n) => {
    const most = Math.max(...row);
    return most + Math.log(row.reduce((sum, z) => sum + Math.exp(z - most), 0)) - row[labels[n]!]!;
  });
  for (const [n, loss] of expected.entries()) expect(losses.data[n]).toBeCloseTo(loss, 12);
  expect([...hits.data]).toEqual([1, 0, 1]); // a tie goes to the first class
});

test("a model that does not fit the data is refused", () => {
  const dataset = tinyDataset();
  expect(tasks).toContain(imageClassification);
  imageClassification.check(tinyModel, dataset);
  for (const wrong of [
    { ...tinyModel, classes: 2 },
    { ...tinyModel, input: [1, 5, 4] as const },
  ]) {
    expect(() => imageClassification.check(wrong, dataset)).toThrow(
      expect.objectContaining({ code: "model-data-mismatch" }),
    );
  }
});
