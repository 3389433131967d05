/**
 * vit-b-16: the vision transformer of width 768 over patches of 16×16, 86,567,656 parameters at 1000 classes.
 *
 * Source: Dosovitskiy et al. 2020, arXiv:2010.11929.
 */
import { vitOf, vitSizes } from "./families/vit.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes; `fit` gives others. */
export const vitB16: Model = vitOf({
  name: "vit-b-16",
  ...vitSizes.base,
  patch: 16,
  input: [3, 224, 224],
  classes: 1000,
});
