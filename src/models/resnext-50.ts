/**
 * resnext-50: ResNet-50 with grouped 3×3 convolutions, 32 groups of 4 channels in the first stage; torchvision's resnext50_32x4d.
 *
 * Source: Xie et al. 2016, arXiv:1611.05431.
 */
import { resnetOf } from "./families/resnet.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes, 25,028,904 parameters; `fit` gives others. */
export const resnext50: Model = resnetOf({
  name: "resnext-50",
  block: "bottleneck",
  blocks: [3, 4, 6, 3],
  groups: 32,
  groupWidth: 4,
  input: [3, 224, 224],
  classes: 1000,
});
