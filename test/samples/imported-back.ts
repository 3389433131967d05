/**
 * Files that we wrote, read as those of another tool: what a round trip leaves of records.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importedRecords } from "../../src/imports/imported-study.ts";
import { type GivenFile, readForeign } from "../../src/imports/read-foreign.ts";
import type { EpochRecord, TrialRecord } from "../../src/records/records.ts";

/** A trial as both sides of a round trip tell it. */
export interface ToldTrial {
  readonly label: string;
  readonly lr: number;
  readonly seed: number;
  readonly hyperparameters: TrialRecord["config"]["optimizer"]["hyperparameters"];
  readonly status: string;
  readonly bestEpoch: number | null;
  readonly test: { readonly loss: number; readonly accuracy: number } | null;
  readonly epochs: readonly EpochRecord[];
}

/** What of a trial's record a file of another tool may tell. */
export function toldBy({ config, result, epochs }: Pick<TrialRecord, "config" | "result" | "epochs">): ToldTrial {
  return {
    label: config.optimizer.label,
    lr: config.lr,
    seed: config.seed,
    hyperparameters: config.optimizer.hyperparameters,
    status: result!.status,
    bestEpoch: result!.bestEpoch,
    test: result!.test === null ? null : { loss: result!.test.loss, accuracy: result!.test.accuracy },
    epochs,
  };
}

/** The trials that our import makes of files. */
export async function importedBack(paths: readonly string[]): Promise<readonly ToldTrial[]> {
  const files = [];
  for (const path of paths) {
    const given: GivenFile = { path, place: path, bytes: readFileSync(path) };
    files.push(await readForeign(given, { lowerIsBetter: false }));
  }
  const words = { name: "back", command: "c", model: "m", data: "d", validationAsTest: false };
  return importedRecords(files, words).trials.map(toldBy);
}

/** The files below a folder whose name has a word in it. */
export function filesBelow(folder: string, word: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.includes(word))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
