/** Rows of the table: which there are, and in which order, held still while somebody points at them. */

import type { TrialRow } from "../../../src/dashboard/views.ts";
import type { TrialField } from "../fields.ts";
import { hyperparameterText } from "../trial-text.ts";
import { bucketTrials, type TrialBucket } from "./buckets.ts";
import { groupTrials, type TrialGroup } from "./trial-groups.ts";

/** A row: a trial, a group of seeds, or a bucket, which stands for the best group of those that share a setting. */
export type TableItem = {
  readonly key: string;
  /** What is picked with it. */
  readonly pick: string;
  /** A trial of it. */
  readonly row: TrialRow;
} & (
  | { readonly kind: "trial" }
  | { readonly kind: "group"; readonly group: TrialGroup }
  | { readonly kind: "bucket"; readonly group: TrialGroup; readonly bucket: TrialBucket }
);

/** What rows are: trials, means over their seeds, or the best of each value of a field. */
export type RowKind = "trials" | "seeds" | TrialField;

/** What the table may be sorted by; `order` is that of the study, `value` that of the field whose values are rows. */
export const sortColumns = [
  "order",
  "value",
  "settings",
  "state",
  "label",
  "lr",
  "seed",
  "hyperparameters",
  "epochs",
  "validation",
  "validationLoss",
  "test",
] as const;

/** One of them. */
export type SortColumn = (typeof sortColumns)[number];

/** A column and a direction. */
export interface Sorting {
  readonly column: SortColumn;
  readonly down: boolean;
}

/** All rows in the order of the study. */
export function itemsOf(rows: readonly TrialRow[], kind: RowKind): readonly TableItem[] {
  if (kind === "trials") return rows.map((row) => ({ kind: "trial", key: row.key, pick: row.key, row }));
  if (kind === "seeds")
    return groupTrials(rows).map((group) => ({
      kind: "group",
      key: group.key,
      pick: group.key,
      row: group.rows[0]!,
      group,
    }));
  return bucketTrials(rows, kind).map((bucket) => {
    const { key, best } = bucket;
    return { kind: "bucket", key, pick: best.key, row: best.rows[0]!, group: best, bucket };
  });
}

/** The items sorted; those without a figure, and diverged ones, come last either way, and equal ones stay as they come. */
export function sortItems(items: readonly TableItem[], { column, down }: Sorting): readonly TableItem[] {
  if (column === "order") return down ? [...items].reverse() : items;
  const value = values[column];
  const keyed = items.map((item) => ({ item, value: value(item) }));
  keyed.sort((a, b) => compare(a.value, b.value, down));
  return keyed.map(({ item }) => item);
}

/**
 * The items as they are, in the order of the keys of `held`; those that it lacks follow in the order that they have here. What is gone is
 * gone.
 */
export function holdOrder(items: readonly TableItem[], held: readonly string[]): readonly TableItem[] {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const before = new Set(held);
  return [...held.flatMap((key) => byKey.get(key) ?? []), ...items.filter(({ key }) => !before.has(key))];
}

type Value = number | string | null;

const states: readonly TrialRow["state"][] = ["running", "finished", "diverged", "failed", "waiting"];

const values: Readonly<Record<Exclude<SortColumn, "order">, (item: TableItem) => Value>> = {
  value: (item) => (item.kind === "bucket" ? sortable(item.bucket.value) : null),
  settings: (item) => (item.kind === "bucket" ? item.bucket.groups.length : 1),
  state: (item) => (item.kind === "trial" ? states.indexOf(item.row.state) : item.group.ended),
  label: ({ row }) => row.label,
  lr: ({ row }) => row.lr,
  seed: (item) => (item.kind === "trial" ? item.row.seed : item.group.rows.length),
  hyperparameters: ({ row }) => hyperparameterText(row),
  epochs: (item) =>
    item.kind === "trial" ? item.row.epochsDone : item.group.rows.reduce((sum, { epochsDone }) => sum + epochsDone, 0),
  validation: (item) =>
    item.kind === "trial" ? rankedBy(item.row, "validation") : (item.group.validation?.value ?? null),
  validationLoss: (item) =>
    item.kind === "trial" ? rankedBy(item.row, "validationLoss") : (item.group.validationLoss?.value ?? null),
  test: (item) => (item.kind === "trial" ? rankedBy(item.row, "test") : (item.group.test?.value ?? null)),
};

function sortable(value: TrialBucket["value"]): Value {
  return typeof value === "boolean" ? Number(value) : value;
}

/** What a trial is ranked by: the figures that a diverged one had before do not count. */
function rankedBy(row: TrialRow, figure: "validation" | "validationLoss" | "test"): number | null {
  return row.state === "diverged" ? null : row[figure];
}

function compare(a: Value, b: Value, down: boolean): number {
  const [noA, noB] = [isNothing(a), isNothing(b)];
  if (noA || noB) return Number(noA) - Number(noB);
  const sign = down ? -1 : 1;
  if (typeof a === "string" || typeof b === "string")
    return sign * String(a).localeCompare(String(b), "en", { numeric: true });
  return sign * (a! - b!);
}

function isNothing(value: Value): boolean {
  return value === null || (typeof value === "number" && !Number.isFinite(value));
}
