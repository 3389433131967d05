/**
 * Tables of a study file.
 *
 * Numbers are stored as SQLite reals, which are the same binary64; what has no finite value is null. Texts of configs are
 * canonical JSON. Each version's tables stay readable: see test/fixtures/records/.
 */
import { schemaVersion } from "../records.ts";
import { changeTable } from "./change-table.ts";
import type { FileKind } from "./file.ts";
import { progressTable } from "./progress.ts";

/** Row types, by table. */
export interface Tables {
  /** `sum` here and `result_sum`, `sum` below: see `rowSum`; missing where an older file is only read. */
  readonly study: {
    readonly name: string;
    readonly config: string;
    readonly command: string;
    readonly sum: string | null;
  };
  /** Which trials a study has, and in which order. */
  readonly study_trial: {
    readonly study: string;
    readonly position: number;
    readonly trial_key: string;
    /** What the study calls the trial's optimizer; none in older files, where it is the trial's own. */
    readonly label: string | null;
  };
  readonly trial: {
    readonly key: string;
    readonly config: string;
    readonly model: string;
    readonly device: string;
    readonly optimizer: string;
    readonly state: string;
    readonly epochs_done: number;
    readonly failure: string | null;
    readonly stopped: string | null;
    readonly best_epoch: number | null;
    readonly diverged_at_step: number | null;
    readonly test_loss: number | null;
    readonly test_accuracy: number | null;
    /** Missing, as `extra` below, where an older file is only read. */
    readonly test_top5: number | null;
    /** What accuracies were measured on, as canonical JSON; missing likewise. */
    readonly measured_on: string | null;
    readonly result_sum: string | null;
  };
  readonly epoch: {
    readonly trial_key: string;
    readonly epoch: number;
    readonly train_loss: number | null;
    readonly train_accuracy: number | null;
    readonly validation_loss: number | null;
    readonly validation_accuracy: number | null;
    readonly lr: number | null;
    readonly train_seconds: number;
    readonly evaluate_seconds: number;
    readonly images_per_second: number;
    /** What only some trials keep of an epoch, as canonical JSON. */
    readonly extra: string | null;
    readonly sum: string | null;
  };
}

const tables = `
  CREATE TABLE study (name TEXT PRIMARY KEY, config TEXT NOT NULL, command TEXT NOT NULL, sum TEXT);
  CREATE TABLE trial (
    key TEXT PRIMARY KEY, config TEXT NOT NULL, model TEXT NOT NULL, device TEXT NOT NULL, optimizer TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'finished', 'diverged', 'failed')),
    epochs_done INTEGER NOT NULL, failure TEXT,
    stopped TEXT, best_epoch INTEGER, diverged_at_step INTEGER, test_loss REAL, test_accuracy REAL, test_top5 REAL,
    measured_on TEXT, result_sum TEXT
  );
  CREATE TABLE study_trial (
    study TEXT NOT NULL REFERENCES study (name), position INTEGER NOT NULL, trial_key TEXT NOT NULL REFERENCES trial (key),
    label TEXT, PRIMARY KEY (study, position)
  ) WITHOUT ROWID;
  CREATE TABLE epoch (
    trial_key TEXT NOT NULL REFERENCES trial (key), epoch INTEGER NOT NULL,
    train_loss REAL, train_accuracy REAL, validation_loss REAL, validation_accuracy REAL, lr REAL,
    train_seconds REAL NOT NULL, evaluate_seconds REAL NOT NULL, images_per_second REAL NOT NULL, extra TEXT, sum TEXT,
    PRIMARY KEY (trial_key, epoch)
  ) WITHOUT ROWID;
`;

/** Columns that files of the first days of version 1 lack; nothing in those needs them. */
const laterColumns = [
  { table: "trial", column: "test_top5", type: "REAL" },
  { table: "trial", column: "measured_on", type: "TEXT" },
  { table: "epoch", column: "extra", type: "TEXT" },
  { table: "study_trial", column: "label", type: "TEXT" },
  { table: "study", column: "sum", type: "TEXT" },
  { table: "trial", column: "result_sum", type: "TEXT" },
  { table: "epoch", column: "sum", type: "TEXT" },
] as const;

/** A file of studies, marked "LION". */
export const studyFile: FileKind = {
  noun: "study",
  applicationId: 0x4c494f4e,
  version: schemaVersion,
  tables,
  laterColumns,
  laterTables: [changeTable, progressTable],
};
