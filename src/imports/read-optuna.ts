/**
 * Studies of Optuna in a SQLite file (schema 12, and others with the same tables): each trial is a setting that was tried, judged by its value.
 */
import { LabError } from "../core/errors.ts";
import { guarded, openDatabase } from "../records/sqlite/engine.ts";
import type { ForeignPoint, ForeignRun } from "./foreign-run.ts";
import { settingOf } from "./foreign-setting.ts";

/** A trial's row; `value` is its objective, `kind` whether that is FINITE. */
interface TrialRow {
  readonly trial_id: number;
  readonly state: string;
  readonly study_name: string;
  readonly direction: string;
  readonly value: number | null;
  readonly kind: string | null;
}

const queries = {
  objectives: "SELECT max(objective) AS last FROM study_directions",
  trials: `SELECT t.trial_id, t.state, s.study_name, d.direction, v.value, v.value_type AS kind FROM trials t
    JOIN studies s ON s.study_id = t.study_id JOIN study_directions d ON d.study_id = s.study_id
    LEFT JOIN trial_values v ON v.trial_id = t.trial_id ORDER BY t.study_id, t.number`,
  params:
    "SELECT trial_id, param_name AS name, param_value AS value, distribution_json AS json FROM trial_params ORDER BY param_id",
  steps: `SELECT trial_id, step, intermediate_value AS value, intermediate_value_type AS kind
    FROM trial_intermediate_values ORDER BY trial_id, step`,
} as const;

/** Reads it. Errors: `not-optuna` for a file of something else, or damaged; `optuna-objectives` for studies of several objectives. */
export async function readOptuna(
  place: string,
  { file, optimizer }: { readonly file: string; readonly optimizer?: string | undefined },
): Promise<{ readonly runs: readonly ForeignRun[]; readonly remarks: readonly string[] }> {
  const tables = await tablesOf(place, file);
  if ((tables.objectives[0]?.last ?? 0) !== 0) {
    throw new LabError(
      "optuna-objectives",
      `${file} has a study of several objectives, but runs are judged by one. Export the one that counts as a table.`,
    );
  }
  const used = tables.trials.filter(({ state }) => state === "COMPLETE" || state === "PRUNED");
  const params = groupById(tables.params);
  const steps = groupById(tables.steps);
  const runs = used.flatMap((trial) =>
    runOf(trial, { params: params.get(trial.trial_id) ?? [], steps: steps.get(trial.trial_id) ?? [], optimizer }),
  );
  const left = tables.trials.length - runs.length;
  const directions = [...new Set(used.map(({ direction }) => direction))];
  if (directions.length > 1) {
    throw new LabError(
      "optuna-objectives",
      `${file} has studies that maximize and studies that minimize, which no table can rank together. Keep them in two files.`,
    );
  }
  const read = directions[0] === "MAXIMIZE" ? "accuracy, which Optuna maximized" : "loss, which Optuna minimized";
  return {
    runs,
    remarks: [
      `a trial's value is read as validation ${read}.`,
      ...(left > 0 ? [`trials left out because they failed or have no value: ${left}.`] : []),
    ],
  };
}

interface ParamRow {
  readonly trial_id: number;
  readonly name: string;
  readonly value: number;
  readonly json: string;
}

interface StepRow {
  readonly trial_id: number;
  readonly step: number;
  readonly value: number | null;
  readonly kind: string;
}

interface Tables {
  readonly objectives: readonly { readonly last: number | null }[];
  readonly trials: readonly TrialRow[];
  readonly params: readonly ParamRow[];
  readonly steps: readonly StepRow[];
}

async function tablesOf(place: string, file: string): Promise<Tables> {
  try {
    const database = await openDatabase(place, { readOnly: true });
    try {
      const all = (sql: string): unknown[] => guarded(file, () => database.prepare(sql).all());
      return Object.fromEntries(Object.entries(queries).map(([name, sql]) => [name, all(sql)])) as unknown as Tables;
    } finally {
      database.close();
    }
  } catch {
    throw new LabError(
      "not-optuna",
      `${file} must be a store of Optuna in SQLite, but its tables cannot be read: it is damaged, or of another program.`,
    );
  }
}

function groupById<Row extends { readonly trial_id: number }>(
  rows: readonly Row[],
): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.trial_id) ?? [];
    group.push(row);
    groups.set(row.trial_id, group);
  }
  return groups;
}

function runOf(
  trial: TrialRow,
  {
    params,
    steps,
    optimizer,
  }: {
    readonly params: readonly ParamRow[];
    readonly steps: readonly StepRow[];
    readonly optimizer: string | undefined;
  },
): readonly ForeignRun[] {
  const name = trial.direction === "MAXIMIZE" ? "validationAccuracy" : "validationLoss";
  const point = (at: number, { value, kind }: Pick<TrialRow, "value" | "kind">): ForeignPoint => ({
    at,
    figures: { [name]: kind === "FINITE" && typeof value === "number" ? value : Number.NaN },
  });
  const points = steps.map((step) => point(step.step, step));
  const last = steps.at(-1);
  if (trial.kind !== null && (last === undefined || last.value !== trial.value))
    points.push(point((last?.step ?? 0) + 1, trial));
  if (points.length === 0) return [];
  const setting = settingOf(params.map(({ name, value, json }) => [name, choiceOf(value, json)]));
  return [
    {
      optimizer: optimizer ?? trial.study_name,
      ...setting,
      points,
      tries: trial.state === "PRUNED" ? "pruned" : "whole",
    },
  ];
}

/** The value of a parameter: a number, or the choice that the number is the place of. */
function choiceOf(value: number, json: string): unknown {
  try {
    const { attributes } = JSON.parse(json) as { readonly attributes?: { readonly choices?: readonly unknown[] } };
    return attributes?.choices === undefined ? value : (attributes.choices[value] ?? null);
  } catch {
    return value;
  }
}
