/**
 * Between the records of epochs and the rows of their table, of which a store has hundreds of thousands. Numbers without a finite value travel as
 * null and come back as NaN.
 */
import { canonicalJson } from "../core/canonical-json.ts";
import type { EpochRecord, EpochTiming } from "./records.ts";
import type { StudyTables } from "./sql/tables.ts";
import { type ColumnKinds, checkSum, DamagedValue, isOfKind, requireStored, rowSum, storedObject } from "./stored.ts";

type EpochRow = StudyTables["epoch"];

/** The row of an epoch. */
export function epochRow(trialKey: string, record: EpochRecord, timing: EpochTiming): EpochRow {
  const row = {
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
  return { ...row, sum: rowSum(Object.values(row)) };
}

/** An epoch as stored. */
export interface StoredEpoch {
  readonly record: EpochRecord;
  readonly timing: EpochTiming;
}

/** The record in an epoch's row. Errors: `DamagedValue`. */
export function recordOf(row: EpochRow): EpochRecord {
  return recordOfValues(epochColumns.map((column) => row[column]));
}

/** Reads rows of epochs that come as lists of values under these names: a store has hundreds of thousands. The result's errors: `DamagedValue`. */
export function epochReader(names: readonly string[]): (values: readonly unknown[]) => StoredEpoch {
  const places = epochColumns.map((column) => names.indexOf(column));
  const inOrder = places.every((place, i) => place === i);
  return (row) => {
    const values = inOrder ? row : places.map((place) => row[place]);
    return { record: recordOfValues(values), timing: timingOfValues(values) };
  };
}

/** Values in the order of `epochColumns`; those that an older file lacks are undefined. */
type EpochValues = readonly unknown[];

function recordOfValues(values: EpochValues): EpochRecord {
  const [, epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy, lr] = values as readonly number[];
  const [extra, sum] = values.slice(-2);
  checkValues(values);
  if (sum !== null && sum !== undefined) checkSum(sum as string, values.slice(0, -1), epochName(values));
  return {
    epoch: epoch!,
    trainLoss: trainLoss ?? Number.NaN,
    trainAccuracy: trainAccuracy ?? Number.NaN,
    validationLoss: validationLoss ?? Number.NaN,
    validationAccuracy: validationAccuracy ?? Number.NaN,
    lr: lr ?? Number.NaN,
    ...(typeof extra === "string" ? extraFields(extra, epoch!) : {}),
  };
}

function checkValues(values: EpochValues): void {
  for (let i = 0; i < epochKindList.length; i++)
    if (!isOfKind(values[i] ?? null, epochKindList[i]!))
      throw new DamagedValue(`${epochColumns[i]} of ${epochName(values)}`);
}

function epochName([key, epoch]: EpochValues): string {
  return `epoch ${epoch} of trial ${key}`;
}

/** Members that every epoch has, each in a column of its own. */
const everyEpoch = ["epoch", "trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy", "lr"] as const;

const epochKinds: ColumnKinds<EpochRow> = {
  trial_key: "text",
  epoch: "count",
  train_loss: "number?",
  train_accuracy: "number?",
  validation_loss: "number?",
  validation_accuracy: "number?",
  lr: "number?",
  train_seconds: "number",
  evaluate_seconds: "number",
  images_per_second: "number",
  extra: "text?",
};

/** Columns as the table has them: those that the checksum is of, in its order, then the checksum. */
const epochColumns = [...(Object.keys(epochKinds) as (keyof EpochRow)[]), "sum"] as const;
const epochKindList = Object.values(epochKinds);

/** What only some epochs have. */
type ExtraFields = Omit<EpochRecord, (typeof everyEpoch)[number]>;

/** Members of an epoch that not all have: numbers, and lists of points, which are numbers by name. */
function extraFields(text: string, epoch: number): ExtraFields {
  const what = `what else epoch ${epoch} keeps`;
  const value = storedObject(text, what);
  const others = Object.entries(value).every(
    ([name, member]) => !everyEpoch.some((own) => own === name) && isPlain(member),
  );
  requireStored(others, what);
  return value as ExtraFields;
}

function isPlain(member: unknown): boolean {
  if (!Array.isArray(member)) return typeof member === "number" || member === null;
  return member.every((point) => typeof point === "object" && point !== null && Object.values(point).every(isPlain));
}

/** Null where an epoch has none of it. */
function extraOf(record: EpochRecord): string | null {
  const columns: readonly string[] = everyEpoch;
  const extra = Object.entries(record).filter(([name, value]) => value !== undefined && !columns.includes(name));
  return extra.length === 0 ? null : canonicalJson(Object.fromEntries(extra));
}

function timingOfValues(values: EpochValues): EpochTiming {
  const [, epoch, , , , , , trainSeconds, evaluateSeconds, imagesPerSecond] = values as readonly number[];
  return {
    epoch: epoch!,
    trainSeconds: trainSeconds!,
    evaluateSeconds: evaluateSeconds!,
    imagesPerSecond: imagesPerSecond!,
  };
}

/** The number, or null where it has no finite value. */
export function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
