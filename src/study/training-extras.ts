/**
 * Settings of training that a study may leave out: those of fine-tuning, and how a run keeps what it makes.
 *
 * Where one is left out, or does nothing, a trial's config does not have it, so that trials of studies that never heard of it keep their
 * keys.
 */
import { z } from "zod";
import type { TrialConfig } from "../records/records.ts";

/** The part of a study's `training` that may be left out. */
export interface TrainingExtras {
  readonly labelSmoothing?: number | undefined;
  readonly stochasticDepth?: number | undefined;
  readonly freeze?: readonly string[] | undefined;
  readonly freezeStatistics?: boolean | undefined;
  readonly layerDecay?: number | undefined;
  readonly accumulate?: number | undefined;
  readonly ema?: number | undefined;
  readonly curveEvery?: number | undefined;
  readonly certifyEvery?: number | undefined;
  readonly keepWeights?: boolean | undefined;
  readonly checkpointEverySteps?: number | undefined;
}

/** Their schemas. */
export const trainingExtras = {
  labelSmoothing: z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .describe("Share of each label that is spread over all classes, in the training loss alone."),
  stochasticDepth: z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .describe("Share of examples that leave the last residual branch out in training, falling to 0 at the first."),
  freeze: z
    .array(z.string().min(1))
    .optional()
    .describe("Parameters that do not move: names, in which * stands for any characters."),
  freezeStatistics: z
    .boolean()
    .optional()
    .describe("Whether batch normalizations whose scale is frozen go by their running statistics and leave them."),
  layerDecay: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe("Factor of the learning rate from each layer to the one before it; 1: all move alike."),
  accumulate: z
    .int()
    .min(1)
    .optional()
    .describe("Batches whose mean gradient makes one step of the optimizer; schedules count those steps."),
  ema: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .describe("Share that a moving average of the weights keeps at each step; it is what is validated and tested."),
  curveEvery: z
    .int()
    .min(1)
    .optional()
    .describe("Steps of a point of the curves by steps: mean training loss and accuracy over them, and the rate."),
  certifyEvery: z
    .int()
    .min(1)
    .optional()
    .describe(
      "Steps after which the weights are measured against the bound that weight decay sets, and what Lion-K promises of it.",
    ),
  keepWeights: z
    .boolean()
    .optional()
    .describe("Whether finished trials leave their best weights in the run's folder; changes no result."),
  checkpointEverySteps: z
    .int()
    .min(1)
    .optional()
    .describe("Steps after which a checkpoint is written, besides those by time; changes no result."),
};

type TrialExtras = Omit<
  TrialConfig["training"],
  "epochs" | "batchSize" | "monitor" | "patience" | "clipGlobalNorm" | "decaySkipsBiases"
>;

/** What of it belongs to a trial: settings that do something. */
export function extrasOfTrials(extras: TrainingExtras): TrialExtras {
  const { labelSmoothing = 0, stochasticDepth = 0, freeze = [], freezeStatistics = false } = extras;
  const { layerDecay = 1, accumulate = 1, ema, curveEvery, certifyEvery } = extras;
  return {
    ...(labelSmoothing > 0 ? { labelSmoothing } : {}),
    ...(stochasticDepth > 0 ? { stochasticDepth } : {}),
    ...(freeze.length > 0 ? { freeze } : {}),
    ...(freezeStatistics && freeze.length > 0 ? { freezeStatistics } : {}),
    ...(layerDecay < 1 ? { layerDecay } : {}),
    ...(accumulate > 1 ? { accumulate } : {}),
    ...(ema === undefined ? {} : { ema }),
    ...(curveEvery === undefined ? {} : { curveEvery }),
    ...(certifyEvery === undefined ? {} : { certifyEvery }),
  };
}
