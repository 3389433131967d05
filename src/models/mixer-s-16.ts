/**
 * mixer-s-16: the MLP-Mixer of width 512 over patches of 16×16, 18,528,264 parameters at 1000 classes.
 *
 * Source: Tolstikhin et al. 2021, arXiv:2105.01601.
 */
import { mixerOf, mixerSizes } from "./families/mixer.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes; `fit` gives others. */
export const mixerS16: Model = mixerOf({
  name: "mixer-s-16",
  ...mixerSizes.small,
  patch: 16,
  input: [3, 224, 224],
  classes: 1000,
});
