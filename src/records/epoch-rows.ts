/**
 * Between the records of epochs and the rows of their table, of which a store has millions. Numbers without a finite value travel as
 * null and come back as NaN.
 */
import { canonicalJson } from "../core/canonical-json.ts";
import type { EpochRecord, EpochTiming } from "./records.ts";
import type { StudyTables } from "./sql/tables.ts";
import {
  type ColumnKinds,
  DamagedValue,
  isOfKind,
  plainRowSum,
  requireStored,
  rowSum,
  storedObject,
} from "./stored.ts";

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

/** The record in an epoch's row. Errors: `DamagedValue`. */
export function recordOf(row: EpochRow): EpochRecord {
  return recordOfValues(checked(epochColumns.map((column) => row[column])));
}

/** Values of a row with its checksum seen to: key, number, eight figures, and what only some epochs have. */
export type EpochValues = readonly unknown[];

/** Checks rows of epochs that come as lists of values under these names: a store has millions. The result's errors: `DamagedValue`. */
export function epochReader(names: readonly string[]): (values: readonly unknown[]) => EpochValues {
  const places = epochColumns.map((column) => names.indexOf(column));
  const inOrder = places.every((place, i) => place === i);
  return (row) => checked(inOrder ? row : places.map((place) => row[place]));
}

/** The record in a row that was checked. Errors: `DamagedValue`. */
export function recordOfValues(values: EpochValues): EpochRecord {
  const [, epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy, lr] = values as readonly number[];
  return {
    epoch: epoch!,
    trainLoss: trainLoss ?? Number.NaN,
    trainAccuracy: trainAccuracy ?? Number.NaN,
    validationLoss: validationLoss ?? Number.NaN,
    validationAccuracy: validationAccuracy ?? Number.NaN,
    lr: lr ?? Number.NaN,
    ...extraOfValues(values),
  };
}

/** What only some epochs have, of a row that was checked; null: nothing. Errors: `DamagedValue`. */
export function extraOfValues(values: EpochValues): ExtraFields | null {
  const extra = values[extraPlace];
  return typeof extra === "string" ? extraFields(extra, values[1] as number) : null;
}

/** Values in the order of `epochColumns`, those that an older file lacks being undefined, as `EpochValues`. */
function checked(row: readonly unknown[]): EpochValues {
  const sum = row[sumPlace] as string | null | undefined;
  const values = row.slice(0, sumPlace);
  checkValues(values);
  if (sum !== null && sum !== undefined && sum !== plainRowSum(values)) throw new DamagedValue(epochName(values));
  return values;
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
const [extraPlace, sumPlace] = [epochColumns.indexOf("extra"), epochColumns.indexOf("sum")];

/** What only some epochs have. */
export type ExtraFields = Omit<EpochRecord, (typeof everyEpoch)[number]>;

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

/** The number, or null where it has no finite value. */
export function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
