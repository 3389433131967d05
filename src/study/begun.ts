/**
 * A study that was begun goes on as it was begun: in the parts of a batch that its trials were planned with, on whichever kind of processor, and also where
 * those of its kind have been measured since; and by the sampler that its record names, also where another one has become the usual one.
 */
import { LabError } from "../core/errors.ts";
import { modelNamed } from "../models/index.ts";
import type { StudyRecord, TrialConfig } from "../records/records.ts";
import type { Storage } from "../records/storage.ts";
import { storedSampler } from "../records/stored-sampler.ts";
import { type PartedBatch, partedBatch, sizeOfParts } from "../trainer/batch-parts.ts";
import { trialChanges } from "../trainer/outdated.ts";
import type { StudyConfig } from "./config.ts";
import { type SamplerUse, samplerFaults, usualSampler } from "./config-tuning.ts";
import { type PlanOptions, planStudy, type StudyPlan } from "./plan.ts";
import { samplerNames } from "./samplers/index.ts";

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

/** What a stored study was begun with, where that is not how it would be planned here: the options that plan it so, and why in a sentence. */
interface AsBegun {
  readonly options: Partial<PlanOptions>;
  readonly note: string;
}

/**
 * The plan of a study that the store may have begun: the given one where nothing was begun, or where the study itself says its parts and its sampler.
 * Errors: `sampler-begun` where the study no longer goes with the sampler that it was begun with.
 */
export async function goOnAsBegun(config: StudyConfig, { plan, options, storage }: BegunStudy): Promise<PlanGoingOn> {
  const study = await storage.getStudy(config.name);
  const kept =
    study === null
      ? []
      : [samplerBegun(config, { options, study }), await partsBegun(config, { plan, storage, study })];
  const asBegun = kept.filter((one) => one !== null);
  if (asBegun.length === 0) return { plan, note: null };
  return {
    plan: planStudy(config, Object.assign({}, options, ...asBegun.map((one) => one.options))),
    note: asBegun.map(({ note }) => note).join(" "),
  };
}

/** The sampler that the stored study keeps, where the study names none and it is not the usual one. */
function samplerBegun(
  { tuning, training }: StudyConfig,
  { options, study }: Pick<BegunStudy, "options"> & { readonly study: StudyRecord },
): AsBegun | null {
  const begun = storedSampler(study);
  if (tuning === undefined || tuning.sampler !== undefined || begun === null || begun === usualSampler) return null;
  const fault = faultOf(begun, { tuning, scheduleKind: training.schedule.kind });
  if (fault !== null) {
    const sentence = `The study was begun with the sampler ${begun}, and names none now; ${fault}. Name a sampler as tuning.sampler, or give the study another name.`;
    throw new LabError("sampler-begun", sentence, { begun });
  }
  return {
    options: { sampler: begun, command: `${options.command} --set tuning.sampler=${begun}` }, // which repeats it elsewhere
    note: `The study was begun with ${begun} points and goes on so; begun now, it would be tuned by ${usualSampler}.`,
  };
}

/** Why a study cannot go on with the sampler that it was begun with; null where it can. */
function faultOf(begun: string, { tuning, scheduleKind }: SamplerUse): string | null {
  if (!samplerNames.includes(begun))
    return `this version of lionlab has no such sampler, but ${samplerNames.join(", ")}`;
  const [fault] = samplerFaults({ tuning: { ...tuning, sampler: begun }, scheduleKind });
  return fault === undefined ? null : fault.message;
}

/** The parts of a batch that the stored trials were planned with, where the study says none. */
async function partsBegun(
  config: StudyConfig,
  { plan, storage, study }: Omit<BegunStudy, "options"> & { readonly study: StudyRecord },
): Promise<AsBegun | null> {
  const planned = plan.trials[0]?.config;
  const begun = await firstTrial(storage, study);
  if (planned === undefined || begun === null || config.training.partSize !== undefined) return null;
  if (begun.model.name !== planned.model.name || trialChanges(begun).length > 0) return null;
  const [was, is] = [begun, planned].map((trial) => partedBatch(modelNamed(config.model), trial)) as [
    PartedBatch,
    PartedBatch,
  ];
  const alike = was.batchSize === is.batchSize && was.device === is.device && was.mixes === is.mixes;
  if (!alike || sizeOfParts(was) === sizeOfParts(is)) return null;
  return {
    options: { partSizes: { [config.model]: sizeOfParts(was) } },
    note: `The study was begun with batches ${inWords(was)} and goes on so; begun on this processor, it would train with batches ${inWords(is)}.`,
  };
}

function inWords(batch: PartedBatch): string {
  const size = sizeOfParts(batch);
  return size === batch.batchSize ? "as a whole" : `in parts of ${size} images`;
}

/** The first trial that the stored study lists; null where it is not stored. */
async function firstTrial(storage: Storage, { trialKeys: [key] }: StudyRecord): Promise<TrialConfig | null> {
  return key === undefined ? null : ((await storage.getTrial(key))?.config ?? null);
}
