/**
 * vit-b-32: the vision transformer of width 768 over patches of 32×32, 88,224,232 parameters at 1000 classes.
 *
 * Source: Dosovitskiy et al. 2020, arXiv:2010.11929.
 */
import { vitOf, vitSizes } from "./families/vit.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes; `fit` gives others. */
export const vitB32: Model = vitOf({
  name: "vit-b-32",
  ...vitSizes.base,
  patch: 32,
  input: [3, 224, 224],
  classes: 1000,
});
