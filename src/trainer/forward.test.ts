import { expect, test } from "vitest";
import { tinyModel } from "../../test/samples/tiny-trial.ts";
import { intTensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { batchOf } from "./forward.ts";

const model = { ...tinyModel, input: [3, 2, 2] as const };
const images = Uint8Array.from({ length: 24 }, (_, i) => (37 * i) % 256);
const feeds = {
  images: { dtype: "byte", shape: [2, 12], data: images },
  labels: intTensor([2], [4, 7]),
  index: intTensor([3], [1, 0, 1]),
} as const;

test("a batch is normalized by its channel, in training's and evaluation's common part", () => {
  const b = createBuilder();
  const normalization = { mean: [0.1, 0.2, 0.3], std: [0.5, 0.25, 2] };
  const { x, labels } = batchOf(b, model, { images: 2, batchSize: 3, normalization });
  const found = evaluateGraph(b.build({ x, labels }), feeds);
  expect(found.x!.shape).toEqual([12, 3]);
  for (let pixel = 0; pixel < 12; pixel++)
    for (const [n, image] of [1, 0, 1].entries()) {
      const channel = Math.floor(pixel / 4);
      const expected = (images[image * 12 + pixel]! / 255 - normalization.mean[channel]!) / normalization.std[channel]!;
      expect(found.x!.data[pixel * 3 + n]).toBeCloseTo(expected, 6);
    }
  expect([...found.labels!.data]).toEqual([7, 4, 7]);
});

test("without one, images are scaled to 0 … 1", () => {
  const b = createBuilder();
  const { x } = batchOf(b, model, { images: 2, batchSize: 3 });
  const { data } = evaluateGraph(b.build({ x }), { images: feeds.images, index: feeds.index }).x!;
  expect(data[1]).toBeCloseTo(images[0]! / 255, 12);
});
