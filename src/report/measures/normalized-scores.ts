/**
 * Accuracies of a workload on a scale that workloads share: 0 is a guess, 1 the best that is known of it.
 */
import { largest } from "../../core/extremes.ts";

/** Scores of all runs of each optimizer; a diverged run (-Infinity), and one below a guess, scores 0. */
export function normalizedScores(
  accuracies: readonly (readonly number[])[],
  guess: number,
): readonly (readonly number[])[] {
  const best = largest(accuracies.flat());
  const scale = best - guess;
  return accuracies.map((runs) => runs.map((accuracy) => (scale > 0 ? Math.max(0, (accuracy - guess) / scale) : 0)));
}
