/**
 * Between records and the rows of the tables. Numbers without a finite value travel as null and come back as NaN.
 */
import { canonicalJson } from "../core/hash.ts";
import type { EpochRecord, EpochTiming, TrialConfig, TrialRecord, TrialResult, TrialState } from "./records.ts";
import type { Tables } from "./sqlite-schema.ts";
import type { PlannedTrial, TrialHead } from "./storage.ts";

type TrialRow = Tables["trial"];
type EpochRow = Tables["epoch"];

/** The row of a trial that has not begun. */
export function plannedRow({ key, config }: PlannedTrial): TrialRow {
  return {
    key,
    config: canonicalJson(config),
    model: config.model.name,
    device: config.device,
    optimizer: config.optimizer.name,
    state: "waiting",
    epochs_done: 0,
    failure: null,
    stopped: null,
    best_epoch: null,
    diverged_at_step: null,
    test_loss: null,
    test_accuracy: null,
    test_top5: null,
    measured_on: null,
  };
}

/** The row of an epoch. */
export function epochRow(trialKey: string, record: EpochRecord, timing: EpochTiming): EpochRow {
  return {
    trial_key: trialKey,
    epoch: record.epoch,
    train_loss: finite(record.trainLoss),
    train_accuracy: finite(record.trainAccuracy),
    validation_loss: finite(record.validationLoss),
    validation_accuracy: finite(record.validationAccuracy),
    lr: finite(record.lr),
    train_seconds: timing.trainSeconds,
    evaluate_seconds: timing.evaluateSeconds,
    images_per_second: timing.imagesPerSecond,
    extra: extraOf(record),
  };
}

/** Columns of a trial that a result sets. */
export function resultColumns(
  result: TrialResult,
): Pick<
  TrialRow,
  | "state"
  | "failure"
  | "stopped"
  | "best_epoch"
  | "diverged_at_step"
  | "test_loss"
  | "test_accuracy"
  | "test_top5"
  | "measured_on"
> {
  return {
    state: result.status,
    failure: null,
    stopped: result.stopped,
    best_epoch: result.bestEpoch,
    diverged_at_step: result.divergedAtStep,
    test_loss: result.test === null ? null : finite(result.test.loss),
    test_accuracy: result.test === null ? null : finite(result.test.accuracy),
    test_top5: result.test?.top5 ?? null,
    measured_on: result.measuredOn === undefined ? null : canonicalJson(result.measuredOn),
  };
}

/** The result in a trial's row; null while there is none. */
export function resultOf(row: TrialRow): TrialResult | null {
  if (row.state !== "finished" && row.state !== "diverged") return null;
  return {
    schemaVersion: 1,
    status: row.state,
    stopped: row.stopped as TrialResult["stopped"],
    epochs: row.epochs_done,
    bestEpoch: row.best_epoch,
    divergedAtStep: row.diverged_at_step,
    ...(typeof row.measured_on === "string"
      ? { measuredOn: JSON.parse(row.measured_on) as NonNullable<TrialResult["measuredOn"]> }
      : {}),
    test:
      row.state === "diverged"
        ? null
        : {
            loss: row.test_loss ?? Number.NaN,
            accuracy: row.test_accuracy ?? Number.NaN,
            ...(typeof row.test_top5 === "number" ? { top5: row.test_top5 } : {}),
          },
  };
}

/** A trial without its epochs; `best` is the row of its best epoch. */
export function headOf(row: TrialRow, best: EpochRow | null): TrialHead {
  return {
    key: row.key,
    config: JSON.parse(row.config) as TrialConfig,
    state: row.state as TrialState,
    epochsDone: row.epochs_done,
    result: resultOf(row),
    best: best === null ? null : recordOf(best),
    failure: row.failure,
  };
}

/** A trial with its epochs, which are given in order. */
export function trialOf(row: TrialRow, epochs: readonly EpochRow[]): TrialRecord {
  return {
    key: row.key,
    config: JSON.parse(row.config) as TrialConfig,
    state: row.state as TrialState,
    epochs: epochs.map(recordOf),
    timings: epochs.map(timingOf),
    result: resultOf(row),
    failure: row.failure,
  };
}

/** The record in an epoch's row. */
export function recordOf(row: EpochRow): EpochRecord {
  return {
    epoch: row.epoch,
    trainLoss: row.train_loss ?? Number.NaN,
    trainAccuracy: row.train_accuracy ?? Number.NaN,
    validationLoss: row.validation_loss ?? Number.NaN,
    validationAccuracy: row.validation_accuracy ?? Number.NaN,
    lr: row.lr ?? Number.NaN,
    ...(typeof row.extra === "string" ? (JSON.parse(row.extra) as ExtraFields) : {}),
  };
}

/** Members that every epoch has, each in a column of its own. */
const everyEpoch = ["epoch", "trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy", "lr"] as const;

/** What only some epochs have. */
type ExtraFields = Omit<EpochRecord, (typeof everyEpoch)[number]>;

/** Null where an epoch has none of it. */
function extraOf(record: EpochRecord): string | null {
  const columns: readonly string[] = everyEpoch;
  const extra = Object.entries(record).filter(([name, value]) => value !== undefined && !columns.includes(name));
  return extra.length === 0 ? null : canonicalJson(Object.fromEntries(extra));
}

function timingOf(row: EpochRow): EpochTiming {
  return {
    epoch: row.epoch,
    trainSeconds: row.train_seconds,
    evaluateSeconds: row.evaluate_seconds,
    imagesPerSecond: row.images_per_second,
  };
}

function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
