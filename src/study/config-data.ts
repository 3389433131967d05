/**
 * The `data` part of a study file: which images, and what is done to them before a model sees them.
 */
import { z } from "zod";
import { folderName, folderSize } from "../data/folder-name.ts";
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

const range = (low: number, high: number) =>
  z
    .tuple([z.number().positive(), z.number().positive()])
    .default([low, high])
    .superRefine(([from, to], context) => {
      if (from > to)
        context.addIssue({ code: "custom", message: `a range goes upwards, but this one from ${from} to ${to}` });
    });

const augment = z
  .strictObject({
    resizedCrop: z
      .strictObject({
        scale: range(0.08, 1).describe("Share of the picture's area, from and to."),
        ratio: range(3 / 4, 4 / 3).describe("Width over height, from and to."),
      })
      .superRefine(({ scale }, context) => {
        if (scale[1] > 1)
          context.addIssue({ code: "custom", path: ["scale"], message: "no box is larger than the picture" });
      })
      .optional()
      .describe("A random box of the picture, resized to the image's size."),
    crop: z
      .strictObject({ padding: z.int().min(1).max(1024).describe("Pixels of black on each side.") })
      .optional()
      .describe("A random part, of the image's size, of the padded image."),
    flip: z.boolean().default(false).describe("Mirrors half of the images."),
    cutout: z.int().min(1).max(1024).optional().describe("Side in pixels of a square that is blotted out."),
    mixup: z.number().positive().optional().describe("Blends images of a batch by a share from Beta(a, a)."),
  })
  .describe("Random changes of the images that are trained on.");

/** The members of `data` besides `name`. */
export const dataSettings = {
  path: z.string().min(1).optional().describe("Folder that holds the data, as --data says it; needed for `folder`."),
  tolerateBroken: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("Largest share of a folder's images that may not decode; 0.01 where it is left out."),
  limitTrain: z.int().min(1).nullable().default(null).describe("Training images to use; null: all."),
  validation: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.2)
    .describe("Share of the training images held out to choose rates and epochs."),
  stratify: z
    .boolean()
    .optional()
    .describe("Whether the split keeps each class's share; it is drawn at random where it is left out."),
  size: z.int().min(1).max(2048).optional().describe("Height and width that images are resized to."),
  channels: z
    .union([z.literal(1), z.literal(3)])
    .optional()
    .describe("3 repeats the plane of grey images; 1 makes colour images grey."),
  normalize: normalize.optional(),
  augment: augment.optional(),
};

const settings = z.strictObject(dataSettings);

/** The `data` part after defaults. */
export type DataConfig = { readonly name: string } & Readonly<z.output<typeof settings>>;

/** What a trial keeps of it: nothing that is at its default, and numbers in place of a normalization's name. */
export function trialData(data: DataConfig, fingerprint: string): TrialData {
  const { name, limitTrain, validation, stratify = false, size, channels, normalize: chosen, augment: changes } = data;
  const done = changes === undefined ? {} : changesOf(changes);
  return {
    name,
    limitTrain,
    validation,
    fingerprint,
    ...(stratify ? { stratify } : {}),
    ...(size === undefined && name !== folderName ? {} : { size: size ?? folderSize }),
    ...(channels === undefined ? {} : { channels }),
    ...(chosen === undefined ? {} : { normalize: normalizationOf(chosen) }),
    ...(Object.keys(done).length === 0 ? {} : { augment: done }),
  };
}

/** The changes that are made, none being said that is not. */
function changesOf(changes: NonNullable<DataConfig["augment"]>): NonNullable<TrialData["augment"]> {
  const { resizedCrop, crop, flip, cutout, mixup } = changes;
  return {
    ...(resizedCrop === undefined ? {} : { resizedCrop }),
    ...(crop === undefined ? {} : { crop }),
    ...(flip ? { flip } : {}),
    ...(cutout === undefined ? {} : { cutout }),
    ...(mixup === undefined ? {} : { mixup }),
  };
}

function normalizationOf(chosen: NonNullable<DataConfig["normalize"]>): NonNullable<TrialData["normalize"]> {
  return chosen === "imagenet" || chosen === "half" ? namedNormalizations[chosen] : chosen;
}
