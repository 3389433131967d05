import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gradients } from "../autodiff/gradients.ts";
import { floatTensor, intTensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { imageClassification } from "../tasks/image-classification.ts";
import { smoothLosses } from "./label-smoothing.ts";

const fixture = JSON.parse(readFileSync(new URL("../../test/fixtures/trainer/torch.json", import.meta.url), "utf8"))
  .smoothing as { logits: number[][]; labels: number[]; smoothing: number; losses: number[]; gradient: number[][] };

test("losses and their gradient are those of PyTorch's label_smoothing", () => {
  const { logits: rows, labels, smoothing } = fixture;
  const b = createBuilder();
  const logits = b.input("logits", { dtype: "float", shape: [5, 4] });
  const plain = imageClassification.examples(b, logits, b.constant(intTensor([4], labels))).losses;
  const losses = smoothLosses(b, plain, { logits, smoothing });
  const [gradient] = gradients(b, b.mean(losses, { axes: [0], keepDims: false }), [logits]);
  const columns = Array.from({ length: 20 }, (_, i) => rows[i % 4]![Math.floor(i / 4)]!);
  const found = evaluateGraph(b.build({ losses, gradient: gradient! }), { logits: floatTensor([5, 4], columns) });
  for (const [i, loss] of fixture.losses.entries()) expect(found.losses!.data[i]).toBeCloseTo(loss, 12);
  for (const [i, value] of [...found.gradient!.data].entries()) {
    expect(value).toBeCloseTo(fixture.gradient[i % 4]![Math.floor(i / 4)]!, 12);
  }
});
