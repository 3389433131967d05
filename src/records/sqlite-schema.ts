/**
 * Tables of a study file, and how a file is told to be ours.
 *
 * Numbers are stored as SQLite reals, which are the same binary64; what has no finite value is null. Texts of configs are
 * canonical JSON. Each version's tables stay readable: see test/fixtures/records/.
 */
import { LabError } from "../core/errors.ts";
import { schemaVersion } from "./records.ts";
import { type Database, guarded } from "./sqlite-engine.ts";

/** Marks our files ("LION"), see https://sqlite.org/pragma.html#pragma_application_id. */
export const applicationId = 0x4c494f4e;

/** Row types, by table. */
export interface Tables {
  readonly study: { readonly name: string; readonly config: string; readonly command: string };
  /** Which trials a study has, and in which order. */
  readonly study_trial: { readonly study: string; readonly position: number; readonly trial_key: string };
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
  };
}

const tables = `
  CREATE TABLE study (name TEXT PRIMARY KEY, config TEXT NOT NULL, command TEXT NOT NULL);
  CREATE TABLE trial (
    key TEXT PRIMARY KEY, config TEXT NOT NULL, model TEXT NOT NULL, device TEXT NOT NULL, optimizer TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'finished', 'diverged', 'failed')),
    epochs_done INTEGER NOT NULL, failure TEXT,
    stopped TEXT, best_epoch INTEGER, diverged_at_step INTEGER, test_loss REAL, test_accuracy REAL
  );
  CREATE TABLE study_trial (
    study TEXT NOT NULL REFERENCES study (name), position INTEGER NOT NULL, trial_key TEXT NOT NULL REFERENCES trial (key),
    PRIMARY KEY (study, position)
  ) WITHOUT ROWID;
  CREATE TABLE epoch (
    trial_key TEXT NOT NULL REFERENCES trial (key), epoch INTEGER NOT NULL,
    train_loss REAL, train_accuracy REAL, validation_loss REAL, validation_accuracy REAL, lr REAL,
    train_seconds REAL NOT NULL, evaluate_seconds REAL NOT NULL, images_per_second REAL NOT NULL,
    PRIMARY KEY (trial_key, epoch)
  ) WITHOUT ROWID;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * Checks that a database is a study file of a version we read, and makes an empty one into one when `create` is set.
 * Errors: `storage-not-ours`, `storage-too-new`. The tables appear in one transaction: wholly or not at all.
 */
export function prepareSchema(
  database: Database,
  { location, create }: { readonly location: string; readonly create: boolean },
): void {
  guarded(location, () => {
    database.exec("PRAGMA busy_timeout = 5000");
    const isOurs = pragma(database, "application_id") === applicationId;
    if (isOurs) return checkVersion(pragma(database, "user_version"), location);
    if (!create || !isEmpty(database)) throw notOurs(location);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("BEGIN IMMEDIATE");
    if (pragma(database, "application_id") !== applicationId) database.exec(tables);
    database.exec("COMMIT");
  });
}

function isEmpty(database: Database): boolean {
  const { count } = database.prepare("SELECT count(*) AS count FROM sqlite_master").get() as { count: number };
  return count === 0 && pragma(database, "application_id") === 0;
}

function pragma(database: Database, name: string): number {
  return (database.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name] ?? 0;
}

function checkVersion(found: number, location: string): void {
  if (found <= schemaVersion) return;
  throw new LabError(
    "storage-too-new",
    `${location} has schema version ${found}, written by a newer lionlab; this one reads up to version ${schemaVersion}: update lionlab.`,
    { location, found, known: schemaVersion },
  );
}

function notOurs(location: string): LabError {
  return new LabError(
    "storage-not-ours",
    `${location} is not a study: it is a database of another program; give another file.`,
    {
      location,
    },
  );
}
