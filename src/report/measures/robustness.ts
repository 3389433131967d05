/**
 * How much the choice of a setting matters: accuracy over all that was tried.
 */
import { nearlyBest, typicalHeight } from "./nearly-best.ts";

/** Over the settings with a result. Accuracies are -Infinity where a seed diverged, NaN where none has ended. */
export interface Robustness {
  readonly settings: number;
  readonly best: number;
  /** The lower median: what a setting picked blindly gives at least half of the time. */
  readonly typical: number;
  readonly worst: number;
  /** Settings that lose at most a point against the best. */
  readonly nearlyBest: number;
}

/** Null where no setting has an accuracy that is finite. */
export function robustness(accuracies: readonly number[]): Robustness | null {
  const known = accuracies.filter((accuracy) => !Number.isNaN(accuracy));
  const best = Math.max(...known);
  if (!Number.isFinite(best)) return null;
  return {
    settings: known.length,
    best,
    typical: typicalHeight(known),
    worst: Math.min(...known),
    nearlyBest: known.filter((accuracy) => accuracy >= best - nearlyBest - 1e-12).length,
  };
}
