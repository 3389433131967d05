/**
 * vit-s-16: the vision transformer of width 384 over patches of 16×16, 22,050,664 parameters at 1000 classes.
 *
 * Source: Dosovitskiy et al. 2020, arXiv:2010.11929.
 */
import { vitOf, vitSizes } from "./families/vit.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes; `fit` gives others. */
export const vitS16: Model = vitOf({
  name: "vit-s-16",
  ...vitSizes.small,
  patch: 16,
  input: [3, 224, 224],
  classes: 1000,
});
