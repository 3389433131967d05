/**
 * The storage contract: where studies and trials are kept, and the laws that every store obeys.
 *
 * Laws, checked for every store by `storage.conformance.ts`:
 *  - Puts are idempotent: the same put twice leaves what one leaves.
 *  - A finished trial never changes: the same result again is a no-op, a different one is refused (`record-conflict`), and
 *    no later start, failure or epoch touches it.
 *  - Epochs append in order, 1, 2, 3 …: an equal epoch again is a no-op, a different one is refused (`record-conflict`), a
 *    gap is refused (`epoch-gap`). The first timing of an epoch is kept.
 *  - A study grows at its end: what is added comes behind what it has.
 *  - A trial is planned before it is touched; trials outlive the studies that name them, so a trial is never computed twice.
 *  - Every call is one transaction: after a kill at any moment it happened wholly or not at all.
 *  - One process at a time runs the trials of a study, of a file those of any (`lockForRun`); any number may read meanwhile.
 *  - A trial that several studies share is computed by one run at a time (`claimTrial`).
 *  - A reader that goes on from a cursor is told of every trial that was changed since, by whoever changed it; from a cursor of another
 *    store, or of none, it is told of everything, and that it is everything.
 *  - What a run tells of itself changes no record and no revision.
 *  - What is read back equals what was put, number for number.
 */
import type {
  EpochRecord,
  EpochTiming,
  StudyRecord,
  TrialConfig,
  TrialRecord,
  TrialResult,
  TrialState,
} from "./records.ts";
import type { StudyPulse } from "./run-progress.ts";

/** A trial that is to be run: its key (see `trialKey`) and everything that determines it. */
export interface PlannedTrial {
  readonly key: string;
  readonly config: TrialConfig;
  /** It goes on from where a shorter trial with the same settings ended, after so many epochs; kept in no store. */
  readonly goesOn?: { readonly key: string; readonly epochs: number };
  /** A longer trial may go on from it; kept in no store. */
  readonly mayGoOn?: true;
}

/** A trial without its epochs: what lists, plans and resume look at. */
export interface TrialHead {
  readonly key: string;
  readonly config: TrialConfig;
  readonly state: TrialState;
  readonly epochsDone: number;
  readonly result: TrialResult | null;
  /** Record of `result.bestEpoch`; null while there is none. */
  readonly best: EpochRecord | null;
  readonly failure: string | null;
}

/** What trials of an optimizer have cost: seconds of training and evaluation for each training image, and over how many epochs. */
export interface ImageCost {
  readonly optimizer: string;
  readonly secondsPerImage: number;
  readonly epochs: number;
}

/** Where a reader of changes stands. `store`: what a store is known by, another one where it was deleted and made again; null: one that keeps no revisions. */
export interface ChangeCursor {
  readonly store: string | null;
  readonly revision: number;
}

/** What a reader had not seen of a study, and how its run stands, all of one moment. */
export interface StudyChanges {
  /** Where to go on from. */
  readonly cursor: ChangeCursor;
  /** `study` and `trials` are everything there is, and what was known before is not to be relied on. */
  readonly whole: boolean;
  /** The study, where it or the list of its trials has changed. */
  readonly study: StudyRecord | null;
  /** Trials that have changed, in the order of the study. */
  readonly trials: readonly TrialHead[];
  /** What the run told last; null where none ever told anything. */
  readonly pulse: StudyPulse | null;
}

/** How a study stands, without its trials. */
export interface StudyStanding {
  readonly name: string;
  /** Trials in each state that some are in. */
  readonly trials: ReadonlyMap<TrialState, number>;
  /** What the run told last; null where none ever told anything. */
  readonly pulse: StudyPulse | null;
}

/** What came of a claim: the trial is the run's to compute; the run of another study computes it; or it has a result. */
export type TrialClaim = "ours" | "elsewhere" | "ended";

/** How many trials are read at once. */
export interface ReadingChoice {
  /** A second thread reads epochs of a large study beside the one that asks, of the same moment; the trials are the same. */
  readonly twoThreads?: boolean;
}

/** A store. Every method fails with a `LabError` (`disk-full`, `storage-read-only`, `storage-damaged`) when the disk does. */
export interface Storage {
  /** Path or address, for messages. */
  readonly location: string;
  /**
   * Writes the study (replacing the one of the same name) and adds its trials as `waiting` where they are new.
   * `trials` are those of `study.trialKeys`, in that order.
   */
  putStudy(study: StudyRecord, trials: readonly PlannedTrial[]): Promise<void>;
  /** Adds trials to a stored study, behind those it has; one that it has stays where it is. */
  extendStudy(study: string, trials: readonly PlannedTrial[]): Promise<void>;
  /** Studies by name. */
  listStudies(): Promise<readonly StudyRecord[]>;
  getStudy(name: string): Promise<StudyRecord | null>;
  /** How all studies stand, by name; the database counts. */
  listStandings(): Promise<readonly StudyStanding[]>;
  /** States of a study's trials by key, in its order, or of every trial of the store (null): all that resuming needs, and cheap for any number. */
  listStates(study: string | null): Promise<ReadonlyMap<string, TrialState>>;
  /** Trials of a study in its order, without epochs; null: every trial of the store, by key. */
  listTrials(study: string | null): Promise<readonly TrialHead[]>;
  /** Trials with epochs and timings, in the same order. */
  loadTrials(study: string | null): Promise<readonly TrialRecord[]>;
  /**
   * The same one after another, all of one moment, with their epochs packed (`packed-epochs.ts`): whoever keeps them holds millions of epochs in little memory. Where a connection
   * is lost on the way, it begins again: a trial that comes twice is what it was the second time.
   */
  eachTrial(study: string | null, use: (trial: TrialRecord) => void, how?: ReadingChoice): Promise<void>;
  getTrial(key: string): Promise<TrialRecord | null>;
  /** What has changed in a study since a reader stood at `cursor`; everything for null. Asking writes nothing and holds nobody up. */
  changesSince(study: string, cursor: ChangeCursor | null): Promise<StudyChanges>;
  /** Measured costs of the store's trials with this model and device. */
  imageCosts(kind: { readonly model: string; readonly device: string }): Promise<readonly ImageCost[]>;

  /** The trial is being run: `running`, and its last failure is forgotten. */
  startTrial(key: string): Promise<void>;
  appendEpoch(key: string, epoch: { readonly record: EpochRecord; readonly timing: EpochTiming }): Promise<void>;
  /** State becomes the result's status. The result's epochs must have been appended (`epoch-gap`). */
  finishTrial(key: string, result: TrialResult): Promise<void>;
  /** The trial could not be run: `failed`, with the sentence. */
  failTrial(key: string, sentence: string): Promise<void>;
  /** The trial was interrupted: `waiting` again, its epochs kept. */
  suspendTrial(key: string): Promise<void>;

  /** Keeps what the run of a study tells of itself, in place of what it told before; left out where another program holds the store. */
  putPulse(study: string, pulse: StudyPulse): Promise<void>;

  /** Takes the right to run a study's trials until `close`; refused with `already-running` while another process holds it. */
  lockForRun(study: string): Promise<void>;
  /** Takes the right to compute a trial for the run of a study (`lockForRun`), until `giveUpTrial` or `close`. */
  claimTrial(study: string, key: string): Promise<TrialClaim>;
  giveUpTrial(study: string, key: string): Promise<void>;
  close(): Promise<void>;
}
