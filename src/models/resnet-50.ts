/**
 * resnet-50: the residual network of 50 layers, 25,557,032 parameters at 1000 classes.
 *
 * Source: He, Zhang, Ren & Sun 2015, arXiv:1512.03385.
 */
import { resnetOf } from "./families/resnet.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes; `fit` gives others. */
export const resnet50: Model = resnetOf({
  name: "resnet-50",
  block: "bottleneck",
  blocks: [3, 4, 6, 3],
  input: [3, 224, 224],
  classes: 1000,
});
