/**
 * efficientnet-v2-s: EfficientNetV2-S, 21,458,488 parameters at 1000 classes.
 *
 * Source: Tan & Le 2021, arXiv:2104.00298, table 4.
 */
import { efficientNetV2Of } from "./families/efficientnet-v2.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes; `fit` gives others. */
export const efficientnetV2S: Model = efficientNetV2Of({
  name: "efficientnet-v2-s",
  stem: 24,
  stages: [
    { kind: "plain", repeats: 2, stride: 1, expansion: 1, channels: 24 },
    { kind: "fused", repeats: 4, stride: 2, expansion: 4, channels: 48 },
    { kind: "fused", repeats: 4, stride: 2, expansion: 4, channels: 64 },
    { kind: "inverted", repeats: 6, stride: 2, expansion: 4, channels: 128 },
    { kind: "inverted", repeats: 9, stride: 1, expansion: 6, channels: 160 },
    { kind: "inverted", repeats: 15, stride: 2, expansion: 6, channels: 256 },
  ],
  features: 1280,
  input: [3, 224, 224],
  classes: 1000,
});
