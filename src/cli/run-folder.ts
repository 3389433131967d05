/**
 * Finds the run that a user names: a folder of a run or something in it, the name of a study or discovery under `runs/`, or a store.
 */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize, relative, resolve } from "node:path";
import { LabError, nearest } from "../core/errors.ts";
import type { RunKind } from "../jobs/postgres/runs.ts";
import type { Patience } from "../records/patience.ts";
import { withoutPasswords } from "../records/postgres/secrets.ts";
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { Storage, TrialHead } from "../records/storage.ts";
import { discoveryStoreFile, studyStoreFile } from "../records/store-files.ts";

/** What makes and shows a run. */
const kinds = {
  study: { file: studyStoreFile, makes: "npx lionlab compare", shows: "npx lionlab show" },
  discovery: { file: discoveryStoreFile, makes: "npx lionlab discover", shows: "npx lionlab discover show" },
} as const;

/** Epochs up to which a table is made from every epoch; above, from each trial's best one, so that it stays instant. */
const mostEpochsForTable = 5_000;

/** Where a run lies. `name`: that of the study or discovery wanted, null where the store tells. */
export interface RunPlace {
  readonly storage: string;
  readonly folder: string;
  readonly name: string | null;
}

/** How to look for a run. `storage` overrides where its records are kept; `kind` is a study by default. */
export interface RunSearch {
  readonly cwd: string;
  readonly storage?: string | undefined;
  readonly kind?: RunKind;
}

/** What the run named by `target` is, by the store that it has; a study where it has both, or none. */
export function kindOfRun(target: string, { cwd, storage }: Omit<RunSearch, "kind">): RunKind {
  const store = storage ?? target;
  if (basename(store) === kinds.discovery.file) return "discovery";
  const has = ({ file }: { readonly file: string }): boolean =>
    storage === undefined && folderOf(target, { cwd, file }) !== null;
  return has(kinds.discovery) && !has(kinds.study) ? "discovery" : "study";
}

/** Folders above a path in which a run may lie: of a file in the folder of its report. */
const levelsAbove = 2;

/** The folder that has the store: what is named, that name under `runs/`, or a folder above what is named; relative to `cwd`. Null where there is none. */
function folderOf(target: string, { cwd, file }: { readonly cwd: string; readonly file: string }): string | null {
  const named = [target, join("runs", target)].map(tidy);
  const inside = named.filter((path) => existsSync(resolve(cwd, path)));
  const above = Array.from({ length: levelsAbove }, (_, level) => inside.map((path) => upwards(path, level + 1)));
  return [...named, ...above.flat()].find((folder) => existsSync(join(resolve(cwd, folder), file))) ?? null;
}

/** The path without a last slash and without detours. */
function tidy(path: string): string {
  const plain = normalize(path);
  return plain.length > 1 && /[/\\]$/.test(plain) ? plain.slice(0, -1) : plain;
}

function upwards(path: string, levels: number): string {
  return levels === 0
    ? path
    : upwards(path === "." || /(^|[/\\])\.\.$/.test(path) ? join(path, "..") : dirname(path), levels - 1);
}

/**
 * The run named by `target`, in paths that this process can open, wherever `cwd` is.
 * Errors: `unknown-run` with the runs that there are; `other-run` for a run of the other kind.
 */
export function findRun(target: string, { cwd, storage, kind = "study" }: RunSearch): RunPlace {
  const open = (path: string): string => (isAbsolute(path) || resolve(cwd) === process.cwd() ? path : join(cwd, path));
  if (storage !== undefined) {
    const folder = tidy(target);
    return {
      storage,
      folder: open(folder === basename(folder) ? join("runs", folder) : folder),
      name: basename(folder),
    };
  }
  if (isStore(resolve(cwd, target)))
    return { storage: open(tidy(target)), folder: open(relative(cwd, resolve(cwd, target, "..")) || "."), name: null };
  const { file } = kinds[kind];
  const folder = folderOf(target, { cwd, file });
  if (folder !== null) return { storage: open(join(folder, file)), folder: open(folder), name: null };
  throw otherRun(target, { cwd, kind }) ?? unknownRun(target, { cwd, kind });
}

/** Whether a path is a file that begins as SQLite's do; an empty one is the beginning of one. */
function isStore(path: string): boolean {
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  const start = Buffer.alloc(magic.length);
  const file = openSync(path, "r");
  try {
    const read = readSync(file, start, 0, start.length, 0);
    return read === 0 || start.toString("latin1") === magic;
  } finally {
    closeSync(file);
  }
}

const magic = "SQLite format 3\0";

/** Calls `use` with the study of a run and its open store, which is closed afterwards. Errors: `unknown-study`. */
export async function withRun<T>(
  place: RunPlace,
  use: (study: StudyRecord, storage: Storage) => Promise<T>,
  patience: Patience = {},
): Promise<T> {
  const { openStorage } = await import("../records/open.ts");
  const storage = await openStorage(place.storage, { mode: "read", ...patience });
  try {
    return await use(await wantedStudy(place, storage), storage);
  } finally {
    await storage.close();
  }
}

/** The study of a store that is meant. Errors: `unknown-study`. */
export async function wantedStudy(place: RunPlace, storage: Storage): Promise<StudyRecord> {
  const studies = await storage.listStudies();
  const wanted = studies.filter(({ name }) => place.name === null || name === place.name);
  const [study] = wanted;
  if (study !== undefined && wanted.length === 1) return study;
  const names = studies.map(({ name }) => name).join(", ") || "none";
  throw new LabError(
    "unknown-study",
    `${storage.location} holds the studies: ${names}. Name one of them, with --storage ${withoutPasswords(place.storage)}.`,
    { studies: names },
  );
}

/** The study's trials for a table: with all epochs where they are few, else with the best one of each. */
export async function trialsForTable(study: StudyRecord, storage: Storage): Promise<readonly TrialRecord[]> {
  const heads = await storage.listTrials(study.name);
  const epochs = heads.reduce((sum, { epochsDone }) => sum + epochsDone, 0);
  return epochs <= mostEpochsForTable ? storage.loadTrials(study.name) : heads.map(recordOfHead);
}

/** A trial with the record of its best epoch alone, where it has one. */
export function recordOfHead({ key, config, state, result, best, failure }: TrialHead): TrialRecord {
  return { key, config, state, result, failure, epochs: best === null ? [] : [best], timings: [] };
}

interface RunOfKind {
  readonly cwd: string;
  readonly kind: RunKind;
}

function otherRun(target: string, { cwd, kind }: RunOfKind): LabError | null {
  const other = kind === "study" ? "discovery" : "study";
  const { file, shows } = kinds[other];
  if (folderOf(target, { cwd, file }) === null) return null;
  return new LabError("other-run", `The run "${target}" is a ${other}, not a ${kind}. Try: ${shows} ${target}`, {
    given: target,
  });
}

function unknownRun(target: string, { cwd, kind }: RunOfKind): LabError {
  const { file, makes } = kinds[kind];
  const folder = resolve(cwd, "runs");
  const runs = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, file))) : [];
  const near = nearest(basename(target), runs);
  const noun = kind === "study" ? "run" : kind;
  const none = `There are no ${kind === "study" ? "runs" : "discoveries"} in this folder yet: ${makes} makes one.`;
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(", ")}?`
      : runs.length > 0
        ? `${kind === "study" ? "Runs" : "Discoveries"} here: ${runs.join(", ")}.`
        : none;
  return new LabError("unknown-run", `There is no ${noun} "${target}" here. ${hint}`, { given: target, runs });
}
