/** One trial with everything that is kept of it, and the commands that train it again. */
import { dirname } from "node:path";
import { quoteWord } from "../core/quote-word.ts";
import { importOf, importSentence } from "../records/imported.ts";
import type {
  EpochRecord,
  EpochTiming,
  StudyRecord,
  TrialConfig,
  TrialRecord,
  TrialResult,
} from "../records/records.ts";
import { studyFileOf } from "../report/study-file.ts";

/** A trial as its panel shows it. */
export interface TrialDetails {
  readonly key: string;
  /** Its place in the study's order, from 1, and how many there are. */
  readonly number: number;
  readonly trials: number;
  readonly state: TrialRecord["state"];
  readonly failure: string | null;
  readonly label: string;
  readonly optimizer: string;
  readonly lr: number;
  readonly seed: number;
  readonly model: string;
  /** Revisions that computed it, and the kind of processor; null where that is not told. */
  readonly modelRevision: number;
  readonly engineRevision: number;
  readonly processor: string | null;
  readonly device: string;
  readonly result: Pick<TrialResult, "stopped" | "bestEpoch" | "divergedAtStep" | "test"> | null;
  readonly epochs: readonly EpochRecord[];
  readonly timings: readonly EpochTiming[];
  /** The exact config, as it is hashed into the key. */
  readonly config: { readonly json: string; readonly yaml: string };
  readonly again: TrialAgain;
}

/** How to train it again; `sentence` says why not, where it cannot be. */
export type TrialAgain =
  | { readonly sentence: string }
  | {
      /** Trains it and compares every number with the record; null while there is no result. */
      readonly verify: string | null;
      /** A study of it alone: the file's name and text, the program beside it, and the command. */
      readonly file: string;
      readonly text: string;
      readonly program: { readonly file: string; readonly text: string } | null;
      readonly command: string;
    };

/** A trial in its study. */
export interface TrialInStudy {
  readonly study: StudyRecord;
  /** Path of the store. */
  readonly location: string;
  /** Studies in that store. */
  readonly studies: number;
}

/** The details. */
export async function trialDetails(trial: TrialRecord, place: TrialInStudy): Promise<TrialDetails> {
  const { stringify } = await import("yaml");
  const { key, config, state, failure, result, epochs, timings } = trial;
  const number = place.study.trialKeys.indexOf(key) + 1;
  return {
    key,
    number,
    trials: place.study.trialKeys.length,
    state,
    failure,
    label: config.optimizer.label,
    optimizer: config.optimizer.name,
    lr: config.lr,
    seed: config.seed,
    model: config.model.name,
    modelRevision: config.model.revision ?? 1,
    engineRevision: config.engine ?? 1,
    processor: result?.measuredOn?.processor ?? null,
    device: config.device,
    result: result === null ? null : shown(result),
    epochs,
    timings,
    config: { json: JSON.stringify(config, null, 2), yaml: stringify(config) },
    again: againOf(trial, number, place),
  };
}

function shown({ stopped, bestEpoch, divergedAtStep, test }: TrialResult): TrialDetails["result"] {
  return { stopped, bestEpoch, divergedAtStep, test };
}

function againOf(
  { config, result }: TrialRecord,
  number: number,
  { study, location, studies }: TrialInStudy,
): TrialAgain {
  const imported = importOf(study);
  if (imported !== null) return { sentence: `${importSentence(imported)} No command of Lionlab trains it again.` };
  const { label } = config.optimizer;
  const { text, program } = studyFileOf(config, {
    study: study.config,
    seeds: [config.seed],
    label,
    suffix: `trial-${number}`,
  });
  const file = `trial-${number}.yaml`;
  return {
    verify: result === null ? null : verifyCommand(number, config, { study, location, studies }),
    file,
    text,
    program,
    command: `npx lionlab compare ${file}`,
  };
}

/** A run's folder names its store; of several studies in one, and of a store that is called otherwise, both are named. */
function verifyCommand(number: number, { init }: TrialConfig, { study, location, studies }: TrialInStudy): string {
  const isOwn = studies === 1 && /[/\\]study\.sqlite$/.test(location);
  const run = isOwn ? quoteWord(dirname(location)) : `${quoteWord(study.name)} --storage ${quoteWord(location)}`;
  const weights = init === undefined ? "" : ` --init ${quoteWord(init.name)}`;
  return `npx lionlab verify ${run} --trial ${number}${weights}`;
}
