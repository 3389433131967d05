/**
 * The `data` part of a study file: which images, and what is done to them before a model sees them.
 */
import { z } from "zod";
import { namedNormalizations } from "../data/normalize.ts";
import type { TrialData } from "../records/records.ts";

const perChannel = (item: z.ZodNumber) => z.array(item).min(1).max(4);

const normalize = z
  .union([
    z.enum(["dataset", "imagenet", "half"]),
    z.strictObject({
      mean: perChannel(z.number()).describe("Mean of each channel in 0 … 1, or one for all."),
      std: perChannel(z.number().positive()).describe("Deviation of each channel in 0 … 1, or one for all."),
    }),
  ])
  .describe(
    "Per-channel normalization: that of the training images, one with a name, or numbers; none where it is left out.",
  );

/** The members of `data` besides `name`. */
export const dataSettings = {
  limitTrain: z.int().min(1).nullable().default(null).describe("Training images to use; null: all."),
  validation: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.2)
    .describe("Share of the training images held out to choose rates and epochs."),
  size: z.int().min(1).max(2048).optional().describe("Height and width that images are resized to."),
  channels: z.literal(3).optional().describe("3 repeats the plane of grey images."),
  normalize: normalize.optional(),
};

const settings = z.strictObject(dataSettings);

/** The `data` part after defaults. */
export type DataConfig = { readonly name: string } & Readonly<z.output<typeof settings>>;

/** What a trial keeps of it: nothing that is at its default, and numbers in place of a normalization's name. */
export function trialData(data: DataConfig, fingerprint: string): TrialData {
  const { name, limitTrain, validation, size, channels, normalize: chosen } = data;
  return {
    name,
    limitTrain,
    validation,
    fingerprint,
    ...(size === undefined ? {} : { size }),
    ...(channels === undefined ? {} : { channels }),
    ...(chosen === undefined ? {} : { normalize: normalizationOf(chosen) }),
  };
}

function normalizationOf(chosen: NonNullable<DataConfig["normalize"]>): NonNullable<TrialData["normalize"]> {
  return chosen === "imagenet" || chosen === "half" ? namedNormalizations[chosen] : chosen;
}
