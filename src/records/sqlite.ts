/**
 * The storage contract on a SQLite file in WAL mode: one writer, readers at any time.
 */
import type { Kysely } from "kysely";
import { InternalError } from "../core/errors.ts";
import { canonicalJson } from "../core/hash.ts";
import type { StoreMode, StoreOptions } from "./location.ts";
import { type Patience, patiently } from "./patience.ts";
import type { EpochRecord, EpochTiming, StudyRecord, TrialRecord, TrialResult, TrialState } from "./records.ts";
import { checkedTrial, epochRow, headOf, plannedRow, resultColumns, resultOf, stateOf, trialOf } from "./rows.ts";
import { sameFile } from "./same-file.ts";
import { type Database, queryBuilder } from "./sqlite-engine.ts";
import { closeFile, openFile } from "./sqlite-file.ts";
import { takeRunLock } from "./sqlite-lock.ts";
import {
  byTrial,
  conflict,
  epochGap,
  insertEach,
  memberKeys,
  putMembers,
  type Query,
  refuseOtherEpoch,
  renewKeys,
  trialRow,
} from "./sqlite-queries.ts";
import { studyFile, type Tables } from "./sqlite-schema.ts";
import type { ImageCost, PlannedTrial, Storage, TrialHead } from "./storage.ts";
import { checkSum, decoding, requireStored, rowSum, storedObject } from "./stored.ts";

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
  readonly #query: Kysely<Tables>;
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
    this.#query = queryBuilder<Tables>(database, location);
  }

  async putStudy(study: StudyRecord, trials: readonly PlannedTrial[]): Promise<void> {
    if (study.trialKeys.length !== trials.length || trials.some(({ key }, i) => key !== study.trialKeys[i]))
      throw new InternalError("putStudy was given trials that are not those of the study");
    const text = { name: study.name, config: canonicalJson(study.config), command: study.command };
    const row = { ...text, sum: rowSum(Object.values(text)) };
    await this.#transaction(async (query) => {
      const { name, ...rest } = row;
      await query
        .insertInto("study")
        .values(row)
        .onConflict((conflict) => conflict.column("name").doUpdateSet(rest))
        .execute();
      await renewKeys(query);
      const known = new Set((await query.selectFrom("trial").select("key").execute()).map(({ key }) => key));
      const added = trials.filter(({ key }) => !known.has(key)).map(plannedRow);
      await insertEach(query, added, (trial) => query.insertInto("trial").values(trial));
      await putMembers(query, name, trials);
    });
  }

  async listStudies(): Promise<readonly StudyRecord[]> {
    return this.#use(async () => {
      const rows = await this.#query.selectFrom("study").selectAll().orderBy("name").execute();
      return Promise.all(rows.map((row) => this.#studyOf(row)));
    });
  }

  async getStudy(name: string): Promise<StudyRecord | null> {
    return this.#use(async () => {
      const row = await this.#query.selectFrom("study").selectAll().where("name", "=", name).executeTakeFirst();
      return row === undefined ? null : this.#studyOf(row);
    });
  }

  async listStates(study: string): Promise<ReadonlyMap<string, TrialState>> {
    return this.#use(async () => {
      const rows = await this.#query
        .selectFrom("study_trial")
        .innerJoin("trial", "trial.key", "study_trial.trial_key")
        .select(["trial.key", "trial.state"])
        .where("study_trial.study", "=", study)
        .orderBy("study_trial.position")
        .execute();
      requireStored(rows.length === (await memberKeys(this.#query, study)).length, `the trials of ${study}`);
      return new Map(rows.map(({ key, state }) => [key, stateOf(state, key)]));
    });
  }

  async listTrials(study: string | null): Promise<readonly TrialHead[]> {
    return this.#use(async () => {
      const best = await this.#epochRows(study, "best");
      const bestOf = new Map(best.map((row) => [row.trial_key, row]));
      return (await this.#trialRows(study)).map((row) => headOf(row, bestOf.get(row.key) ?? null));
    });
  }

  async loadTrials(study: string | null): Promise<readonly TrialRecord[]> {
    return this.#use(async () => {
      const epochs = byTrial(await this.#epochRows(study, "all"));
      return (await this.#trialRows(study)).map((row) => trialOf(row, epochs.get(row.key) ?? []));
    });
  }

  async getTrial(key: string): Promise<TrialRecord | null> {
    return this.#use(async () => {
      const row = await this.#query.selectFrom("trial").selectAll().where("key", "=", key).executeTakeFirst();
      if (row === undefined) return null;
      const epochs = this.#query.selectFrom("epoch").selectAll().where("trial_key", "=", key).orderBy("epoch");
      return trialOf(row, await epochs.execute());
    });
  }

  async imageCosts({
    model,
    device,
  }: {
    readonly model: string;
    readonly device: string;
  }): Promise<readonly ImageCost[]> {
    const costs = this.#query
      .selectFrom("epoch")
      .innerJoin("trial", "trial.key", "epoch.trial_key")
      .where("trial.model", "=", model)
      .where("trial.device", "=", device)
      .groupBy("trial.optimizer")
      .orderBy("trial.optimizer")
      .select((e) => [
        "trial.optimizer",
        e.fn.sum<number>(e("epoch.train_seconds", "+", e.ref("epoch.evaluate_seconds"))).as("seconds"),
        e.fn.sum<number>(e("epoch.train_seconds", "*", e.ref("epoch.images_per_second"))).as("images"),
        e.fn.countAll<number>().as("epochs"),
      ]);
    const rows = await this.#use(() => costs.execute());
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
    await this.#transaction(async (query) => {
      const trial = await trialRow(query, key);
      if (record.epoch <= trial.epochs_done) return refuseOtherEpoch(query, row);
      if (record.epoch !== trial.epochs_done + 1 || resultOf(trial) !== null)
        throw epochGap(key, { expected: trial.epochs_done + 1, found: record.epoch });
      await query.insertInto("epoch").values(row).execute();
      await query.updateTable("trial").set({ epochs_done: record.epoch }).where("key", "=", key).execute();
    });
  }

  async finishTrial(key: string, result: TrialResult): Promise<void> {
    const columns = resultColumns(result);
    await this.#transaction(async (query) => {
      const trial = await trialRow(query, key);
      const stored = resultOf(trial);
      if (stored !== null) {
        const same = canonicalJson(resultColumns(stored)) === canonicalJson(columns) && result.epochs === stored.epochs;
        if (same) return;
        throw conflict(key, { what: "result", stored, found: result });
      }
      if (result.epochs !== trial.epochs_done)
        throw epochGap(key, { expected: trial.epochs_done, found: result.epochs });
      await query.updateTable("trial").set(columns).where("key", "=", key).execute();
    });
  }

  async lockForRun(): Promise<void> {
    if (this.location !== ":memory:") this.#runLock ??= await takeRunLock(this.location);
  }

  async close(): Promise<void> {
    closeFile(this.#database, this.#mode);
    this.#runLock?.release();
  }

  #transaction(work: (query: Query) => Promise<void>): Promise<void> {
    return this.#use(() => this.#query.transaction().execute(work));
  }

  /** Waits where the file is held; what it holds is read without trust. */
  async #use<T>(work: () => Promise<T>): Promise<T> {
    const done = await patiently(this.location, this.#patience, () => decoding(this.location, work));
    this.#isThere();
    return done;
  }

  async #studyOf({ name, config, command, sum }: Tables["study"]): Promise<StudyRecord> {
    requireStored(typeof name === "string" && typeof command === "string", "a study's name or command");
    checkSum(sum, [name, config, command], `the study ${name}`);
    const trialKeys = await memberKeys(this.#query, name);
    return { schemaVersion: 1, name, config: storedObject(config, `the config of ${name}`), command, trialKeys };
  }

  async #trialRows(study: string | null): Promise<readonly Tables["trial"][]> {
    const trials = this.#query.selectFrom("trial").selectAll("trial");
    if (study === null) return (await trials.orderBy("key").execute()).map(checkedTrial);
    const rows = await trials
      .innerJoin("study_trial", "study_trial.trial_key", "trial.key")
      .selectAll("study_trial")
      .where("study_trial.study", "=", study)
      .orderBy("study_trial.position")
      .execute();
    requireStored(rows.length === (await memberKeys(this.#query, study)).length, `the trials of ${study}`);
    return rows.map(checkedTrial);
  }

  /** Epochs of a study's trials in order: all of them, or each trial's best. */
  async #epochRows(study: string | null, which: "all" | "best"): Promise<readonly Tables["epoch"][]> {
    let epochs = this.#query.selectFrom("trial").innerJoin("epoch", "epoch.trial_key", "trial.key").selectAll("epoch");
    if (which === "best") epochs = epochs.whereRef("epoch.epoch", "=", "trial.best_epoch");
    if (study !== null)
      epochs = epochs.where("trial.key", "in", (e) =>
        e.selectFrom("study_trial").select("trial_key").where("study", "=", study),
      );
    return epochs.orderBy("epoch.trial_key").orderBy("epoch.epoch").execute();
  }

  /** Changes the state of a trial that has no result; one that has stays as it is. */
  async #setUnfinished(
    key: string,
    change: { readonly state: string; readonly failure?: string | null },
  ): Promise<void> {
    await this.#transaction(async (query) => {
      if (resultOf(await trialRow(query, key)) === null)
        await query.updateTable("trial").set(change).where("key", "=", key).execute();
    });
  }
}
