/**
 * TensorBoard: a folder for each trial with its event file, and above them one that tells the plugin hparams which columns its table has.
 *
 * Steps are epochs, from 1. Tags are `loss/train`, `accuracy/validation` …, the rate `lr`; the test figures stand at the epoch that validation chose, and
 * `chosen epoch/…` repeats that epoch's validation figures, for the table of trials shows the last value of a tag. Points of the training curve are `by step/…` at
 * their steps. A diverged trial ends with an epoch of NaN. Times count from 0, the beginning of the trial.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { epochFigures } from "../records/epoch-figures.ts";
import type { EpochRecord, TrialRecord } from "../records/records.ts";
import {
  experimentValue,
  scalarValue,
  sessionEndValue,
  sessionStartValue,
  summaryEvent,
  versionEvent,
} from "./event-messages.ts";
import type { RunFormat, RunReading } from "./format.ts";
import { secondsOf } from "./tables.ts";
import { trialNames } from "./trial-names.ts";
import { hasBegun, settingOfTrial, settingValues } from "./trial-setting.ts";

/** Name of an event file; TensorBoard looks for the word in the middle. */
const eventFile = "events.out.tfevents.0.lionlab";

/** Up to so many values of a hyperparameter are listed to choose from. */
const mostValues = 100;

/** The format. */
export const tensorboard: RunFormat = {
  name: "tensorboard",
  about: "TensorBoard: an event file for each trial, with the plugin hparams",
  output: "tensorboard",
  form: "folder",
  skipsUnbegun: true,
  opens: (_, word) => `tensorboard --logdir ${word}`,
  write: async (run, place) => {
    const names = trialNames(run.heads);
    const begun = run.heads.filter(hasBegun);
    await writeFile(join(place, eventFile), Buffer.concat([versionEvent(), experimentEvent(run, begun)]));
    for await (const trial of run.trials()) {
      if (!hasBegun({ state: trial.state, epochsDone: trial.epochs.length })) continue;
      const path = join(place, names.get(trial.key)!, eventFile);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, Buffer.concat([versionEvent(), ...trialEvents(trial)]));
    }
  },
};

function experimentEvent({ study }: RunReading, heads: RunReading["heads"]): Uint8Array {
  const hparams = new Map([...settingValues(heads)].map(([name, values]) => [name, values.slice(0, mostValues)]));
  const metrics = ["accuracy/test", "loss/test", "chosen epoch/accuracy", "chosen epoch/loss", "loss/train"];
  return summaryEvent([experimentValue({ name: study.name, hparams, metrics })], { step: 0, seconds: 0 });
}

function trialEvents(trial: TrialRecord): readonly Uint8Array[] {
  const { config, epochs, timings, result, state } = trial;
  let seconds = 0;
  const events = epochs.map((record, index) => {
    const timing = timings[index];
    const begun = seconds;
    if (timing !== undefined) seconds += secondsOf([timing]);
    return [
      ...curveEvents(record, { from: begun, to: seconds }),
      summaryEvent([...epochValues(record), ...chosenValues(record, trial)], { step: record.epoch, seconds }),
    ];
  });
  const failed = state === "diverged" || state === "failed";
  const status = state === "finished" ? "success" : failed ? "failure" : "running";
  const lost = ["loss/train", "loss/validation"].map((tag) => scalarValue(tag, Number.NaN));
  return [
    summaryEvent([sessionStartValue(settingOfTrial(config))], { step: 0, seconds: 0 }),
    ...events.flat(),
    ...(result?.status === "diverged" ? [summaryEvent(lost, { step: epochs.length + 1, seconds })] : []),
    summaryEvent([sessionEndValue(status, seconds)], { step: 0, seconds }),
  ];
}

function epochValues(record: EpochRecord): readonly Uint8Array[] {
  return epochFigures.flatMap(({ split, metric, value }) => {
    const figure = value(record);
    if (figure === undefined || Number.isNaN(figure)) return [];
    return [scalarValue(metric === "lr" ? "lr" : `${metric}/${split}`, figure)];
  });
}

/** Of the epoch whose weights were tested, what validation and test said of it. */
function chosenValues(record: EpochRecord, { result }: TrialRecord): readonly Uint8Array[] {
  if (result?.bestEpoch !== record.epoch) return [];
  const figures: readonly (readonly [string, number | undefined])[] = [
    ["chosen epoch/accuracy", record.validationAccuracy],
    ["chosen epoch/loss", record.validationLoss],
    ["accuracy/test", result.test?.accuracy],
    ["loss/test", result.test?.loss],
    ["top5/test", result.test?.top5],
  ];
  return figures.flatMap(([tag, value]) =>
    value === undefined || Number.isNaN(value) ? [] : [scalarValue(tag, value)],
  );
}

/** Points of the training curve, spread over the time of their epoch. */
function curveEvents(
  { steps = [] }: EpochRecord,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Uint8Array[] {
  return steps.map(({ step, trainLoss, trainAccuracy, lr }, index) =>
    summaryEvent(
      [
        scalarValue("by step/loss", trainLoss),
        scalarValue("by step/accuracy", trainAccuracy),
        scalarValue("by step/lr", lr),
      ],
      { step, seconds: from + ((to - from) * (index + 1)) / steps.length },
    ),
  );
}
