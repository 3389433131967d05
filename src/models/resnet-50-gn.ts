/**
 * resnet-50-gn: ResNet-50 with group normalization, 32 groups everywhere; timm's resnet50_gn. It trains on batches of any size, and what it
 * computes does not depend on them.
 *
 * Source: Wu & He 2018, arXiv:1803.08494.
 */
import { resnetOf } from "./families/resnet.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes, 25,557,032 parameters; `fit` gives others. */
export const resnet50Gn: Model = resnetOf({
  name: "resnet-50-gn",
  block: "bottleneck",
  blocks: [3, 4, 6, 3],
  normalizedGroups: 32,
  input: [3, 224, 224],
  classes: 1000,
});
