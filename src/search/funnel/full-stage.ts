/**
 * The last stage of the funnel: real trials on all of Fashion-MNIST, as two studies that can be shown and reported by
 * themselves.
 *
 * The first study chooses each program's rate by validation accuracy, on a seed of its own; the second trains every program
 * at that rate on other seeds, and its test accuracies count. Both continue where they were interrupted.
 */
import { join } from "node:path";
import { writeFileAtomically } from "../../core/atomic-file.ts";
import type { Clock } from "../../core/clock.ts";
import { LabError } from "../../core/errors.ts";
import { quoteWord } from "../../core/quote-word.ts";
import { loadDataset } from "../../data/index.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { Stop } from "../../jobs/stop.ts";
import { isServed, storeLocation } from "../../records/location.ts";
import { openStorage } from "../../records/open.ts";
import { withoutPasswords } from "../../records/postgres/secrets.ts";
import type { TrialRecord } from "../../records/records.ts";
import type { FunnelEntry } from "../../records/search-records.ts";
import type { Storage } from "../../records/storage.ts";
import { mean } from "../../stats/mean-interval.ts";
import { goOnAsBegun } from "../../study/begun.ts";
import type { StudyConfig } from "../../study/config.ts";
import type { OptimizerEntry } from "../../study/config-optimizers.ts";
import { planStudy } from "../../study/plan.ts";
import { type RunOptions, runStudy } from "../../study/run.ts";
import { type FullConfig, fullDataset } from "../config-funnel.ts";
import { checksumOf, type DataChecksums } from "../data-checksums.ts";
import { bestRateOf } from "./best-rate.ts";
import type { Contestant } from "./stage.ts";

/** Where the last stage keeps what it makes. */
export interface FullPlace {
  /** Folder of its checkpoints and program files. */
  readonly folder: string;
  /** The store of its studies, see `openStorage`. */
  readonly studies: string;
  /** Whether the programs become files in the folder; their trials take them along either way. */
  readonly writesPrograms: boolean;
}

/** How the last stage is run. */
export interface FullSetting extends FullPlace {
  /** Name of the discovery, the stem of the studies' names. */
  readonly name: string;
  readonly full: FullConfig;
  /** Seed that chooses rates; none of `full.seeds`. */
  readonly rateSeed: number;
  readonly workers: number;
  readonly dataDir?: string | undefined;
  readonly checksums?: DataChecksums | undefined;
  readonly clock: Clock;
  readonly stop: Stop;
  /** Where the trials are done. */
  readonly queue: JobQueue;
  /** Told that the records are held by another program. */
  readonly onWait?: ((sentence: string) => void) | undefined;
  readonly onDone?: ((done: number, total: number) => void) | undefined;
}

/** Entries in the order of the contestants, scores being test accuracies, 0 for a diverged trial; null when stopped. */
export async function judgeInFull(
  contestants: readonly Contestant[],
  setting: FullSetting,
): Promise<readonly FunnelEntry[] | null> {
  const { folder, studies, full, rateSeed, name } = setting;
  const storage = await openStorage(studies, { mode: "run", onWait: setting.onWait });
  try {
    const files = contestants.map((one) => programFile(one, folder));
    if (setting.writesPrograms)
      for (const [i, file] of files.entries()) await writeFileAtomically(file, contestants[i]!.program);
    const total = contestants.length * (full.rates.length + full.seeds.length);
    const run = (config: StudyConfig, before: number): Promise<readonly TrialRecord[] | null> =>
      runTrials(config, { setting, storage, onDone: (done) => setting.onDone?.(before + done, total) });
    const entriesAt = (rates: (one: Contestant) => readonly number[]): OptimizerEntry[] =>
      contestants.map((one, i) => ({
        name: files[i]!,
        text: one.program,
        label: one.label,
        convention: "paper",
        lr: rates(one),
        hyperparameters: {},
      }));
    const tuning = await run(
      studyConfig(`${name}-rates`, {
        full,
        seeds: [rateSeed],
        optimizers: entriesAt(({ rate }) => full.rates.map((factor) => rate * factor)),
      }),
      0,
    );
    if (tuning === null) return null;
    const rated = contestants.map((one) => ({ ...one, rate: bestRateOf(tuning, one.label) }));
    const rateOf = new Map(rated.map(({ label, rate }) => [label, rate]));
    const trials = await run(
      studyConfig(`${name}-full`, {
        full,
        seeds: full.seeds,
        optimizers: entriesAt(({ label }) => [rateOf.get(label)!]),
      }),
      contestants.length * full.rates.length,
    );
    if (trials === null) return null;
    return rated.map((one) => entryOf(one, trials, full));
  } finally {
    await storage.close();
  }
}

function entryOf(one: Contestant, trials: readonly TrialRecord[], full: FullConfig): FunnelEntry {
  const scores = full.seeds.map((seed) => {
    const trial = trials.find(({ config }) => config.optimizer.label === one.label && config.seed === seed);
    return trial?.result?.test?.accuracy ?? 0;
  });
  return { ...one, stage: "full", scores, byTask: { [full.model]: scores }, mean: mean(scores), promoted: false };
}

function programFile({ label }: Contestant, folder: string): string {
  return join(folder, "programs", `${label.replaceAll(/[^A-Za-z0-9]+/g, "-")}.py`);
}

function studyConfig(
  name: string,
  { full, seeds, optimizers }: { full: FullConfig; seeds: readonly number[]; optimizers: readonly OptimizerEntry[] },
): StudyConfig {
  return {
    name,
    data: { name: fullDataset, limitTrain: full.limitTrain, validation: 0.1 },
    model: full.model,
    training: {
      epochs: full.epochs,
      batchSize: full.batchSize,
      monitor: "validationAccuracy",
      patience: null,
      clipGlobalNorm: null,
      decaySkipsBiases: false,
      schedule: { kind: "cosine", warmupSteps: 0, floor: 0 },
    },
    convention: "torch",
    device: "cpu",
    optimizers,
    seeds,
  };
}

interface TrialsSetting {
  readonly setting: FullSetting;
  readonly storage: Storage;
  readonly onDone: (done: number) => void;
}

/** What shows a study of the stage again. */
function reportCommand(name: string, { folder, studies }: Pick<FullPlace, "folder" | "studies">): string {
  if (!isServed(studies)) return `npx lionlab report ${folder}`;
  return `npx lionlab report ${quoteWord(name)} --storage ${quoteWord(withoutPasswords(studies))}`;
}

/** On the server where that has the records, for workers on any machine. */
function checkpointsOf({
  folder,
  studies,
}: Pick<FullPlace, "folder" | "studies">): Pick<RunOptions, "checkpoints" | "checkpointsAtServer" | "isShared"> {
  const location = storeLocation(studies);
  return location.kind === "postgres"
    ? { checkpoints: withoutPasswords(studies), checkpointsAtServer: true, isShared: true }
    : { checkpoints: join(folder, "checkpoints") };
}

async function fingerprintOf(name: string, { checksums, dataDir }: FullSetting): Promise<string> {
  if (checksums !== undefined) return checksumOf(name, checksums.datasets);
  return (await loadDataset(name, dataDir === undefined ? {} : { dataDir })).fingerprint;
}

/** Trials of a study, run where they are missing. Errors: `funnel-trial-failed` when one of them could not be run. */
async function runTrials(
  config: StudyConfig,
  { setting, storage, onDone }: TrialsSetting,
): Promise<readonly TrialRecord[] | null> {
  const { folder, studies, workers, queue, clock, dataDir, stop } = setting;
  const fingerprint = await fingerprintOf(config.data.name, setting);
  const planning = { fingerprint, command: reportCommand(config.name, { folder, studies }) };
  const { plan } = await goOnAsBegun(config, { plan: planStudy(config, planning), options: planning, storage });
  const options = { storage, workers, queue, ...checkpointsOf(setting), clock, dataDir, stop };
  for await (const event of runStudy(plan, options)) {
    onDone(event.progress.done);
    if (event.kind === "failed") {
      throw new LabError(
        "funnel-trial-failed",
        `The last stage needs every trial, but one could not be run: ${event.sentence}`,
      );
    }
    if (event.kind === "ended" && event.outcome === "stopped") return null;
  }
  return storage.loadTrials(config.name);
}
