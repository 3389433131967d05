/**
 * Epochs that validation chose, over the seeds of a setting.
 */
import { median } from "../../stats/quantile.ts";

/** First, last and middle of them. */
export interface ChosenEpochs {
  readonly first: number;
  readonly last: number;
  readonly middle: number;
}

/** Null where no seed chose one. */
export function chosenEpochs(epochs: readonly number[]): ChosenEpochs | null {
  if (epochs.length === 0) return null;
  return { first: Math.min(...epochs), last: Math.max(...epochs), middle: median(epochs) };
}
