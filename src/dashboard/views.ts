/**
 * What the page is told of runs: plain data, the same on both sides of the connection. Times are seconds since 1970 by the server's clock;
 * accuracies 0..1.
 */
import type { TrialPhase, TrialState } from "../records/records.ts";
import type { StudyPulse } from "../records/run-progress.ts";

/** How a run stands. `lost`: it ended without a word; `idle`: it is not under way, and something is left to do. */
export type RunState = "running" | "stopping" | "complete" | "stopped" | "failed" | "lost" | "idle";

/** The best trial so far, by validation. */
export interface BestTrial {
  readonly label: string;
  readonly lr: number;
  readonly validation: number;
}

/** A run in the list. */
export interface RunSummary {
  /** Names the run in addresses of this server. */
  readonly id: string;
  readonly kind: "study" | "discovery";
  readonly name: string;
  /** Path of its store. */
  readonly location: string;
  readonly state: RunState;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly secondsLeft: number | null;
  readonly workers: number | null;
  readonly heardAt: number | null;
  readonly best: BestTrial | null;
  /** Best validation accuracy, or fitness, as trials ended: at most 40 points. */
  readonly curve: readonly number[];
}

/** A store that could not be read, in a sentence. */
export interface UnreadRun {
  readonly location: string;
  readonly sentence: string;
}

/** What people keep on a run. `version` counts the times that it was saved. */
export interface RunNotes {
  readonly note: string;
  readonly tags: readonly string[];
  readonly version: number;
}

/** A run in the list, with what is kept on it. */
export interface ListedRun extends RunSummary {
  readonly notes: RunNotes;
}

/** A run that was started from a page and has not told of itself yet; `run`: its id once it does. */
export interface StartedRun {
  readonly run: string;
  readonly kind: "study" | "discovery";
  readonly name: string;
  readonly state: "starting" | "failed";
  /** Why it failed. */
  readonly sentence: string | null;
}

/** What the list shows. */
export interface RunList {
  readonly runs: readonly ListedRun[];
  readonly unread: readonly UnreadRun[];
  readonly starting: readonly StartedRun[];
}

/** Whether a page may change anything: the secret that it sends along, and why it may not. */
export interface Access {
  readonly secret: string;
  readonly refusal: string | null;
}

/** What may be done with a run now. `resumes`: the words, behind `lionlab`, that would go on with it, null where workers of its server do; `sentence`: why nothing may be done. */
export interface RunActions {
  readonly actions: readonly ("pause" | "stop" | "resume")[];
  readonly resumes: { readonly argv: readonly string[]; readonly cwd: string } | null;
  readonly sentence: string | null;
}

/** Presets by what they are for. */
export interface PresetList {
  readonly study: readonly { readonly name: string; readonly about: string }[];
  readonly discovery: readonly { readonly name: string; readonly about: string }[];
}

/** A study beside others. */
export interface ComparedStudy {
  readonly summary: RunSummary;
  /** Trials that judge, and have begun. */
  readonly rows: readonly TrialRow[];
  /** What its trials share, by the path of each setting: JSON texts. */
  readonly settings: { readonly [path: string]: string };
  /** Another tool computed it. */
  readonly isImported: boolean;
}

/** What an order would run. `total` counts trials or searches, `atLeast` where results decide how many more. */
export interface PlannedOrder {
  readonly kind: "study" | "discovery";
  readonly name: string;
  readonly folder: string;
  /** A run of the name is there: it would be gone on with. */
  readonly exists: boolean;
  readonly total: number;
  readonly atLeast: boolean;
  readonly done: number;
  readonly secondsLeft: number | null;
  readonly workers: number | null;
  readonly optimizers: readonly string[];
  readonly notes: readonly string[];
}

/** A trial in the table. */
export interface TrialRow {
  readonly key: string;
  readonly label: string;
  readonly optimizer: string;
  readonly lr: number;
  readonly seed: number;
  readonly phase: TrialPhase;
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  readonly state: TrialState;
  readonly epochs: number;
  readonly epochsDone: number;
  /** Of the best epoch, while there is one. */
  readonly validation: number | null;
  readonly validationLoss: number | null;
  readonly test: number | null;
  readonly failure: string | null;
}

/** What does not change while a study runs. */
export interface StudyFacts {
  readonly name: string;
  readonly location: string;
  readonly command: string;
  readonly data: string;
  readonly model: string;
  readonly order: readonly string[];
}

/** What a page had not seen of a study. */
export interface StudyFrame {
  /** `rows` are all there are, and what was known before is gone. */
  readonly whole: boolean;
  /** Where it or the order of its trials has changed. */
  readonly facts: StudyFacts | null;
  readonly rows: readonly TrialRow[];
  readonly summary: RunSummary;
  readonly pulse: StudyPulse | null;
}

/** The epochs of a trial, a column each. */
export interface TrialCurve {
  readonly key: string;
  readonly epoch: readonly number[];
  /** Seconds of training and evaluation up to the end of each epoch. */
  readonly seconds: readonly number[];
  readonly trainLoss: readonly number[];
  readonly trainAccuracy: readonly number[];
  readonly validationLoss: readonly number[];
  readonly validationAccuracy: readonly number[];
  /** How many points by steps it has; see `TrialSteps`. */
  readonly stepsKept: number;
}

/** Points of a trial by steps, a column each. */
export interface TrialSteps {
  readonly key: string;
  /** 0 where it has none. */
  readonly stepsPerEpoch: number;
  readonly step: readonly number[];
  /** Means over the steps that end with the point's. */
  readonly trainLoss: readonly number[];
}

/** Images of the test set of a model's data set, from `from` on; where there are none to show, a sentence says why. */
export type SampleImages =
  | { readonly sentence: string }
  | {
      readonly sentence: null;
      /** Of the data set. */
      readonly title: string;
      readonly from: number;
      /** Images in the test set. */
      readonly count: number;
      /** `[channels, height, width]`. */
      readonly shape: readonly [number, number, number];
      /** `label`: number of the class, `name`: its name; `bytes`: of the image in base64. */
      readonly samples: readonly { readonly label: number; readonly name: string; readonly bytes: string }[];
    };

/** A trained model of a run: a trial whose weights were kept. */
export interface KeptModel {
  readonly key: string;
  readonly label: string;
  readonly lr: number;
  readonly seed: number;
  /** Best of validation, and of the test where it was read; 0..1. */
  readonly validation: number | null;
  readonly test: number | null;
}
