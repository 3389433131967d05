/**
 * Tables of a study file.
 *
 * Numbers are stored as SQLite reals, which are the same binary64; what has no finite value is null. Texts of configs are
 * canonical JSON. Each version's tables stay readable: see test/fixtures/records/.
 */
import { schemaVersion } from "../records.ts";
import { changeTable } from "./change-table.ts";
import type { FileKind } from "./file.ts";
import { progressTable } from "./progress-table.ts";

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
