/**
 * A study that was begun goes on as it was begun: in the parts of a batch that its trials were planned with, on whichever kind of processor, and also where
 * those of its kind have been measured since.
 */
import { modelNamed } from "../models/index.ts";
import type { TrialConfig } from "../records/records.ts";
import type { Storage } from "../records/storage.ts";
import { type PartedBatch, partedBatch, sizeOfParts } from "../trainer/batch-parts.ts";
import { trialChanges } from "../trainer/outdated.ts";
import type { StudyConfig } from "./config.ts";
import { type PlanOptions, planStudy, type StudyPlan } from "./plan.ts";

/** A plan that goes on with what a store has; `note`: what is otherwise than the study would be planned here, in a sentence. */
export interface PlanGoingOn {
  readonly plan: StudyPlan;
  readonly note: string | null;
}

/** Where a study may have been begun, and how it is planned on this processor. */
export interface BegunStudy {
  readonly plan: StudyPlan;
  readonly options: PlanOptions;
  readonly storage: Storage;
}

/** The plan of a study that the store may have begun: the given one where nothing was begun, or where the study itself says its parts. */
export async function goOnAsBegun(config: StudyConfig, { plan, options, storage }: BegunStudy): Promise<PlanGoingOn> {
  const planned = plan.trials[0]?.config;
  const begun = await firstTrial(storage, config.name);
  if (planned === undefined || begun === null || config.training.partSize !== undefined) return { plan, note: null };
  if (begun.model.name !== planned.model.name || trialChanges(begun).length > 0) return { plan, note: null };
  const [was, is] = [begun, planned].map((trial) => partedBatch(modelNamed(config.model), trial)) as [
    PartedBatch,
    PartedBatch,
  ];
  const alike = was.batchSize === is.batchSize && was.device === is.device && was.mixes === is.mixes;
  if (!alike || sizeOfParts(was) === sizeOfParts(is)) return { plan, note: null };
  return {
    plan: planStudy(config, { ...options, partSizes: { [config.model]: sizeOfParts(was) } }),
    note: `The study was begun with batches ${inWords(was)} and goes on so; begun on this processor, it would train with batches ${inWords(is)}.`,
  };
}

function inWords(batch: PartedBatch): string {
  const size = sizeOfParts(batch);
  return size === batch.batchSize ? "as a whole" : `in parts of ${size} images`;
}

/** The first trial that the stored study lists; null where none is stored. */
async function firstTrial(storage: Storage, name: string): Promise<TrialConfig | null> {
  const [key] = (await storage.getStudy(name))?.trialKeys ?? [];
  return key === undefined ? null : ((await storage.getTrial(key))?.config ?? null);
}
