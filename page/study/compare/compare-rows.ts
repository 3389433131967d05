/** What differs among picked lines: settings that are not the same in all, and their results side by side. */
import { formatPercentEstimate, formatPoints, nothing } from "../../../src/report/format.ts";
import { commonFields, hyperparameterField, hyperparameterNames, type TrialField } from "../fields.ts";
import type { PickedLine } from "../picked-lines.ts";
import { groupTrials, type TrialGroup } from "../table/trial-groups.ts";
import { lossText } from "../trial-text.ts";

/** One line of the comparison; a text for each picked line. */
export interface CompareRow {
  readonly title: string;
  readonly texts: readonly string[];
}

/** The comparison. */
export interface Comparison {
  /** Settings that differ. */
  readonly settings: readonly CompareRow[];
  readonly results: readonly CompareRow[];
  /** Settings that are the same in all, as `name value`. */
  readonly same: readonly string[];
}

/** Compares at least two picked lines. */
export function compareLines(lines: readonly PickedLine[]): Comparison {
  const rows = lines.map((line) => line.rows);
  const fields = fieldsOf(rows.flat());
  const compared = fields.map((field) => ({ field, texts: rows.map((own) => textOf(field, own)) }));
  const differs = ({ texts }: { readonly texts: readonly string[] }): boolean => new Set(texts).size > 1;
  return {
    settings: compared.filter(differs).map(({ field, texts }) => ({ title: field.title, texts })),
    results: resultsOf(rows.map((own) => groupTrials(own)[0]!)),
    same: compared
      .filter((row) => !differs(row) && row.texts[0] !== nothing)
      .map(({ field, texts }) => `${field.title} ${texts[0]}`),
  };
}

function fieldsOf(rows: Parameters<typeof hyperparameterNames>[0]): readonly TrialField[] {
  const { optimizer, lr, epochs, phase, seed } = commonFields;
  return [optimizer, lr, ...hyperparameterNames(rows).map(hyperparameterField), epochs, phase, seed];
}

/** The value of a field, or how many there are; seeds one by one. */
function textOf({ name, value, text }: TrialField, rows: PickedLine["rows"]): string {
  const values = [...new Set(rows.map(value))];
  if (name === "seed" && values.length > 1) return `${values.length} seeds`;
  return values.map(text).join(", ");
}

function resultsOf(groups: readonly TrialGroup[]): readonly CompareRow[] {
  const best = Math.max(...groups.map(({ validation }) => validation?.value ?? Number.NEGATIVE_INFINITY));
  const behind = ({ validation }: TrialGroup): string =>
    validation === null || !Number.isFinite(best) ? nothing : formatPoints(validation.value - best);
  return [
    { title: "State", texts: groups.map(stateText) },
    {
      title: "Validation",
      texts: groups.map(({ validation }) => (validation === null ? nothing : formatPercentEstimate(validation))),
    },
    { title: "Points from the best", texts: groups.map(behind) },
    { title: "Validation loss", texts: groups.map(({ validationLoss }) => lossText(validationLoss?.value ?? null)) },
    { title: "Test", texts: groups.map(({ test }) => (test === null ? nothing : formatPercentEstimate(test))) },
  ];
}

function stateText({ rows, ended, diverged, failed, running }: TrialGroup): string {
  if (rows.length === 1) return rows[0]!.state;
  const more = [
    diverged > 0 ? `${diverged} diverged` : "",
    failed > 0 ? `${failed} failed` : "",
    running > 0 ? `${running} running` : "",
  ];
  return [`${ended} of ${rows.length} ended`, ...more.filter(Boolean)].join(", ");
}
