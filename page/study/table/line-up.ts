/** Rows of the table: which there are, and in which order, held still while somebody points at them. */

import type { TrialRow } from "../../../src/dashboard/views.ts";
import { formatRate } from "../../../src/report/format.ts";
import { wordsOf } from "../../runs/run-list.ts";
import { hyperparameterText, trialStateWords } from "../trial-text.ts";
import { groupTrials, type TrialGroup } from "./trial-groups.ts";

/** A row: a trial, or a group of them. */
export type TableItem =
  | { readonly kind: "trial"; readonly key: string; readonly row: TrialRow }
  | { readonly kind: "group"; readonly key: string; readonly row: TrialRow; readonly group: TrialGroup };

/** What the table may be sorted by; `order` is that of the study. */
export type SortColumn =
  | "order"
  | "state"
  | "label"
  | "lr"
  | "seed"
  | "hyperparameters"
  | "epochs"
  | "validation"
  | "validationLoss"
  | "test";

/** A column and a direction. */
export interface Sorting {
  readonly column: SortColumn;
  readonly down: boolean;
}

/** All rows in the order of the study. */
export function itemsOf(rows: readonly TrialRow[], grouped: boolean): readonly TableItem[] {
  if (!grouped) return rows.map((row) => ({ kind: "trial", key: row.key, row }));
  return groupTrials(rows).map((group) => ({ kind: "group", key: group.key, row: group.rows[0]!, group }));
}

/** Trials in which every word of `filter` occurs. */
export function filterTrials(rows: readonly TrialRow[], filter: string): readonly TrialRow[] {
  const words = wordsOf(filter);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row);
    return words.every((word) => text.includes(word));
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

function textOf(row: TrialRow): string {
  const { label, optimizer, lr, seed, phase, state } = row;
  return `${label} ${optimizer} lr=${formatRate(lr)} seed=${seed} ${hyperparameterText(row)} ${phase} ${trialStateWords[state]}`.toLowerCase();
}

type Value = number | string | null;

const states: readonly TrialRow["state"][] = ["running", "finished", "diverged", "failed", "waiting"];

const values: Readonly<Record<Exclude<SortColumn, "order">, (item: TableItem) => Value>> = {
  state: (item) => (item.kind === "group" ? item.group.ended : states.indexOf(item.row.state)),
  label: ({ row }) => row.label,
  lr: ({ row }) => row.lr,
  seed: (item) => (item.kind === "group" ? item.group.rows.length : item.row.seed),
  hyperparameters: ({ row }) => hyperparameterText(row),
  epochs: (item) =>
    item.kind === "group" ? item.group.rows.reduce((sum, { epochsDone }) => sum + epochsDone, 0) : item.row.epochsDone,
  validation: (item) =>
    item.kind === "group" ? (item.group.validation?.value ?? null) : rankedBy(item.row, "validation"),
  validationLoss: (item) =>
    item.kind === "group" ? (item.group.validationLoss?.value ?? null) : rankedBy(item.row, "validationLoss"),
  test: (item) => (item.kind === "group" ? (item.group.test?.value ?? null) : rankedBy(item.row, "test")),
};

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
