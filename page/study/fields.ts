/** What trials may be filtered, grouped and compared by: their settings and their figures, by name. */
import type { TrialRow } from "../../src/dashboard/views.ts";
import { formatPercent, formatRate, nothing } from "../../src/report/format.ts";
import { lossText } from "./trial-text.ts";

/** A value of a trial; null where it has none. */
export type FieldValue = number | boolean | string | null;

/** A setting or a figure. */
export interface TrialField {
  /** As filters, addresses and files name it. */
  readonly name: string;
  readonly title: string;
  readonly value: (row: TrialRow) => FieldValue;
  readonly text: (value: FieldValue) => string;
}

const field = (name: string, title: string, value: TrialField["value"], text = settingText): TrialField => {
  return { name, title, value, text };
};

/** Fields that every trial has, by name. Figures that a diverged trial had before do not count. */
export const commonFields = {
  optimizer: field("optimizer", "Optimizer", ({ label }) => label),
  lr: field("lr", "Rate", ({ lr }) => (Number.isNaN(lr) ? null : lr)),
  seed: field("seed", "Seed", ({ seed }) => seed),
  epochs: field("epochs", "Epochs", ({ epochs }) => epochs),
  state: field("state", "State", ({ state }) => state),
  phase: field("phase", "Phase", ({ phase }) => phase),
  validation: field("validation", "Validation", (row) => learned(row, "validation"), percentText),
  loss: field("loss", "Validation loss", (row) => learned(row, "validationLoss"), lossFieldText),
  test: field("test", "Test", (row) => learned(row, "test"), percentText),
} as const satisfies { readonly [name: string]: TrialField };

/** A hyperparameter. */
export function hyperparameterField(name: string): TrialField {
  return field(name, name, ({ hyperparameters }) => hyperparameters[name] ?? null);
}

/** Names of the hyperparameters of any trial, in the order in which they come. */
export function hyperparameterNames(rows: readonly TrialRow[]): readonly string[] {
  const names = new Set<string>();
  for (const { hyperparameters } of rows) for (const name in hyperparameters) names.add(name);
  return [...names];
}

/** Names of the hyperparameters of which trials of one label have several values. */
export function variedHyperparameters(rows: readonly TrialRow[]): readonly string[] {
  const first = new Map<string, TrialRow["hyperparameters"]>();
  const varied = new Set<string>();
  for (const { label, hyperparameters } of rows) {
    const other = first.get(label);
    if (other === undefined) first.set(label, hyperparameters);
    else if (other !== hyperparameters)
      for (const name in hyperparameters) if (hyperparameters[name] !== other[name]) varied.add(name);
  }
  return hyperparameterNames(rows).filter((name) => varied.has(name));
}

/** Whether trials have several values of a field. */
export function isVaried(rows: readonly TrialRow[], { value }: TrialField): boolean {
  const [first] = rows;
  return first !== undefined && rows.some((row) => value(row) !== value(first));
}

/** A setting in words. */
export function settingText(value: FieldValue): string {
  if (value === null) return nothing;
  return typeof value === "number" ? formatRate(value) : String(value);
}

function percentText(value: FieldValue): string {
  return formatPercent(typeof value === "number" ? value : null);
}

function lossFieldText(value: FieldValue): string {
  return lossText(typeof value === "number" ? value : null);
}

function learned(row: TrialRow, figure: "validation" | "validationLoss" | "test"): number | null {
  return row.state === "diverged" ? null : row[figure];
}
