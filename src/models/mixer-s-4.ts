/**
 * mixer-s-4: an MLP-Mixer of width 512 over patches of 4×4, for small images.
 *
 * Source: Tolstikhin et al. 2021, arXiv:2105.01601.
 */
import { mixerOf, mixerSizes } from "./families/mixer.ts";
import type { Model } from "./model.ts";

/** At CIFAR-10's sizes; `fit` gives others. */
export const mixerS4: Model = mixerOf({
  name: "mixer-s-4",
  ...mixerSizes.small,
  patch: 4,
  input: [3, 32, 32],
  classes: 10,
});
