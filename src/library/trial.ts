/**
 * One trial from a program: an optimizer trains a model on data, in this process.
 */
import type { LoadedDataset } from "../data/dataset.ts";
import type { TrialConfig, TrialRecord, TrialResult } from "../records/records.ts";
import type { StudyInput } from "../study/config.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import { type OptimizerChoice, resolveChoice } from "./choice.ts";

/** What a trial is of. Everything that is left out has the default of study files (docs/study-files.md). */
export interface TrialSettings {
  readonly optimizer: OptimizerChoice;
  /** Peak learning rate; default: the optimizer's own. */
  readonly lr?: number;
  /** Seed of weights, split, batches, augmentation and dropout; default: 0. */
  readonly seed?: number;
  /** A data set by name, one with what is done to its images (the `data` part of a study file), or one of the caller's own (`ownDataset`). */
  readonly data: string | StudyInput["data"] | LoadedDataset;
  /** Name of the model (`listModels`). */
  readonly model: string;
  /** Epochs, batch size, schedule and whatever else the `training` part of a study file may say. */
  readonly training: StudyInput["training"];
  /** Where it is computed; default: `cpu`. */
  readonly device?: StudyInput["device"];
}

/** How a trial is run. None of it changes its numbers. */
export interface TrialRunning {
  /** Called with each event as it happens; the trial waits for nothing that it returns. */
  readonly onEvent?: (event: TrainerEvent) => void;
  /** Ends the trial within seconds, after a checkpoint where there is a place for one. */
  readonly signal?: AbortSignal;
  /** Folder for checkpoints, of any number of trials: one that was ended goes on from there. Default: none are written. */
  readonly checkpointFolder?: string;
  /** File for the trained weights, a `.safetensors` that `loadModel` reads. Default: they are not kept. */
  readonly weightsPath?: string;
  /** Folder where the data lies, if it is not where it usually is. */
  readonly dataDir?: string;
}

/** A trial that was run. */
export interface TrainedTrial extends Pick<TrialRecord, "key" | "config" | "epochs" | "timings"> {
  /** Null where it was ended by its signal. */
  readonly result: TrialResult | null;
}

/**
 * Trains, in this process and on one thread; a study (`runStudy`) runs trials side by side and keeps their records. The same settings give the
 * same records, byte for byte, on one kind of machine. A trial that diverges is a result.
 * Errors: `study-config` with the path of the setting; those of the optimizer; those of loading data; `batch-too-large`,
 * `device-unavailable`, `disk-full`.
 */
export async function trainTrial(settings: TrialSettings, running: TrialRunning = {}): Promise<TrainedTrial> {
  const { systemClock } = await import("../core/clock.ts");
  const { openBlobs } = await import("../blobs/open.ts");
  const { writeFileAtomically } = await import("../core/atomic-file.ts");
  const { runTrial } = await import("../trainer/run-trial.ts");
  const { onEvent = () => {}, signal, checkpointFolder, weightsPath } = running;
  const { key, config, dataset } = await planned(settings, running);
  const epochs: TrialRecord["epochs"][number][] = [];
  const timings: TrialRecord["timings"][number][] = [];
  const shouldStop = (): boolean => signal?.aborted === true;
  const checkpoints = checkpointFolder === undefined ? null : await openBlobs(checkpointFolder);
  const keepWeights = weightsPath === undefined ? null : (bytes: Uint8Array) => writeFileAtomically(weightsPath, bytes);
  const trial = runTrial(config, { dataset, checkpoints, keepWeights, clock: systemClock, shouldStop });
  let next = await trial.next();
  while (!next.done) {
    if (next.value.kind === "epoch") {
      epochs.push(next.value.record);
      timings.push(next.value.timing);
    }
    onEvent(next.value);
    next = await trial.next();
  }
  return { key, config, epochs, timings, result: next.value };
}

interface PlannedHere {
  readonly key: string;
  readonly config: TrialConfig;
  readonly dataset: LoadedDataset;
}

/** The trial that the settings mean, by the rules of study files, and its data. */
async function planned(settings: TrialSettings, { dataDir, signal }: TrialRunning): Promise<PlannedHere> {
  const { catalogue } = await import("../study/catalogue.ts");
  const { studyOfData } = await import("../study/read.ts");
  const { trialMaker, optimizerConfig } = await import("../study/trial-maker.ts");
  const { partSizesHere } = await import("../study/part-sizes-here.ts");
  const { optimizer: choice, data, model, training, device, seed = 0 } = settings;
  const optimizer = await resolveChoice(choice);
  const own = isLoaded(data) ? data : null;
  const known = own === null ? catalogue : { ...catalogue, datasets: [...catalogue.datasets, own.name] };
  const study = studyOfData(
    {
      name: "trial",
      data:
        own !== null ? { name: own.name } : typeof data === "string" ? { name: data } : (data as StudyInput["data"]),
      model,
      training,
      ...(device === undefined ? {} : { device }),
      optimizers: [{ name: "sgd", lr: settings.lr ?? optimizer.lr }], // its rate is checked; the optimizer was resolved above
      seeds: [seed],
    },
    { file: "the trial", catalogue: known },
  );
  const dataset = own ?? (await loaded(study.data, { dataDir, signal }));
  const trialOf = trialMaker(study, { fingerprint: dataset.fingerprint, partSizes: partSizesHere() });
  const parts = { optimizer: optimizerConfig(optimizer, optimizer.name), lr: study.optimizers[0]!.lr[0]!, seed };
  return { ...trialOf(parts), dataset };
}

async function loaded(
  { name, path, size, channels, tolerateBroken }: { readonly name: string } & Partial<StudyInput["data"]>,
  { dataDir = path, signal }: { readonly dataDir: string | undefined; readonly signal: AbortSignal | undefined },
): Promise<LoadedDataset> {
  const { loadDataset } = await import("../data/index.ts");
  return loadDataset(name, { dataDir, size, channels, tolerateBroken, ...(signal === undefined ? {} : { signal }) });
}

function isLoaded(data: TrialSettings["data"]): data is LoadedDataset {
  return typeof data === "object" && "fingerprint" in data;
}
