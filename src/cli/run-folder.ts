/**
 * Finds the run that a user names: a folder of a run, the name of a study under `runs/`, or a store.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { LabError, nearest } from "../core/errors.ts";
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { Storage, TrialHead } from "../records/storage.ts";

/** File of a run's folder that holds its records. */
export const storeFile = "study.sqlite";

/** Epochs up to which a table is made from every epoch; above, from each trial's best one, so that it stays instant. */
const mostEpochsForTable = 5_000;

/** Where a run lies. `study`: the name of the study wanted, null where the store tells. */
export interface RunPlace {
  readonly storage: string;
  readonly folder: string;
  readonly study: string | null;
}

/**
 * The run named by `target`; `storage` overrides where its records are kept.
 * Errors: `unknown-run` with the runs that there are.
 */
export function findRun(target: string, options: { readonly cwd: string; readonly storage?: string }): RunPlace {
  const { cwd, storage } = options;
  const named = join("runs", target);
  if (storage !== undefined) return { storage, folder: named, study: basename(target) };
  for (const folder of [target, named]) {
    const place = resolve(cwd, folder);
    if (existsSync(join(place, storeFile))) return { storage: join(folder, storeFile), folder, study: null };
  }
  if (existsSync(resolve(cwd, target)) && statSync(resolve(cwd, target)).isFile()) {
    return { storage: target, folder: relative(cwd, resolve(cwd, target, "..")) || ".", study: null };
  }
  throw unknownRun(target, cwd);
}

/** Calls `use` with the study of a run and its open store, which is closed afterwards. Errors: `unknown-study`. */
export async function withRun<T>(
  place: RunPlace,
  use: (study: StudyRecord, storage: Storage) => Promise<T>,
): Promise<T> {
  const { openStorage } = await import("../records/open.ts");
  const storage = await openStorage(place.storage, { mode: "read" });
  try {
    const studies = await storage.listStudies();
    const wanted = studies.filter(({ name }) => place.study === null || name === place.study);
    const [study] = wanted;
    if (study === undefined || wanted.length > 1) {
      const names = studies.map(({ name }) => name).join(", ") || "none";
      throw new LabError(
        "unknown-study",
        `${storage.location} holds the studies: ${names}. Name one of them, with --storage ${place.storage}.`,
        { studies: names },
      );
    }
    return await use(study, storage);
  } finally {
    await storage.close();
  }
}

/** The study's trials for a table: with all epochs where they are few, else with the best one of each. */
export async function trialsForTable(study: StudyRecord, storage: Storage): Promise<readonly TrialRecord[]> {
  const heads = await storage.listTrials(study.name);
  const epochs = heads.reduce((sum, { epochsDone }) => sum + epochsDone, 0);
  return epochs <= mostEpochsForTable ? storage.loadTrials(study.name) : heads.map(recordOfHead);
}

function recordOfHead({ key, config, state, result, best, failure }: TrialHead): TrialRecord {
  return { key, config, state, result, failure, epochs: best === null ? [] : [best], timings: [] };
}

function unknownRun(target: string, cwd: string): LabError {
  const folder = resolve(cwd, "runs");
  const runs = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(join(folder, name, storeFile)))
    : [];
  const near = nearest(target, runs);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(", ")}?`
      : runs.length > 0
        ? `Runs here: ${runs.join(", ")}.`
        : "There are no runs in this folder yet: lionlab compare makes one.";
  return new LabError("unknown-run", `There is no run "${target}" here. ${hint}`, { given: target, runs });
}
