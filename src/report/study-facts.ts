/**
 * What a study compared, in a few facts for the head of the report.
 */
import { wholeText } from "../core/whole-number.ts";
import { type ImportedStudy, importOf } from "../records/imported.ts";
import type { ScheduleConfig, TrialConfig } from "../records/records.ts";
import { chanceOf } from "./chance.ts";
import { count, formatPercent } from "./format.ts";
import type { Chance } from "./measures/guessing.ts";
import type { StudyView } from "./study-view.ts";

/** Data, model, training and schedule of the study's trials; empty when no trial is known. */
export function studyFacts(view: StudyView): readonly { readonly name: string; readonly value: string }[] {
  const config = longestOf(view);
  if (config === null) return [];
  const imported = importOf(view.study);
  const seeds = [...new Set(view.trials.map((trial) => trial.config.seed))].sort((a, b) => a - b);
  const seedFact = {
    name: "seeds",
    value: seeds.length > 8 ? `${seeds.length}, from ${seeds[0]} to ${seeds.at(-1)}` : seeds.join(", "),
  };
  if (imported !== null) return [...importFacts(imported, config), seedFact];
  return [
    { name: "data", value: dataFact(config) },
    { name: "model", value: config.model.name },
    { name: "training", value: trainingFact(config) },
    { name: "schedule", value: scheduleFact(config.schedule) },
    seedFact,
    { name: "device", value: config.device },
    ...imageFact(view),
  ];
}

/** The trial that trains longest, the first of equals: a race stops others on the way. */
function longestOf({ trials }: StudyView): TrialConfig | null {
  let longest: TrialConfig | null = null;
  for (const { config } of trials) {
    if (longest === null || config.training.epochs > longest.training.epochs) longest = config;
  }
  return longest;
}

/** Of an imported study no more is known than this. */
function importFacts(
  { files }: ImportedStudy,
  { data, model }: TrialConfig,
): readonly { readonly name: string; readonly value: string }[] {
  const shown = files.slice(0, 8).map(({ name, tool, sha256 }) => `${name} (${tool}, SHA-256 ${sha256.slice(0, 12)})`);
  const more = files.length > shown.length ? [`${files.length - shown.length} more`] : [];
  return [
    { name: "imported from", value: [...shown, ...more].join(", ") },
    { name: "data", value: data.name },
    { name: "model", value: model.name },
  ];
}

/** What one image is worth in accuracy: no difference below it means anything. */
function imageFact(view: StudyView): readonly { readonly name: string; readonly value: string }[] {
  const chance = chanceOf(view);
  if (chance === null) return [];
  const worth = ({ images }: Chance): string => `${formatPercent(1 / images)} of ${wholeText(images)}`;
  return [
    { name: "one image is", value: `${worth(chance.validation)} for validation, ${worth(chance.test)} for test` },
  ];
}

function dataFact({ data }: TrialConfig): string {
  const limit = data.limitTrain === null ? "all training images" : `${wholeText(data.limitTrain)} training images`;
  const size = data.size === undefined ? "" : `, resized to ${data.size} × ${data.size}`;
  const normalized = data.normalize === undefined ? "" : ", normalized";
  const augmented = data.augment === undefined ? "" : `, augmented by ${Object.keys(data.augment).join(", ")}`;
  return `${data.name}, ${limit}, ${Number((100 * data.validation).toFixed(2))} % held out for validation${data.stratify === true ? " by class" : ""}${size}${normalized}${augmented}`;
}

function trainingFact({ training }: TrialConfig): string {
  const metric = training.monitor === "validationAccuracy" ? "validation accuracy" : "validation loss";
  const stopping =
    training.patience === null ? "no early stopping" : `early stopping after ${count(training.patience, "epoch")}`;
  const clipping = training.clipGlobalNorm === null ? "" : `, gradients clipped to norm ${training.clipGlobalNorm}`;
  const masks = training.decaySkipsBiases ? `, decay skips ${["biases", ...(training.noDecay ?? [])].join(", ")}` : "";
  const batch = `batch ${training.batchSize}${partsFact(training)}`;
  return `${count(training.epochs, "epoch")}, ${batch}, ${stopping} on ${metric}${clipping}${masks}`;
}

/** How batches are cut, where it is not their model's way. */
function partsFact({ partSize, batchSize }: TrialConfig["training"]): string {
  if (partSize === undefined) return "";
  return partSize === batchSize ? " as a whole" : ` in parts of ${partSize}`;
}

function scheduleFact(schedule: ScheduleConfig): string {
  const warmup = schedule.warmupSteps > 0 ? ` after ${count(schedule.warmupSteps, "warm-up step")}` : "";
  switch (schedule.kind) {
    case "constant":
      return `constant${warmup}`;
    case "exponential":
      return `lr × ${schedule.rate} ^ (epoch / ${schedule.everyEpochs})${warmup}`;
    case "step":
      return `lr × ${schedule.factor} every ${count(schedule.everyEpochs, "epoch")}${warmup}`;
    case "cosine":
      return `cosine to ${schedule.floor} of the rate${warmup}`;
  }
}
