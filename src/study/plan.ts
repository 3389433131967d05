/**
 * From a study's configuration to its plan: the trials that are known at once, and where the others come from.
 */
import { type InitConfig, type StudyRecord, type TrialPhase, trialPhase } from "../records/records.ts";
import type { PlannedTrial } from "../records/storage.ts";
import type { PartSizes } from "../trainer/part-sizes.ts";
import { fileForm, type StudyConfig } from "./config.ts";
import { usualSampler } from "./config-tuning.ts";
import { distinctTrials, gridTrials } from "./grid-trials.ts";
import { partSizesHere } from "./part-sizes-here.ts";
import { listSource, type TrialSource } from "./source.ts";
import { trialMaker } from "./trial-maker.ts";
import { tunedTrials } from "./tuned-trials.ts";

/** A study ready to run. */
export interface StudyPlan {
  /** The study with the trials that are known before any result. */
  readonly study: StudyRecord;
  readonly trials: readonly PlannedTrial[];
  /** Where all its trials come from, from the beginning. */
  source(): TrialSource;
  /** As many trials as the study will have: behind those that are known, stand-ins for those that results decide. */
  readonly outline: readonly PlannedTrial[];
  /** Name of the sampler of a study that tunes. */
  readonly sampler?: string;
  /** Recorded times decide how many trials tune: the source wants them, and the outline has only those that are known and those that judge. */
  readonly timed?: boolean;
}

/** What a plan needs besides the configuration. */
export interface PlanOptions {
  /** SHA-256 of the loaded data, see `LoadedDataset`. */
  readonly fingerprint: string;
  /** The file that the study's `init` names. */
  readonly init?: InitConfig;
  /** Command that reproduces the study. */
  readonly command: string;
  /** Sizes of the parts of a batch by model, where the study says none; absent: those of this processor (`partSizesHere`). */
  readonly partSizes?: PartSizes | undefined;
  /** Name of the sampler of a study that tunes and names none; absent: the usual one. */
  readonly sampler?: string | undefined;
}

/**
 * Plans a study. A plain one is a grid (`gridTrials`), whose trials are all known; one that is tuned grows (`tunedTrials`).
 * Errors: those of `resolveOptimizer` and `partSizesHere`; `same-optimizer`; of tuned studies `no-centre`, `bad-space`.
 */
export function planStudy(
  given: StudyConfig,
  { command, partSizes = partSizesHere(), sampler, ...data }: PlanOptions,
): StudyPlan {
  const config = withSampler(given, sampler);
  const trialOf = trialMaker(config, { ...data, partSizes });
  const {
    source,
    first,
    later,
    timed = false,
  } = config.tuning === undefined ? listed(gridTrials(config, trialOf)) : tunedTrials(config, trialOf);
  const trials = distinctTrials(first);
  const study: StudyRecord = {
    schemaVersion: 1,
    name: config.name,
    config: fileForm(config),
    command,
    trialKeys: trials.map(({ key }) => key),
  };
  const named = config.tuning?.sampler === undefined ? {} : { sampler: config.tuning.sampler };
  return { study, trials, source, outline: [...trials, ...later], timed, ...named };
}

/** The study with its sampler named, as its record keeps it. */
function withSampler(config: StudyConfig, usual: string = usualSampler): StudyConfig {
  const { tuning } = config;
  if (tuning === undefined || tuning.sampler !== undefined) return config;
  return { ...config, tuning: { ...tuning, sampler: usual } };
}

/** Where trials come from: those that come before any result, and stand-ins for those that come later. */
export interface Trials {
  source(): TrialSource;
  readonly first: readonly PlannedTrial[];
  readonly later: readonly PlannedTrial[];
  readonly timed?: boolean;
}

function listed(trials: readonly PlannedTrial[]): Trials {
  return { source: () => listSource(trials), first: trials, later: [] };
}

/** Phases of a study that tunes with their trials, null where times decide how many; of others none. */
export function phasesOf({ outline, timed }: StudyPlan): Map<TrialPhase, number | null> {
  const counts = new Map<TrialPhase, number>();
  for (const { config } of outline) counts.set(trialPhase(config), (counts.get(trialPhase(config)) ?? 0) + 1);
  if (!counts.has("tuning")) return new Map();
  return timed === true ? new Map([...counts, ["tuning", null]]) : counts;
}
