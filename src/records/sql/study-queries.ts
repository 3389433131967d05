/**
 * The prepared statements of a study file.
 */
import { changeTexts } from "../sqlite/change-table.ts";
import { type Database, type StatementsOf, statementsOf } from "../sqlite/engine.ts";
import { progressTexts } from "../sqlite/progress.ts";
import type { Tables } from "../sqlite/schema.ts";

/** Columns of a trial that a result sets. */
export const resultNames = [
  "state",
  "failure",
  "stopped",
  "best_epoch",
  "diverged_at_step",
  "test_loss",
  "test_accuracy",
  "test_top5",
  "measured_on",
  "result_sum",
] as const satisfies readonly (keyof Tables["trial"])[];

const trialNames = ["key", "config", "model", "device", "optimizer", "epochs_done", ...resultNames] as const;

const epochNames = [
  "trial_key",
  "epoch",
  "train_loss",
  "train_accuracy",
  "validation_loss",
  "validation_accuracy",
  "lr",
  "train_seconds",
  "evaluate_seconds",
  "images_per_second",
  "extra",
  "sum",
] as const satisfies readonly (keyof Tables["epoch"])[];

const putRow = (table: string, names: readonly string[]): string =>
  `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map((name) => `:${name}`).join(", ")})`;

const ofStudy =
  "FROM study_trial LEFT JOIN trial ON trial.key = study_trial.trial_key WHERE study = ? ORDER BY position";

const texts = {
  ...changeTexts,
  ...progressTexts,
  putStudy: `INSERT INTO study (name, config, command, sum) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET config = excluded.config, command = excluded.command, sum = excluded.sum`,
  studies: "SELECT * FROM study ORDER BY name",
  study: "SELECT * FROM study WHERE name = ?",
  memberKeys: "SELECT trial_key FROM study_trial WHERE study = ? ORDER BY position",
  members: "SELECT trial_key, label FROM study_trial WHERE study = ? ORDER BY position",
  clearMembers: "DELETE FROM study_trial WHERE study = ?",
  putMember: "INSERT INTO study_trial (study, position, trial_key, label) VALUES (?, ?, ?, ?)",
  /** A member without its trial is a row of nulls: damage. */
  statesOf: `SELECT trial.key, trial.state ${ofStudy}`,
  trialsOf: `SELECT trial.*, study_trial.label ${ofStudy}`,
  /** The same of a file without labels of studies, which is only read. */
  unlabelledTrialsOf: `SELECT trial.* ${ofStudy}`,
  trials: "SELECT * FROM trial ORDER BY key",
  states: "SELECT key, state FROM trial ORDER BY key",
  trial: "SELECT * FROM trial WHERE key = ?",
  trialKeys: "SELECT key FROM trial",
  putTrial: putRow("trial", trialNames),
  labelColumn: "SELECT name FROM pragma_table_info('study_trial') WHERE name = 'label'",
  labelled: "SELECT key, config FROM trial WHERE json_extract(config, '$.optimizer.label') <> optimizer",
  renewTrial: "UPDATE trial SET key = ? WHERE key = ?",
  renewEpochs: "UPDATE epoch SET trial_key = ?, sum = NULL WHERE trial_key = ?",
  renewMembers: "UPDATE study_trial SET trial_key = ? WHERE trial_key = ?",
  setState: "UPDATE trial SET state = ? WHERE key = ?",
  setStateAndFailure: "UPDATE trial SET state = ?, failure = ? WHERE key = ?",
  setEpochsDone: "UPDATE trial SET epochs_done = ? WHERE key = ?",
  setResult: `UPDATE trial SET ${resultNames.map((name) => `${name} = :${name}`).join(", ")} WHERE key = :key`,
  bestEpochsOf: `SELECT epoch.* FROM study_trial JOIN trial ON trial.key = study_trial.trial_key
    JOIN epoch ON epoch.trial_key = trial.key AND epoch.epoch = trial.best_epoch WHERE study = ?`,
  bestEpochs: "SELECT epoch.* FROM trial JOIN epoch ON trial_key = trial.key AND epoch = best_epoch",
  epochsOfTrial: "SELECT * FROM epoch WHERE trial_key = ? ORDER BY epoch",
  epoch: "SELECT * FROM epoch WHERE trial_key = ? AND epoch = ?",
  putEpoch: putRow("epoch", epochNames),
  imageCosts: `SELECT trial.optimizer, sum(epoch.train_seconds + epoch.evaluate_seconds) AS seconds,
      sum(epoch.train_seconds * epoch.images_per_second) AS images, count(*) AS epochs
    FROM epoch INNER JOIN trial ON trial.key = epoch.trial_key WHERE trial.model = ? AND trial.device = ?
    GROUP BY trial.optimizer ORDER BY trial.optimizer`,
} as const;

/** Statements by name. */
export type StudyStatements = StatementsOf<typeof texts>;

/** The statements of an open file, see `statementsOf`. */
export function studyStatements(database: Database): StudyStatements {
  return statementsOf(database, texts);
}
