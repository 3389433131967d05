/**
 * mixer-b-16: the MLP-Mixer of width 768 over patches of 16×16, 59,880,472 parameters at 1000 classes.
 *
 * Source: Tolstikhin et al. 2021, arXiv:2105.01601.
 */
import { mixerOf, mixerSizes } from "./families/mixer.ts";
import type { Model } from "./model.ts";

/** At ImageNet's sizes; `fit` gives others. */
export const mixerB16: Model = mixerOf({
  name: "mixer-b-16",
  ...mixerSizes.base,
  patch: 16,
  input: [3, 224, 224],
  classes: 1000,
});
