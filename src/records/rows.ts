/**
 * Between records and the rows of the tables. Numbers without a finite value travel as null and come back as NaN.
 */
import { canonicalJson } from "../core/canonical-json.ts";
import { finite } from "./epoch-rows.ts";
import { configText } from "./identity.ts";
import type { EpochRecord, TrialConfig, TrialRecord, TrialResult, TrialState } from "./records.ts";
import type { resultNames } from "./sql/study-queries.ts";
import type { StudyTables } from "./sql/tables.ts";
import type { PlannedTrial, TrialHead } from "./storage.ts";
import { type ColumnKinds, checkedRow, checkSum, requireStored, rowSum, storedObject } from "./stored.ts";
import { type PackedEpochs, PackedTrial, type Unpacking } from "./trial-epochs.ts";

type TrialRow = StudyTables["trial"];

/** The row of a trial that has not begun. */
export function plannedRow({ key, config }: PlannedTrial): TrialRow {
  return {
    key,
    config: configText(config),
    model: config.model.name,
    device: config.imported === undefined ? config.device : "unknown", // so that no cost is measured by it
    optimizer: config.optimizer.name,
    state: "waiting",
    epochs_done: 0,
    failure: null,
    stopped: null,
    best_epoch: null,
    diverged_at_step: null,
    test_loss: null,
    test_accuracy: null,
    test_top5: null,
    measured_on: null,
    result_sum: null,
  };
}

/** Columns of a trial that a result sets, with their values. */
export function resultColumns(result: TrialResult): Pick<TrialRow, (typeof resultNames)[number]> {
  const columns = {
    state: result.status,
    failure: null,
    stopped: result.stopped,
    best_epoch: result.bestEpoch,
    diverged_at_step: result.divergedAtStep,
    test_loss: result.test === null ? null : finite(result.test.loss),
    test_accuracy: result.test === null ? null : finite(result.test.accuracy),
    test_top5: result.test?.top5 ?? null,
    measured_on: measuredText(result),
  };
  return { ...columns, result_sum: rowSum([...Object.values(columns), result.epochs]) };
}

/** The result in a trial's row; null while there is none. */
export function resultOf(row: TrialRow): TrialResult | null {
  if (row.state !== "finished" && row.state !== "diverged") return null;
  const { state, failure, stopped, best_epoch, diverged_at_step, test_loss, test_accuracy, test_top5 } = row;
  const { measured_on = null } = row;
  const summed = [
    state,
    failure,
    stopped,
    best_epoch,
    diverged_at_step,
    test_loss,
    test_accuracy,
    test_top5,
    measured_on,
  ];
  checkSum(row.result_sum, [...summed, row.epochs_done], `the result of trial ${row.key}`);
  return {
    schemaVersion: 1,
    status: row.state,
    stopped: row.stopped as TrialResult["stopped"],
    epochs: row.epochs_done,
    bestEpoch: row.best_epoch,
    divergedAtStep: row.diverged_at_step,
    ...(typeof row.measured_on === "string" ? measuredOn(row.measured_on, row.key) : {}),
    test:
      row.state === "diverged" || (test_loss === null && test_accuracy === null)
        ? null
        : {
            loss: row.test_loss ?? Number.NaN,
            accuracy: row.test_accuracy ?? Number.NaN,
            ...(typeof row.test_top5 === "number" ? { top5: row.test_top5 } : {}),
          },
  };
}

/** What a trial was measured on and, beside it, its answers: one text. */
function measuredText({ measuredOn, confusion }: TrialResult): string | null {
  if (measuredOn === undefined) return null;
  return canonicalJson(confusion === undefined ? measuredOn : { ...measuredOn, confusion });
}

type Measured = Pick<TrialResult, "measuredOn" | "confusion">;

/** What the text that was read last says: of most studies each trial was measured on the same, which then is in memory once. */
let lastMeasured: { readonly text: string; readonly measured: Measured } | null = null;

/** Errors: `DamagedValue`. */
function measuredOn(text: string, key: string): Measured {
  if (lastMeasured?.text === text) return lastMeasured.measured;
  const { confusion, ...rest } = storedObject(text, `what trial ${key} was measured on`) as NonNullable<
    TrialResult["measuredOn"]
  > &
    Pick<TrialResult, "confusion">;
  const measured = { measuredOn: rest, ...(confusion === undefined ? {} : { confusion }) };
  lastMeasured = { text, measured };
  return measured;
}

/** A trial without its epochs. `config`: see `configReader`; `best`: its best epoch. */
export function headOf(
  row: TrialRow,
  { config, best }: { readonly config: TrialConfig; readonly best: EpochRecord | null },
): TrialHead {
  requireStored((row.best_epoch === null) === (best === null), `the best epoch of trial ${row.key}`);
  return {
    key: row.key,
    config,
    state: row.state as TrialState,
    epochsDone: row.epochs_done,
    result: resultOf(row),
    best,
    failure: row.failure,
  };
}

/** A trial with its epochs. `config`: see `configReader`. Errors: `DamagedValue`. */
export function trialOf(
  row: TrialRow,
  {
    config,
    epochs: packed,
    unpacking,
  }: { readonly config: TrialConfig; readonly epochs: PackedEpochs; readonly unpacking: Unpacking },
): TrialRecord {
  requireStored(packed.length === row.epochs_done, `the epochs of trial ${row.key}`);
  const { key, failure } = row;
  const members = { key, config, state: row.state as TrialState, result: resultOf(row), failure };
  return new PackedTrial(members, { packed, timed: config.imported === undefined, unpacking });
}

const states: readonly string[] = ["waiting", "running", "finished", "diverged", "failed"] satisfies TrialState[];

/** The state that a column names. Errors: `DamagedValue`. */
export function stateOf(state: string, key: string): TrialState {
  requireStored(states.includes(state), `the state of trial ${key}`);
  return state as TrialState;
}

/** The row, if its columns hold what they may. Errors: `DamagedValue`. */
export function checkedTrial(row: TrialRow): TrialRow {
  checkedRow(row, trialKinds, `trial ${row.key}`);
  const { state, epochs_done: done, best_epoch: best, stopped } = row;
  const ended = state === "finished" || state === "diverged";
  requireStored((stopped !== null) === ended && (best === null || best <= done), `the state of trial ${row.key}`);
  return row;
}

const trialKinds: ColumnKinds<TrialRow> = {
  key: "text",
  config: "text",
  state: states,
  epochs_done: "count",
  failure: "text?",
  stopped: "text?",
  best_epoch: "count?",
  diverged_at_step: "count?",
  test_loss: "number?",
  test_accuracy: "number?",
  test_top5: "number?",
  measured_on: "text?",
};
