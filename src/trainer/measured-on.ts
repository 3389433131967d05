/**
 * What a trial's accuracies are measured on: how many images, what guessing would reach on them, and which kind of processor.
 */
import { processorName } from "../core/processor.ts";
import type { MeasuredImages, TrialConfig, TrialResult } from "../records/records.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** What computes a trial here, as far as its bytes depend on it: on a processor the name of that, otherwise the device alone. */
export function computedOn({ device }: Pick<TrialConfig, "device">): string {
  return device === "cpu" ? processorName() : device;
}

/** The classes, and the images of validation and test; of the test set nothing where the trial never reads it. `processors`: those that computed it, in their order. */
export function measuredOn(
  { config, dataset, split }: TrialPlan,
  processors: readonly string[],
): NonNullable<TrialResult["measuredOn"]> {
  const { train, test, classes } = dataset;
  const validation = Array.from(split.validation, (index) => train.labels[index]!);
  return {
    classes: classes.length,
    validation: imagesOf(validation, classes.length),
    ...(config.test === "never" ? {} : { test: imagesOf(test.labels, classes.length) }),
    ...(config.device === "cpu" ? { processor: processors.join(", then ") } : {}),
  };
}

function imagesOf(labels: ArrayLike<number>, classes: number): MeasuredImages {
  const counts = new Uint32Array(classes);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]!++;
  return { images: labels.length, commonest: counts.reduce((most, count) => Math.max(most, count), 0) / labels.length };
}
