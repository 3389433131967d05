/**
 * vit-ti-4: a vision transformer of width 192 over patches of 4×4, for small images.
 *
 * Source: Dosovitskiy et al. 2020, arXiv:2010.11929.
 */
import { vitOf, vitSizes } from "./families/vit.ts";
import type { Model } from "./model.ts";

/** At CIFAR-10's sizes; `fit` gives others. */
export const vitTi4: Model = vitOf({
  name: "vit-ti-4",
  ...vitSizes.tiny,
  patch: 4,
  input: [3, 32, 32],
  classes: 10,
});
