/** Trials that differ by their seed alone, with the mean of their figures. */
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { type Possible, type SeedEstimate, seedEstimate, shares, sizes } from "../../../src/report/seed-estimate.ts";

/**
 * Trials of one optimizer at one rate, with the same hyperparameters, in the same phase. Accuracies 0..1. A mean over seeds
 * is that of the report: it counts every seed that ended, and is infinite where one diverged.
 */
export interface TrialGroup {
  readonly key: string;
  /** At least one, in the order of the study. */
  readonly rows: readonly TrialRow[];
  readonly validation: SeedEstimate | null;
  readonly validationLoss: SeedEstimate | null;
  readonly test: SeedEstimate | null;
  /** How many have a result, diverged ones too. */
  readonly ended: number;
  readonly diverged: number;
  readonly failed: number;
  readonly running: number;
}

/** The groups, in the order of their first trials. */
export function groupTrials(rows: readonly TrialRow[]): readonly TrialGroup[] {
  const groups = new Map<string, TrialRow[]>();
  for (const row of rows) {
    const key = groupKey(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups].map(([key, members]) => groupOf(key, members));
}

/** Names the group of a trial. */
export function groupKey(row: TrialRow): string {
  const known = keys.get(row);
  if (known !== undefined) return known;
  const { optimizer, label, lr, phase, hyperparameters } = row;
  const sorted = Object.entries(hyperparameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const key = `group ${JSON.stringify([optimizer, label, lr, phase, sorted])}`;
  keys.set(row, key);
  return key;
}

const keys = new WeakMap<TrialRow, string>();

function groupOf(key: string, rows: readonly TrialRow[]): TrialGroup {
  const ended = rows.filter(({ state }) => state === "finished" || state === "diverged");
  const worst = Number.NEGATIVE_INFINITY;
  const count = (state: TrialRow["state"]): number => rows.filter((row) => row.state === state).length;
  return {
    key,
    rows,
    validation: known(
      ended.map((row) => (row.state === "diverged" ? worst : row.validation)),
      shares,
    ),
    validationLoss: known(
      ended.map((row) => (row.state === "diverged" ? -worst : row.validationLoss)),
      sizes,
    ),
    test: known(
      ended.map((row) => (row.state === "diverged" ? worst : row.test)),
      shares,
    ),
    ended: ended.length,
    diverged: count("diverged"),
    failed: count("failed"),
    running: count("running"),
  };
}

/** Over those that have a figure; null where none has. */
function known(values: readonly (number | null)[], possible: Possible): SeedEstimate | null {
  const figures = values.filter((value) => value !== null);
  return figures.length === 0 ? null : seedEstimate(figures, possible);
}

/** The key of the best trial of each label by validation, the best first; a diverged one is none. */
export function bestOfEach(rows: readonly TrialRow[]): readonly string[] {
  const best = new Map<string, TrialRow>();
  for (const row of rows) {
    if (row.validation === null || row.state === "diverged") continue;
    const before = best.get(row.label);
    if (before === undefined || row.validation > (before.validation ?? 0)) best.set(row.label, row);
  }
  return [...best.values()].sort((a, b) => (b.validation ?? 0) - (a.validation ?? 0)).map(({ key }) => key);
}
