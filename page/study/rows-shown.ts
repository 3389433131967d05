/** Which trials are shown: what the filter and the brushes let through. */
import type { TrialRow } from "../../src/dashboard/views.ts";
import { commonFields, hyperparameterField, isVaried, type TrialField, variedHyperparameters } from "./fields.ts";
import type { RowKind } from "./table/line-up.ts";
import type { Range } from "./view-state.ts";

/** Settings of a study that rows may be taken together by: optimizer, rate, each hyperparameter that varies, epochs. */
export function groupingFields(rows: readonly TrialRow[]): readonly TrialField[] {
  const { optimizer, lr, epochs } = commonFields;
  const hyperparameters = variedHyperparameters(rows).map(hyperparameterField);
  return [optimizer, lr, ...hyperparameters, ...(isVaried(rows, epochs) ? [epochs] : [])];
}

/** What an address calls rows; trials, where it names no setting of the study. */
export function rowKind(name: string, fields: readonly TrialField[]): RowKind {
  return name === "seeds" ? name : (fields.find((field) => field.name === name) ?? "trials");
}

/** A setting or figure of trials whose values have places, as on an axis with a brush. */
export interface Brushed {
  readonly name: string;
  readonly numberOf: (row: TrialRow) => number | null;
}

/** Trials between the ends of every brush; one that lacks a value is outside. A brush of an axis that there is not holds back nothing. */
export function withinBrushes(
  rows: readonly TrialRow[],
  { axes, brushes }: { readonly axes: readonly Brushed[]; readonly brushes: Readonly<Record<string, Range>> },
): readonly TrialRow[] {
  const set = axes.flatMap(({ name, numberOf }) => {
    const range = Object.hasOwn(brushes, name) ? brushes[name] : undefined;
    return range === undefined ? [] : [{ numberOf, low: range[0], high: range[1] }];
  });
  if (set.length === 0) return rows;
  return rows.filter((row) =>
    set.every(({ numberOf, low, high }) => {
      const value = numberOf(row);
      return value !== null && value >= low && value <= high;
    }),
  );
}
