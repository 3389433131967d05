import { expect, test } from "vitest";
import { decodeSafetensors } from "../core/safetensors.ts";
import { encodeSavedWeights, type SavedWeightsFacts } from "./saved-weights.ts";

const tensors = { "a.weight": { dtype: "float", shape: [2, 1], data: Float32Array.of(0.5, -1) } } as const;
const about = {
  model: "tiny",
  input: [1, 4, 4],
  classes: ["cat", "dog"],
  trial: "0123456789abcdef",
  normalization: null,
  framing: "centre",
} as const;
const encoded = (facts: SavedWeightsFacts) =>
  decodeSafetensors(encodeSavedWeights(new Map(Object.entries(tensors)), facts));

test("a weight file holds the tensors and says what they are for", () => {
  const { tensors: found, metadata } = encoded(about);
  expect(found).toEqual(tensors);
  expect(metadata).toEqual({
    format: "lionlab-weights",
    version: "1",
    model: "tiny",
    input: "[1,4,4]",
    classes: '["cat","dog"]',
    trial: "0123456789abcdef",
    framing: "centre",
  });
});

test("normalization is said where there was some", () => {
  const normalization = { mean: [0.5], std: [0.25] };
  const { metadata } = encoded({ ...about, normalization });
  expect(JSON.parse(metadata.normalization!)).toEqual(normalization);
});
