/**
 * A run as two tables, column by column.
 */
import { epochFigures } from "../records/epoch-figures.ts";
import { type EpochRecord, type EpochTiming, type TrialRecord, trialPhase } from "../records/records.ts";
import type { RunReading } from "./format.ts";

/** A column: what it holds, and its value in a row; null where there is none. */
export interface TableColumn<Row> {
  readonly name: string;
  readonly type: "STRING" | "DOUBLE" | "INT32" | "INT64" | "BOOLEAN";
  value(row: Row): string | number | bigint | boolean | null;
}

/** An epoch with its trial. */
export interface EpochRow {
  readonly trial: TrialRecord;
  readonly record: EpochRecord;
  readonly timing: EpochTiming | null;
}

/** The columns of a run's trials. */
export function trialTable(run: RunReading): readonly TableColumn<TrialRecord>[] {
  const best = ({ epochs, result }: TrialRecord): EpochRecord | undefined =>
    epochs.find(({ epoch }) => epoch === result?.bestEpoch);
  return [
    ...identity<TrialRecord>(run, (trial) => trial),
    { name: "phase", type: "STRING", value: ({ config }) => trialPhase(config) },
    { name: "model", type: "STRING", value: ({ config }) => config.model.name },
    { name: "data", type: "STRING", value: ({ config }) => config.data.name },
    { name: "state", type: "STRING", value: ({ state }) => state },
    { name: "stopped", type: "STRING", value: ({ result }) => result?.stopped ?? null },
    { name: "epochs", type: "INT32", value: ({ epochs }) => epochs.length },
    { name: "best_epoch", type: "INT32", value: ({ result }) => result?.bestEpoch ?? null },
    { name: "validation_accuracy", type: "DOUBLE", value: (trial) => figure(best(trial)?.validationAccuracy) },
    { name: "validation_loss", type: "DOUBLE", value: (trial) => figure(best(trial)?.validationLoss) },
    { name: "test_accuracy", type: "DOUBLE", value: ({ result }) => figure(result?.test?.accuracy) },
    { name: "test_top5", type: "DOUBLE", value: ({ result }) => figure(result?.test?.top5) },
    { name: "test_loss", type: "DOUBLE", value: ({ result }) => figure(result?.test?.loss) },
    { name: "diverged_at_step", type: "INT64", value: ({ result }) => whole(result?.divergedAtStep) },
    { name: "seconds", type: "DOUBLE", value: ({ timings }) => (timings.length === 0 ? null : secondsOf(timings)) },
    { name: "failure", type: "STRING", value: ({ failure }) => failure },
    ...hyperparameters(run),
    { name: "config", type: "STRING", value: ({ config }) => JSON.stringify(config) },
  ];
}

/** The columns of its epochs; `rate` is the learning rate of the epoch's last step, `lr` the peak. */
export function epochTable(run: RunReading): readonly TableColumn<EpochRow>[] {
  return [
    ...identity<EpochRow>(run, ({ trial }) => trial),
    { name: "epoch", type: "INT32", value: ({ record }) => record.epoch },
    ...epochFigures.map(
      ({ split, metric, value }): TableColumn<EpochRow> => ({
        name: metric === "lr" ? "rate" : `${split}_${metric}`,
        type: "DOUBLE",
        value: ({ record }) => figure(value(record)),
      }),
    ),
    { name: "train_seconds", type: "DOUBLE", value: ({ timing }) => timing?.trainSeconds ?? null },
    { name: "evaluate_seconds", type: "DOUBLE", value: ({ timing }) => timing?.evaluateSeconds ?? null },
    { name: "images_per_second", type: "DOUBLE", value: ({ timing }) => timing?.imagesPerSecond ?? null },
  ];
}

/** Seconds that epochs took, of training and evaluation. */
export function secondsOf(timings: readonly EpochTiming[]): number {
  return timings.reduce((sum, { trainSeconds, evaluateSeconds }) => sum + trainSeconds + evaluateSeconds, 0);
}

/** What tells trials apart. */
function identity<Row>({ study }: RunReading, trial: (row: Row) => TrialRecord): readonly TableColumn<Row>[] {
  return [
    { name: "study", type: "STRING", value: () => study.name },
    { name: "key", type: "STRING", value: (row) => trial(row).key },
    { name: "label", type: "STRING", value: (row) => trial(row).config.optimizer.label },
    { name: "optimizer", type: "STRING", value: (row) => trial(row).config.optimizer.name },
    { name: "lr", type: "DOUBLE", value: (row) => figure(trial(row).config.lr) },
    { name: "seed", type: "INT64", value: (row) => BigInt(trial(row).config.seed) },
  ];
}

/** A column for each hyperparameter that any trial has: of truths where all have one, else of numbers. */
function hyperparameters({ heads }: RunReading): readonly TableColumn<TrialRecord>[] {
  const numeric = new Map<string, boolean>();
  for (const { config } of heads) {
    for (const [name, value] of Object.entries(config.optimizer.hyperparameters))
      numeric.set(name, numeric.get(name) === true || typeof value === "number");
  }
  return [...numeric]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, isNumber]) => ({
      name: `hyper_${name}`,
      type: isNumber ? "DOUBLE" : "BOOLEAN",
      value: ({ config }) => {
        const value = config.optimizer.hyperparameters[name];
        return value === undefined ? null : isNumber ? figure(Number(value)) : value;
      },
    }));
}

/** A figure; null for one that there is not. */
function figure(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function whole(value: number | null | undefined): bigint | null {
  return value === null || value === undefined ? null : BigInt(value);
}
