/**
 * The decay from which on accuracy falls, of one optimizer under several decays.
 */
import { largest } from "../../core/extremes.ts";
import { mean } from "../../stats/mean-interval.ts";

/** Loss of accuracy from which a decay counts as too large: one point. */
const costly = 0.01;

/** What a sweep of decays shows. */
export interface CriticalDecay {
  /** Mean accuracy without decay; null where it was not tried. */
  readonly without: number | null;
  /** The largest decay that still stays within a point of the best. */
  readonly within: number;
  /** The next larger one, which does not; null where none was tried. */
  readonly beyond: number | null;
}

/** Looks at accuracies of seeds under decays, by rising decay. */
export function criticalDecay(
  settings: readonly { readonly lambda: number; readonly accuracies: readonly number[] }[],
): CriticalDecay {
  const means = settings.map(({ accuracies }) => mean(accuracies));
  const best = largest(means);
  const last = means.findLastIndex((value) => value >= best - costly);
  const free = settings.findIndex(({ lambda }) => lambda === 0);
  return {
    without: free < 0 ? null : means[free]!,
    within: settings[last]!.lambda,
    beyond: settings[last + 1]?.lambda ?? null,
  };
}
