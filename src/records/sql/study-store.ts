/**
 * The storage contract on a SQLite file in WAL mode: one writer, readers at any time.
 */
import { asFarAs } from "../../core/as-far-as.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { InternalError } from "../../core/errors.ts";
import { configReader } from "../config-reader.ts";
import { epochRow } from "../epoch-rows.ts";
import type { StoreMode, StoreOptions } from "../location.ts";
import { type Patience, patiently } from "../patience.ts";
import type { EpochRecord, EpochTiming, StudyRecord, TrialRecord, TrialResult, TrialState } from "../records.ts";
import { plannedRow, resultColumns, resultOf, stateOf } from "../rows.ts";
import type { StudyPulse } from "../run-progress.ts";
import { type Database, guarded, readOnce, transact } from "../sqlite/engine.ts";
import { closeFile, openFile } from "../sqlite/file.ts";
import { takeRunLock } from "../sqlite/lock.ts";
import { putProgress } from "../sqlite/progress.ts";
import { sameFile } from "../sqlite/same-file.ts";
import { studyFile, type Tables } from "../sqlite/schema.ts";
import type { ChangeCursor, ImageCost, PlannedTrial, Storage, StudyChanges, TrialHead } from "../storage.ts";
import { decoding, rowSum } from "../stored.ts";
import { studyChanges } from "./changes.ts";
import { addMembers, conflict, epochGap, putMembers, refuseOtherEpoch, renewKeys, trialRow } from "./members.ts";
import { allThere, studyOf, trialHeads, trialRecordOf, trialRows } from "./reading.ts";
import { type StudyStatements, studyStatements } from "./study-queries.ts";

type TrialRow = Tables["trial"];

/**
 * Opens a study file. `run` creates it where there is none; `read` does not write.
 * Errors: `storage-not-ours`, `storage-too-new` and those of `storageFault`.
 */
export async function openSqlite(path: string, options: StoreOptions): Promise<Storage> {
  const database = await openFile(studyFile, { path, ...options });
  return new SqliteStorage(path, { database, ...options });
}

class SqliteStorage implements Storage {
  readonly location: string;
  readonly #database: Database;
  readonly #statements: StudyStatements;
  readonly #mode: StoreMode;
  readonly #patience: Patience;
  /** Fails where the file was removed or replaced. */
  readonly #isThere: () => void;
  #runLock: { release(): void } | null = null;

  constructor(location: string, { database, mode, ...patience }: StoreOptions & { readonly database: Database }) {
    this.location = location;
    this.#patience = patience;
    this.#isThere = mode === "run" ? sameFile(location) : () => {};
    this.#mode = mode;
    this.#database = database;
    this.#statements = studyStatements(database);
  }

  async putStudy(study: StudyRecord, trials: readonly PlannedTrial[]): Promise<void> {
    if (study.trialKeys.length !== trials.length || trials.some(({ key }, i) => key !== study.trialKeys[i]))
      throw new InternalError("putStudy was given trials that are not those of the study");
    const texts = [study.name, canonicalJson(study.config), study.command];
    const { putStudy, trialKeys, putTrial } = this.#statements;
    await this.#transaction(() => {
      putStudy.run(...texts, rowSum(texts));
      renewKeys(this.#database, this.#statements);
      const known = new Set((trialKeys.all() as Pick<TrialRow, "key">[]).map(({ key }) => key));
      for (const trial of trials) if (!known.has(trial.key)) putTrial.run(plannedRow(trial));
      putMembers(this.#statements, study.name, trials);
    });
  }

  async extendStudy(study: string, trials: readonly PlannedTrial[]): Promise<void> {
    await this.#transaction(() => {
      if (this.#statements.study.get(study) === undefined)
        throw new InternalError(`extendStudy was given the study ${study}, which is not stored`);
      const { trial, putTrial } = this.#statements;
      for (const one of trials) if (trial.get(one.key) === undefined) putTrial.run(plannedRow(one));
      addMembers(this.#statements, study, trials);
    });
  }

  async listStudies(): Promise<readonly StudyRecord[]> {
    return this.#use(() =>
      (this.#statements.studies.all() as Tables["study"][]).map((row) => studyOf(this.#statements, row)),
    );
  }

  async getStudy(name: string): Promise<StudyRecord | null> {
    return this.#use(() => {
      const row = this.#statements.study.get(name) as Tables["study"] | undefined;
      return row === undefined ? null : studyOf(this.#statements, row);
    });
  }

  async listStates(study: string | null): Promise<ReadonlyMap<string, TrialState>> {
    return this.#use(() => {
      const { states, statesOf } = this.#statements;
      const found = (study === null ? states.all() : statesOf.all(study)) as Pick<TrialRow, "key" | "state">[];
      const rows = study === null ? found : allThere(found, study);
      return new Map(rows.map(({ key, state }) => [key, stateOf(state, key)]));
    });
  }

  async listTrials(study: string | null): Promise<readonly TrialHead[]> {
    return this.#snapshot(() => trialHeads(this.#statements, study));
  }

  async changesSince(study: string, cursor: ChangeCursor | null): Promise<StudyChanges> {
    return this.#snapshot(() => studyChanges(this.#statements, study, cursor));
  }

  async putPulse(study: string, pulse: StudyPulse): Promise<void> {
    putProgress({ database: this.#database, location: this.location, statements: this.#statements }, study, pulse);
    this.#isThere();
  }

  async loadTrials(study: string | null): Promise<readonly TrialRecord[]> {
    return this.#snapshot(() => {
      const readConfig = configReader();
      return trialRows(this.#statements, study).map((row) => trialRecordOf(this.#statements, row, readConfig)); // trial by trial: all rows at once would take twice the memory
    });
  }

  async getTrial(key: string): Promise<TrialRecord | null> {
    return this.#snapshot(() => {
      const row = this.#statements.trial.get(key) as TrialRow | undefined;
      return row === undefined ? null : trialRecordOf(this.#statements, row, configReader());
    });
  }

  async imageCosts({
    model,
    device,
  }: {
    readonly model: string;
    readonly device: string;
  }): Promise<readonly ImageCost[]> {
    const rows = await this.#use(() => this.#statements.imageCosts.all(model, device) as CostRow[]);
    return rows
      .filter(({ images }) => images > 0)
      .map(({ optimizer, seconds, images, epochs }) => ({ optimizer, secondsPerImage: seconds / images, epochs }));
  }

  async startTrial(key: string): Promise<void> {
    await this.#setUnfinished(key, { state: "running", failure: null });
  }

  async suspendTrial(key: string): Promise<void> {
    await this.#setUnfinished(key, { state: "waiting" });
  }

  async failTrial(key: string, sentence: string): Promise<void> {
    await this.#setUnfinished(key, { state: "failed", failure: sentence });
  }

  async appendEpoch(
    key: string,
    { record, timing }: { readonly record: EpochRecord; readonly timing: EpochTiming },
  ): Promise<void> {
    const row = epochRow(key, record, timing);
    await this.#transaction(() => {
      const trial = trialRow(this.#statements, key);
      if (record.epoch <= trial.epochs_done) return refuseOtherEpoch(this.#statements, row);
      if (record.epoch !== trial.epochs_done + 1 || resultOf(trial) !== null)
        throw epochGap(key, { expected: trial.epochs_done + 1, found: record.epoch });
      this.#statements.putEpoch.run(row);
      this.#statements.setEpochsDone.run(record.epoch, key);
    });
  }

  async finishTrial(key: string, result: TrialResult): Promise<void> {
    const columns = resultColumns(result);
    await this.#transaction(() => {
      const trial = trialRow(this.#statements, key);
      const stored = resultOf(trial);
      if (stored !== null) {
        const told = resultColumns(asFarAs(stored, result) as TrialResult);
        const same = canonicalJson(resultColumns(stored)) === canonicalJson(told) && result.epochs === stored.epochs;
        if (same) return;
        throw conflict(key, { what: "result", stored, found: result });
      }
      if (result.epochs !== trial.epochs_done)
        throw epochGap(key, { expected: trial.epochs_done, found: result.epochs });
      this.#statements.setResult.run({ ...columns, key });
    });
  }

  async lockForRun(): Promise<void> {
    if (this.location !== ":memory:") this.#runLock ??= await takeRunLock(this.location);
  }

  async close(): Promise<void> {
    closeFile(this.#database, this.#mode);
    this.#runLock?.release();
  }

  #transaction(work: () => void): Promise<void> {
    return this.#use(() => transact(this.#database, work));
  }

  /** Reads with several statements what was there at one moment, while another process may write. */
  #snapshot<T>(work: () => T): Promise<T> {
    return this.#use(() => readOnce(this.#database, work));
  }

  /** Waits where the file is held; what it holds is read without trust. */
  async #use<T>(work: () => T): Promise<T> {
    const { location } = this;
    const done = await patiently(location, this.#patience, () => decoding(location, () => guarded(location, work)));
    this.#isThere();
    return done;
  }

  /** Changes the state of a trial that has no result; one that has stays as it is. `failure`: left as it is where it is not given. */
  async #setUnfinished(
    key: string,
    { state, failure }: { readonly state: TrialState; readonly failure?: string | null },
  ): Promise<void> {
    await this.#transaction(() => {
      if (resultOf(trialRow(this.#statements, key)) !== null) return;
      if (failure === undefined) this.#statements.setState.run(state, key);
      else this.#statements.setStateAndFailure.run(state, failure, key);
    });
  }
}

interface CostRow {
  readonly optimizer: string;
  readonly seconds: number;
  readonly images: number;
  readonly epochs: number;
}
