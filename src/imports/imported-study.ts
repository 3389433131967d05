/**
 * Foreign runs as records: what our commands read, with what nobody told left open.
 *
 *  - Figures that a file lacks are NaN in memory and null in the store; so is a rate. Nothing is filled in.
 *  - Rows of a run are its epochs, 1, 2, 3 …, whatever the tool counts by.
 *  - The best epoch is the one that validation prefers, the test figures are those of its row.
 *  - Where files have one figure a run, it is the validation figure and the test figure at once, and a remark says so.
 */
import { LabError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import { trialKey } from "../records/identity.ts";
import type { ImportedStudy } from "../records/imported.ts";
import { bestEpochOf } from "../records/monitor.ts";
import type { EpochRecord, MonitorMetric, StudyRecord, TrialConfig, TrialResult } from "../records/records.ts";
import type { FigureName, Figures, ForeignFile, ForeignPoint, ForeignRun } from "./foreign-run.ts";
import { mergedLogs } from "./merge-logs.ts";

/** A trial with what its store keeps. */
export interface ImportedTrial {
  readonly key: string;
  readonly config: TrialConfig;
  readonly epochs: readonly EpochRecord[];
  readonly result: TrialResult;
}

/** What is said about the runs that no file says. */
export interface ImportWords {
  readonly name: string;
  readonly command: string;
  readonly model: string;
  readonly data: string;
  /** Files without a test figure: their validation figure stands for it. */
  readonly validationAsTest: boolean;
}

/** A study and its trials. */
export interface ImportedRecords {
  readonly study: StudyRecord;
  readonly trials: readonly ImportedTrial[];
  readonly imported: ImportedStudy;
}

/** Makes them. Errors: `no-figures` for runs without a figure, `import-accuracy` for accuracies that are none, `import-same-run` for a seed that a setting has twice. */
export function importedRecords(files: readonly ForeignFile[], words: ImportWords): ImportedRecords {
  const runs = mergedLogs(files.flatMap(({ runs }) => runs));
  if (runs.length === 0) throw new LabError("no-figures", "The files hold no runs: give files with at least one.");
  const reading = readingOf(runs, words);
  const imported: ImportedStudy = {
    files: files.map(({ file, sha256, tool }) => ({ name: file, sha256, tool })),
    remarks: [...sharedRemarks(files), ...reading.remarks],
  };
  const source = sha256Hex(...imported.files.map(({ sha256 }) => sha256), words.model, words.data);
  const longest = runs.reduce((most, { points }) => Math.max(most, points.length), 0);
  const trials = seeded(runs).map((run) => trialOf(run, { reading, source, words, longest }));
  refuseTwice(trials);
  const study: StudyRecord = {
    schemaVersion: 1,
    name: words.name,
    config: { name: words.name, imported },
    command: words.command,
    trialKeys: trials.map(({ key }) => key),
  };
  return { study, trials, imported };
}

/** What is remarked of files, each remark once, after the file that it is about or the number of files. */
function sharedRemarks(files: readonly ForeignFile[]): readonly string[] {
  const about = new Map<string, string[]>();
  for (const { file, remarks } of files) {
    for (const remark of remarks) about.set(remark, [...(about.get(remark) ?? []), file]);
  }
  return [...about].map(([remark, named]) => `${named.length === 1 ? named[0] : `${named.length} files`}: ${remark}`);
}

/** How the figures of all runs are read, decided once for them all. */
interface Reading {
  readonly monitor: MonitorMetric;
  /** What accuracies are divided by: 1, or 100 for per cent. */
  readonly scale: number;
  /** Which figures stand for those that are missing. */
  readonly instead: { readonly validation: boolean; readonly test: boolean };
  readonly remarks: readonly string[];
}

function readingOf(runs: readonly ForeignRun[], { validationAsTest }: ImportWords): Reading {
  const has = (name: FigureName): boolean =>
    runs.some(({ points }) => points.some(({ figures }) => figures[name] !== undefined));
  const validates = has("validationAccuracy") || has("validationLoss");
  const tests = has("testAccuracy") || has("testLoss");
  if (!validates && !tests) {
    throw new LabError(
      "no-figures",
      "Runs are judged by a figure of validation or test images, but the files have none: name a column val_accuracy, val_loss, test_accuracy or test_loss.",
    );
  }
  const instead = { validation: !validates, test: validates && !tests && validationAsTest };
  const judging = validates ? "validation" : "test";
  const { scale, remark } = scaleOf(runs);
  const untested = validates && !tests && !validationAsTest && runs.some(({ tries }) => tries === undefined);
  const remarks = [
    remark,
    untested
      ? "There is no test figure, so differences are not tested; with --validation-as-test the validation figure of the best epoch stands for it."
      : null,
    instead.validation
      ? "There is no validation figure: the test figure stands for it, so rates and epochs were chosen on what they are judged by."
      : null,
    instead.test
      ? "There is no test figure: the validation figure of the best epoch stands for it, which flatters whoever tried more."
      : null,
  ];
  return {
    monitor: has(`${judging}Accuracy`) ? "validationAccuracy" : "validationLoss",
    scale,
    instead,
    remarks: remarks.filter((text) => text !== null),
  };
}

/** Accuracies above 1 are per cent. Errors: `import-accuracy`. */
function scaleOf(runs: readonly ForeignRun[]): { readonly scale: number; readonly remark: string | null } {
  let most = 0;
  for (const { points } of runs) {
    for (const { figures } of points) {
      for (const value of [figures.trainAccuracy, figures.validationAccuracy, figures.testAccuracy]) {
        if (value === undefined || Number.isNaN(value)) continue;
        if (value < 0 || value > 100) {
          throw new LabError(
            "import-accuracy",
            `An accuracy must be a share from 0 to 1, or per cent, but ${value} was found. If the column is a loss, name it so, or give --lower-is-better.`,
          );
        }
        most = Math.max(most, value);
      }
    }
  }
  return most > 1
    ? { scale: 100, remark: "Accuracies are above 1 and were read as per cent." }
    : { scale: 1, remark: null };
}

type SeededRun = ForeignRun & { readonly seed: number };

/**
 * Runs without a seed are numbered, each with a number of its own: a seed that two optimizers shared would say that their runs share weights and
 * batches, and tests would pair them.
 */
function seeded(runs: readonly ForeignRun[]): readonly SeededRun[] {
  const told = runs.reduce((most, { seed = -1 }) => Math.max(most, seed), -1);
  let next = told + 1;
  return runs.map((run) => {
    const { seed = next++ } = run;
    if (Number.isSafeInteger(seed) && seed >= 0) return { ...run, seed };
    throw new LabError("import-seed", `A seed must be a whole number from 0, but ${run.optimizer} has ${seed}.`);
  });
}

function trialOf(
  run: SeededRun,
  {
    reading,
    source,
    words,
    longest,
  }: { readonly reading: Reading; readonly source: string; readonly words: ImportWords; readonly longest: number },
): ImportedTrial {
  const config = configOf(run, { reading, source, words, longest });
  const ends = run.points.at(-1)?.figures ?? {};
  const diverged = Object.values(ends).some((value) => Number.isNaN(value));
  const points = diverged ? run.points.slice(0, -1) : run.points;
  const epochs = points.map((point, index) => epochOf(point, { epoch: index + 1, reading, lr: config.lr }));
  const last = epochs.at(-1)?.epoch ?? null;
  const best = run.tries === undefined ? (bestEpochOf(epochs, reading.monitor)?.epoch ?? null) : last;
  const result: TrialResult = {
    schemaVersion: 1,
    status: diverged ? "diverged" : "finished",
    stopped: diverged ? "diverged" : "all-epochs",
    epochs: epochs.length,
    bestEpoch: best,
    divergedAtStep: null,
    test: diverged || best === null || run.tries !== undefined ? null : testOf(points[best - 1]!.figures, reading),
  };
  return { key: trialKey(config), config, epochs, result };
}

/** What no file tells is left at what does nothing; `imported` says that it is not known, and reports go by that. */
function configOf(
  { optimizer, hyperparameters, lr = Number.NaN, seed, points, tries }: SeededRun,
  {
    reading,
    source,
    words,
    longest,
  }: { readonly reading: Reading; readonly source: string; readonly words: ImportWords; readonly longest: number },
): TrialConfig {
  return {
    schemaVersion: 1,
    imported: source,
    data: { name: words.data, fingerprint: source, limitTrain: null, validation: 0 },
    model: { name: words.model },
    optimizer: { name: optimizer, label: optimizer, convention: "paper", program: "", hyperparameters },
    lr,
    schedule: { kind: "constant", warmupSteps: 0 },
    training: {
      epochs: tries === "whole" ? longest : points.length, // of those that only tried, the shorter count as stopped on the way
      batchSize: 1,
      monitor: reading.monitor,
      patience: null,
      clipGlobalNorm: null,
      decaySkipsBiases: false,
    },
    device: "cpu",
    seed,
    ...(tries === undefined ? {} : { test: "never" as const }),
  };
}

function epochOf(
  { figures, lr }: ForeignPoint,
  { epoch, reading, lr: peak }: { readonly epoch: number; readonly reading: Reading; readonly lr: number },
): EpochRecord {
  const { validation } = reading.instead;
  const share = (value: number | undefined): number => (value === undefined ? Number.NaN : value / reading.scale);
  return {
    epoch,
    trainLoss: figures.trainLoss ?? Number.NaN,
    trainAccuracy: share(figures.trainAccuracy),
    validationLoss: (validation ? figures.testLoss : figures.validationLoss) ?? Number.NaN,
    validationAccuracy: share(validation ? figures.testAccuracy : figures.validationAccuracy),
    lr: lr ?? peak,
  };
}

function testOf(figures: Figures, { instead, scale }: Reading): TrialResult["test"] {
  const loss = instead.test ? figures.validationLoss : figures.testLoss;
  const accuracy = instead.test ? figures.validationAccuracy : figures.testAccuracy;
  if (loss === undefined && accuracy === undefined) return null;
  return { loss: loss ?? Number.NaN, accuracy: accuracy === undefined ? Number.NaN : accuracy / scale };
}

function refuseTwice(trials: readonly ImportedTrial[]): void {
  const seen = new Set<string>();
  for (const { key, config } of trials) {
    if (seen.has(key)) {
      throw new LabError(
        "import-same-run",
        `Every run needs a seed of its own, but ${config.optimizer.label} has seed ${config.seed} twice: is a file given twice, or a column that tells runs apart missing?`,
      );
    }
    seen.add(key);
  }
}
