/** How far a trial is. */
import type { TrialPulse } from "../../src/records/run-progress.ts";

/** Share of its epochs, 0..1, that a trial has trained; 0 before its first step. */
export function shareOfTrial(progress: TrialPulse["progress"], epochs: number): number {
  if (progress === null || epochs === 0) return 0;
  const { epoch, step, stepsPerEpoch } = progress;
  return Math.min(1, Math.max(0, (epoch - 1 + (stepsPerEpoch === 0 ? 0 : step / stepsPerEpoch)) / epochs));
}
