/**
 * vit-ti-16: the vision transformer of width 192 over patches of 16×16, 5,717,416 parameters at 1000 classes.
 *
 * Source: Dosovitskiy et al. 2020, arXiv:2010.11929.
 */
import { vitOf, vitSizes } from "./families/vit.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes; `fit` gives others. */
export const vitTi16: Model = vitOf({
  name: "vit-ti-16",
  ...vitSizes.tiny,
  patch: 16,
  input: [3, 224, 224],
  classes: 1000,
});
