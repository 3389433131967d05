/**
 * resnet-18: the residual network of 18 layers, 11,689,512 parameters at 1000 classes.
 *
 * Source: He, Zhang, Ren & Sun 2015, arXiv:1512.03385.
 */
import { resnetOf } from "./families/resnet.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes; `fit` gives others. */
export const resnet18: Model = resnetOf({
  name: "resnet-18",
  block: "basic",
  blocks: [2, 2, 2, 2],
  input: [3, 224, 224],
  classes: 1000,
});
