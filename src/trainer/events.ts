/**
 * What a trial tells while it runs. The trainer yields these; storage, progress display and metrics listen.
 */
import type { EpochRecord, EpochTiming, TrialResult } from "../records/records.ts";

/** Events of one trial, in order: started, then progress and checkpoint and epoch, then finished. */
export type TrainerEvent =
  | {
      readonly kind: "started";
      readonly parameters: number;
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      /** Step (over the whole run) from which a checkpoint let it go on; 0 for a fresh start. */
      readonly resumedFromStep: number;
      /** A checkpoint was damaged and passed over, for the one before it or a fresh start. */
      readonly checkpointDamaged?: true;
    }
  | {
      readonly kind: "progress";
      readonly epoch: number;
      /** Steps done in this epoch. */
      readonly step: number;
      readonly stepsPerEpoch: number;
      /** Running means of this epoch. */
      readonly trainLoss: number;
      readonly trainAccuracy: number;
      /** Present for more than ten classes. */
      readonly trainTop5?: number;
      readonly imagesPerSecond: number;
    }
  | { readonly kind: "epoch"; readonly record: EpochRecord; readonly timing: EpochTiming }
  | { readonly kind: "checkpoint"; readonly step: number }
  | { readonly kind: "finished"; readonly result: TrialResult };
