import { expect, test } from "vitest";
import { floatTensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { modelInput, type PixelScale } from "./model-input.ts";

/** Two images of two channels, 1 × 2 pixels: [pixels, batch]. */
const values = [0, 51, 102, 153, 204, 255, 10, 20];

function seen(scale: PixelScale, divisor: number): number[] {
  const b = createBuilder();
  const pixels = b.input("pixels", { dtype: "float", shape: [4, 2] });
  const graph = b.build({ x: modelInput(b, pixels, { input: [2, 1, 2], ...scale }) });
  const given = values.map((value) => value / divisor);
  return [...evaluateGraph(graph, { pixels: floatTensor([4, 2], given) }).x!.data];
}

test("values are shares of full brightness", () => {
  expect(seen({ unit: 255, normalization: null }, 1)).toEqual(values.map((value) => expect.closeTo(value / 255, 6)));
  expect(seen({ unit: 1, normalization: null }, 255)).toEqual(seen({ unit: 255, normalization: null }, 1));
});

test("bytes and shares are normalized alike, each channel by its own numbers", () => {
  const normalization = { mean: [0.5, 0.1], std: [0.25, 0.5] };
  const expected = values.map((value, i) => {
    const channel = i < 4 ? 0 : 1;
    return expect.closeTo((value / 255 - normalization.mean[channel]!) / normalization.std[channel]!, 5);
  });
  expect(seen({ unit: 255, normalization }, 1)).toEqual(expected);
  expect(seen({ unit: 1, normalization }, 255)).toEqual(expected);
});
