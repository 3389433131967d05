/**
 * The storage contract on an SQL database, of whichever dialect.
 */
import { asFarAs } from "../../core/as-far-as.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { InternalError } from "../../core/errors.ts";
import { epochRow } from "../epoch-rows.ts";
import type { EpochRecord, EpochTiming, StudyRecord, TrialRecord, TrialResult, TrialState } from "../records.ts";
import { resultColumns, resultOf, stateOf } from "../rows.ts";
import type { StudyPulse } from "../run-progress.ts";
import type {
  ChangeCursor,
  ImageCost,
  PlannedTrial,
  ReadingChoice,
  Storage,
  StudyChanges,
  StudyStanding,
  TrialClaim,
  TrialHead,
} from "../storage.ts";
import { decoding, rowSum } from "../stored.ts";
import { studyChanges } from "./changes.ts";
import { eachTrial, oneTrial, type SecondReader } from "./each-trial.ts";
import {
  addMembers,
  conflict,
  epochGap,
  memberKeys,
  putMembers,
  putTrials,
  refuseOtherEpoch,
  trialRow,
} from "./members.ts";
import { renewKeys } from "./older-files.ts";
import { putProgress } from "./progress.ts";
import { allThere, studyOf, trialHeads } from "./reading.ts";
import type { SqlDatabase, SqlSession } from "./session.ts";
import { studyStandings } from "./standings.ts";
import { accessTo, type StudyAccess } from "./study-access.ts";
import { type StudyQueries, studyQueries } from "./study-queries.ts";
import type { StudyTables } from "./tables.ts";

type TrialRow = StudyTables["trial"];

/** Trials from which on a second reader is worth its start. */
const fewestForTwo = 10_000;

/** A store of studies on a database that has its tables. Each method is one transaction. */
export class SqlStorage implements Storage {
  readonly location: string;
  readonly #database: SqlDatabase<StudyTables>;
  readonly #queries: StudyQueries;
  readonly #startReader: (() => Promise<SecondReader | null>) | null;

  /** `startReader`: starts a second reader of the same store; null: there is none. */
  constructor(database: SqlDatabase<StudyTables>, startReader: (() => Promise<SecondReader | null>) | null = null) {
    this.location = database.location;
    this.#startReader = startReader;
    this.#database = database;
    this.#queries = studyQueries(database.queries);
  }

  async putStudy(study: StudyRecord, trials: readonly PlannedTrial[]): Promise<void> {
    if (study.trialKeys.length !== trials.length || trials.some(({ key }, i) => key !== study.trialKeys[i]))
      throw new InternalError("putStudy was given trials that are not those of the study");
    const { name, command } = study;
    const config = canonicalJson(study.config);
    await this.#write(async (access) => {
      const { session, queries } = access;
      await session.run(queries.putStudy({ name, config, command, sum: rowSum([name, config, command]) }));
      await renewKeys(access);
      const known = new Set((await session.rows(queries.trialKeys({}))).map(({ key }) => key));
      await putTrials(access, trials, known);
      await putMembers(access, name, trials);
    });
  }

  async extendStudy(study: string, trials: readonly PlannedTrial[]): Promise<void> {
    await this.#write(async (access) => {
      const { session, queries } = access;
      if ((await session.rows(queries.study({ study }))).length === 0)
        throw new InternalError(`extendStudy was given the study ${study}, which is not stored`);
      const known = new Set((await session.rows(queries.trialKeys({}))).map(({ key }) => key));
      await putTrials(access, trials, known);
      await addMembers(access, study, trials);
    });
  }

  async listStudies(): Promise<readonly StudyRecord[]> {
    return this.#read(async (access) => {
      const studies: StudyRecord[] = [];
      for (const row of await access.session.rows(access.queries.studies({}))) studies.push(await studyOf(access, row));
      return studies;
    });
  }

  async getStudy(name: string): Promise<StudyRecord | null> {
    return this.#read(async (access) => {
      const [row] = await access.session.rows(access.queries.study({ study: name }));
      return row === undefined ? null : studyOf(access, row);
    });
  }

  async listStates(study: string | null): Promise<ReadonlyMap<string, TrialState>> {
    return this.#read(async ({ session, queries }) => {
      const rows =
        study === null
          ? await session.rows(queries.states({}))
          : allThere<Pick<TrialRow, "key" | "state">>(await session.rows(queries.statesOf({ study })), study);
      return new Map(rows.map(({ key, state }) => [key, stateOf(state, key)]));
    });
  }

  async listStandings(): Promise<readonly StudyStanding[]> {
    return this.#read(studyStandings);
  }

  async listTrials(study: string | null): Promise<readonly TrialHead[]> {
    return this.#read((access) => trialHeads(access, study));
  }

  async changesSince(study: string, cursor: ChangeCursor | null): Promise<StudyChanges> {
    return this.#read((access) => studyChanges(access, study, cursor));
  }

  async putPulse(study: string, pulse: StudyPulse): Promise<void> {
    await putProgress({ database: this.#database, queries: this.#queries }, study, pulse);
  }

  async loadTrials(study: string | null): Promise<readonly TrialRecord[]> {
    const trials = new Map<string, TrialRecord>();
    await this.eachTrial(study, (trial) => trials.set(trial.key, { ...trial }));
    return [...trials.values()];
  }

  async eachTrial(
    study: string | null,
    use: (trial: TrialRecord) => void,
    { twoThreads = false }: ReadingChoice = {},
  ): Promise<void> {
    const second = twoThreads && study !== null ? await this.#secondReader(study) : null;
    try {
      await this.#read((access) => eachTrial(access, { study, second }, use));
    } finally {
      await second?.close();
    }
  }

  async getTrial(key: string): Promise<TrialRecord | null> {
    return this.#read(async (access) => {
      const [row] = await access.session.rows(access.queries.trial({ key }));
      return row === undefined ? null : oneTrial(access, row);
    });
  }

  async imageCosts(kind: { readonly model: string; readonly device: string }): Promise<readonly ImageCost[]> {
    const rows = await this.#read(({ session, queries }) => session.rows(queries.imageCosts(kind)));
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
    await this.#write(async (access) => {
      const { session, queries } = access;
      const trial = await trialRow(access, key);
      if (record.epoch <= trial.epochs_done) return refuseOtherEpoch(access, row);
      if (record.epoch !== trial.epochs_done + 1 || resultOf(trial) !== null)
        throw epochGap(key, { expected: trial.epochs_done + 1, found: record.epoch });
      await session.run(queries.putEpoch(row));
      await session.run(queries.setEpochsDone({ key, epochs_done: record.epoch }));
    });
  }

  async finishTrial(key: string, result: TrialResult): Promise<void> {
    const columns = resultColumns(result);
    await this.#write(async (access) => {
      const trial = await trialRow(access, key);
      const stored = resultOf(trial);
      if (stored !== null) {
        const told = resultColumns(asFarAs(stored, result) as TrialResult);
        const same = canonicalJson(resultColumns(stored)) === canonicalJson(told) && result.epochs === stored.epochs;
        if (same) return;
        throw conflict(key, { what: "result", stored, found: result });
      }
      if (result.epochs !== trial.epochs_done)
        throw epochGap(key, { expected: trial.epochs_done, found: result.epochs });
      await access.session.run(access.queries.setResult({ ...columns, key }));
    });
  }

  async lockForRun(study: string): Promise<void> {
    await this.#database.lockForRun(study);
  }

  async claimTrial(study: string, key: string): Promise<TrialClaim> {
    const isOurs = await this.#database.claim(study, `trial ${key}`);
    const { result } = await this.#read(async (access) => ({ result: resultOf(await trialRow(access, key)) }));
    if (result !== null) {
      await this.giveUpTrial(study, key);
      return "ended";
    }
    return isOurs ? "ours" : "elsewhere";
  }

  async giveUpTrial(study: string, key: string): Promise<void> {
    await this.#database.giveUp(study, `trial ${key}`);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  async #secondReader(study: string): Promise<SecondReader | null> {
    if (this.#startReader === null) return null;
    const trials = await this.#read(async (access) => (await memberKeys(access, study)).length);
    return trials < fewestForTwo ? null : this.#startReader();
  }

  #write(work: (access: StudyAccess) => Promise<void>): Promise<void> {
    return decoding(this.location, () => this.#database.write((session) => work(this.#access(session))));
  }

  /** What was there at one moment, while another process may write; it is read without trust. */
  #read<T>(work: (access: StudyAccess) => Promise<T>): Promise<T> {
    return decoding(this.location, () => this.#database.read((session) => work(this.#access(session))));
  }

  #access(session: SqlSession): StudyAccess {
    return accessTo(this.#database, { session, queries: this.#queries });
  }

  /** Changes the state of a trial that has no result; one that has stays as it is. `failure`: left as it is where it is not given. */
  async #setUnfinished(
    key: string,
    { state, failure }: { readonly state: TrialState; readonly failure?: string | null },
  ): Promise<void> {
    await this.#write(async (access) => {
      const { session, queries } = access;
      if (resultOf(await trialRow(access, key)) !== null) return;
      await session.run(
        failure === undefined ? queries.setState({ key, state }) : queries.setStateAndFailure({ key, state, failure }),
      );
    });
  }
}
