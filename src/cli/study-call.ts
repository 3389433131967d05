/**
 * What the commands on studies share: the study with the changes of the command line, where it lies, and its headline.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { studyStoreFile } from "../records/store-files.ts";
import type { StudyConfig } from "../study/config.ts";
import type { Overrides } from "../study/overrides.ts";
import { trainingOptionNames } from "../study/training-flags.ts";
import { type Call, requiredArgument } from "./command.ts";
import { formatCount } from "./progress/text.ts";

/** Options that change a study, and those that say where it lies. */
export const studyOptions = [
  "epochs",
  "seeds",
  "limitTrain",
  "optimizers",
  "k",
  "convention",
  "set",
  "device",
  "partSize",
  "init",
] as const;

/** Folder and store of a run. */
export interface RunPlaces {
  readonly folder: string;
  readonly storage: string;
  readonly exists: boolean;
}

/** Reads the study that the call names, changed as its options say. Errors: those of `readStudy`. */
export async function readStudyOf(call: Call): Promise<StudyConfig> {
  const { readStudy } = await import("../study/read.ts");
  return readStudy(requiredArgument(call, "study"), { overrides: overridesOf(call) });
}

/** Where the study's records and report lie. */
export function placesOf(config: StudyConfig, call: Call): RunPlaces {
  return runPlaces(call, { name: config.name, file: studyStoreFile });
}

/** Where a run of this name lies, with `file` as its store, unless the call says otherwise. */
export function runPlaces(
  { options, terminal }: Call,
  { name, file }: { readonly name: string; readonly file: string },
): RunPlaces {
  const folder = options.out ?? join("runs", name);
  const storage = options.storage ?? join(folder, file);
  return {
    folder,
    storage,
    exists: /^\w+:/.test(storage) || existsSync(join(terminal.cwd, storage)) || existsSync(storage),
  };
}

/** Workers that the call asks for; one for each core otherwise, never more than trials. */
export function workersOf({ options }: Call, trials: number): number {
  return Math.max(1, Math.min(options.workers ?? availableParallelism(), trials));
}

/** The command to type again: how it prints, where it keeps things and how many workers it has are no part of a study. */
export function reproducingCommand({ commandLine }: Call): string {
  return commandLine
    .replace(/ --(?:json|keep-weights|detach)(?= |$)/g, "")
    .replace(
      / --(?:out|storage|checkpoints|workers|stack|data|checkpoint-every-steps|priority)(?: |=)(?:'[^']*'|\S+)/g,
      "",
    );
}

/** `quickstart: fashion-cnn on fashion-mnist (12,000 images), 5 epochs, batches of 128, cpu` */
export function studyLine({ name, data, model, training, device }: StudyConfig): string {
  const images = data.limitTrain === null ? "" : ` (${formatCount(data.limitTrain)} images)`;
  const epochs = `${formatCount(training.epochs)} ${training.epochs === 1 ? "epoch" : "epochs"}`;
  return `${name}: ${model} on ${data.name}${images}, ${epochs}, batches of ${training.batchSize}, ${device}`;
}

/** Options that change a study, with those that only change how it runs. */
const overriding = [...studyOptions, ...trainingOptionNames] as const;

function overridesOf({ options }: Call): Overrides {
  return Object.fromEntries(overriding.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
}
