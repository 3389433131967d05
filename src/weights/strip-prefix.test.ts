import { expect, test } from "vitest";
import type { Tensor } from "../core/tensor.ts";
import { fashionCnn } from "../models/fashion-cnn.ts";
import { resnet18 } from "../models/resnet-18.ts";
import { vitB32 } from "../models/vit-b-32.ts";
import { stripPrefix } from "./strip-prefix.ts";

const tensor: Tensor = { dtype: "float", shape: [0], data: new Float32Array(0) };
const named = (names: readonly string[]): Map<string, Tensor> => new Map(names.map((name) => [name, tensor]));
const namesOf = ({ parameters, statistics }: typeof fashionCnn): string[] =>
  [...parameters, ...statistics].map(({ name }) => name);

test.each([
  "module.",
  "_orig_mod.",
  "model.",
  "state_dict.",
  "module._orig_mod.",
  "state_dict.model.module.",
  "net.backbone.",
])("%s before every name is taken off", (prefix) => {
  for (const model of [fashionCnn, resnet18, vitB32]) {
    const stripped = stripPrefix(named(namesOf(model).map((name) => prefix + name)));
    expect(stripped.prefix).toBe(prefix);
    expect([...stripped.tensors.keys()]).toEqual(namesOf(model));
  }
});

test("names stay where they are the model's own, where not all share a prefix, and where nothing known would come out", () => {
  for (const names of [
    namesOf(resnet18),
    ["module.conv1.weight", "epoch"],
    ["bert.encoder.one", "bert.encoder.two"],
    ["model.", "model.x"],
    ["alone"],
    [],
  ]) {
    const tensors = named(names);
    expect(stripPrefix(tensors)).toEqual({ tensors, prefix: null });
  }
});

test("a part of a network keeps the words that its names need", () => {
  const names = namesOf(resnet18).filter((name) => name.startsWith("layer1."));
  expect(stripPrefix(named(names)).prefix).toBeNull();
  expect(stripPrefix(named(names.map((name) => `module.${name}`))).prefix).toBe("module.");
});
