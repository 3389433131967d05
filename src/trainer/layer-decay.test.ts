import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tinyModel } from "../../test/samples/tiny-trial.ts";
import { efficientnetV2S } from "../models/efficientnet-v2-s.ts";
import { mixerOf } from "../models/families/mixer.ts";
import { vitOf } from "../models/families/vit.ts";
import type { Model } from "../models/model.ts";
import { resnet18 } from "../models/resnet-18.ts";
import { layerScales } from "./layer-decay.ts";
import { leavesOf } from "./parameters.ts";

const { scales } = JSON.parse(
  readFileSync(new URL("../../test/fixtures/trainer/torch.json", import.meta.url), "utf8"),
) as { scales: { [model: string]: { [parameter: string]: number } } };

const sizes = { input: [3, 8, 8], patch: 4, width: 12, depth: 3, classes: 3 } as const;
const models: { readonly [name: string]: Model } = {
  vit: vitOf({ name: "vit", heads: 3, ...sizes }),
  mixer: mixerOf({ name: "mixer", ...sizes }),
  "resnet-18": resnet18,
  "efficientnet-v2-s": efficientnetV2S,
};

test.each(Object.keys(models))("each parameter of %s has the scale that timm gives it", (name) => {
  const model = models[name]!;
  const leaves = leavesOf(model);
  const found = layerScales(model, { leaves, decay: 0.75 });
  expect(leaves.map((leaf) => leaf.name).sort()).toEqual(Object.keys(scales[name]!).sort());
  for (const leaf of leaves) {
    for (const i of [leaf.offset, leaf.offset + leaf.size - 1]) {
      expect(found[i], leaf.name).toBeCloseTo(scales[name]![leaf.name]!, 7);
    }
  }
});

test("a model that says nothing has a layer for each prefix", () => {
  const leaves = leavesOf(tinyModel);
  const found = layerScales(tinyModel, { leaves, decay: 0.5 });
  expect(leaves.map(({ offset }) => found[offset])).toEqual([0.5, 0.5, 1, 1]);
});
