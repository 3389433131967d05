/**
 * vit-ti-8: a vision transformer of width 192 over patches of 8×8, for small images.
 *
 * Source: Dosovitskiy et al. 2020, arXiv:2010.11929.
 */
import { vitOf, vitSizes } from "./families/vit.ts";
import type { Model } from "./model.ts";

/** At CIFAR-10's sizes; `fit` gives others. */
export const vitTi8: Model = vitOf({
  name: "vit-ti-8",
  ...vitSizes.tiny,
  patch: 8,
  input: [3, 32, 32],
  classes: 10,
});
