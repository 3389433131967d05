/**
 * What is known of a study that runs: pure data, updated by its events. A terminal and a server show the same state.
 */
import type { TrialPhase, TrialResult } from "../records/records.ts";
import type { PlannedTrial } from "../records/storage.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import type { FollowedStudyEvent, FoundTrial } from "./follow-news.ts";

/** A trial as people know it. */
export interface TrialFacts {
  readonly key: string;
  readonly label: string;
  readonly lr: number;
  readonly seed: number;
  /** Most epochs it may take. */
  readonly epochs: number;
}

/** A trial that runs now. Figures are of the running epoch; null before its first progress. */
export interface RunningTrial extends TrialFacts {
  /** Epochs completed and the share of the running one, 0..1. */
  readonly epochsDone: number;
  readonly share: number;
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly imagesPerSecond: number | null;
  /** Validation accuracy of the epochs completed, in order. */
  readonly validation: readonly number[];
  readonly startedAtSeconds: number;
}

/** A trial that ended. */
export interface EndedTrial extends TrialFacts {
  readonly outcome: "finished" | "diverged" | "failed";
  readonly epochsDone: number;
  /** Validation accuracy of the epoch that was chosen. */
  readonly validation: number | null;
  readonly testAccuracy: number | null;
  readonly divergedAtStep: number | null;
  readonly failure: string | null;
  /** Seconds in this run. */
  readonly seconds: number;
}

/** Nothing is heard of the run, since a time on the caller's clock; null: nothing ever was. */
export interface Silence {
  readonly since: number | null;
}

/** The whole study. `done` counts ended trials, those of earlier runs included. */
export interface StudyState {
  readonly total: number;
  readonly done: number;
  readonly secondsLeft: number | null;
  /** Of a study that tunes: the phase that was last begun. */
  readonly phase: TrialPhase | null;
  /** In the order in which they started. */
  readonly running: readonly RunningTrial[];
  /** Of a study that is followed. */
  readonly silence?: Silence;
}

/** Before the first event, of a study of `total` trials. */
export function newStudyState(total: number): StudyState {
  return { total, done: 0, secondsLeft: null, phase: null, running: [] };
}

/** The state after an event that came `now` seconds by the caller's clock. */
export function studyMoves(
  state: StudyState,
  { event, now }: { readonly event: FollowedStudyEvent; readonly now: number },
): StudyState {
  const { total, done, secondsLeft } = event.progress;
  return { ...trialsMove(state, event, now), total, done, secondsLeft };
}

function trialsMove(state: StudyState, event: FollowedStudyEvent, now: number): StudyState {
  switch (event.kind) {
    case "trial": {
      const { key } = event.trial;
      if (event.event.kind === "finished") return trialEnds(state, key);
      const started = event.event.kind === "started";
      return trialMoves(started ? trialStarts(state, factsOf(event.trial), now) : state, key, event.event);
    }
    case "retry":
    case "failed":
      return trialEnds(state, event.trial.key);
    case "phase":
      return { ...state, phase: event.phase };
    case "found":
      return trialFound(state, event, now);
    case "following":
      return { ...heard(state), phase: null, running: [] };
    case "silent":
      return { ...state, silence: { since: event.agoSeconds === null ? null : now - event.agoSeconds } };
    case "heard":
      return heard(state);
    case "started":
    case "waiting":
    case "stopping":
    case "asked-to-stop":
    case "lost":
    case "ended":
      return state;
  }
}

function heard({ silence: _, ...state }: StudyState): StudyState {
  return state;
}

/** A trial that began some time ago, with its epochs so far. */
function trialFound(state: StudyState, { trial, epochs, agoSeconds }: FoundTrial, now: number): StudyState {
  const started = trialStarts(state, factsOf(trial), now - agoSeconds);
  const last = epochs.at(-1);
  if (last === undefined) return started;
  const figures = {
    epochsDone: last.epoch,
    loss: last.trainLoss,
    accuracy: last.trainAccuracy,
    validation: epochs.map(({ validationAccuracy }) => validationAccuracy),
  };
  const running = started.running.map((one) => (one.key === trial.key ? { ...one, ...figures } : one));
  return { ...started, running };
}

/** Adds a trial that starts at `now`. A trial that starts again takes its old place. */
export function trialStarts(state: StudyState, trial: TrialFacts, now: number): StudyState {
  const fresh: RunningTrial = {
    ...trial,
    epochsDone: 0,
    share: 0,
    loss: null,
    accuracy: null,
    imagesPerSecond: null,
    validation: [],
    startedAtSeconds: now,
  };
  const others = state.running.filter(({ key }) => key !== trial.key);
  return { ...state, running: [...others, fresh] };
}

/** The state after an event of one running trial; an event of an unknown trial changes nothing. */
export function trialMoves(state: StudyState, key: string, event: TrainerEvent): StudyState {
  return { ...state, running: state.running.map((trial) => (trial.key === key ? moved(trial, event) : trial)) };
}

/** How a running trial ended, `now` seconds by the clock that it started on. */
export function endedTrial(trial: RunningTrial, result: TrialResult, now: number): EndedTrial {
  const { key, label, lr, seed, epochs, validation } = trial;
  return {
    key,
    label,
    lr,
    seed,
    epochs,
    outcome: result.status,
    epochsDone: result.epochs,
    validation: result.bestEpoch === null ? null : (validation[result.bestEpoch - 1] ?? null),
    testAccuracy: result.test?.accuracy ?? null,
    divergedAtStep: result.divergedAtStep,
    failure: null,
    seconds: now - trial.startedAtSeconds,
  };
}

/** A trial that was given up, as an ended one. */
export function failedTrial(facts: TrialFacts, sentence: string): EndedTrial {
  const nothing = { epochsDone: 0, validation: null, testAccuracy: null, divergedAtStep: null, seconds: 0 };
  return { ...facts, ...nothing, outcome: "failed", failure: sentence };
}

/** The facts of a planned trial. */
export function factsOf({ key, config }: PlannedTrial): TrialFacts {
  const { optimizer, lr, seed, training } = config;
  return { key, label: optimizer.label, lr, seed, epochs: training.epochs };
}

/** Takes a trial out of the running ones. */
export function trialEnds(state: StudyState, key: string): StudyState {
  return { ...state, running: state.running.filter((trial) => trial.key !== key) };
}

function moved(trial: RunningTrial, event: TrainerEvent): RunningTrial {
  switch (event.kind) {
    case "started":
      return { ...trial, epochsDone: Math.floor(event.resumedFromStep / Math.max(1, event.stepsPerEpoch)) };
    case "progress":
      return {
        ...trial,
        epochsDone: event.epoch - 1,
        share: event.step / event.stepsPerEpoch,
        loss: event.trainLoss,
        accuracy: event.trainAccuracy,
        imagesPerSecond: event.imagesPerSecond,
      };
    case "epoch":
      return {
        ...trial,
        epochsDone: event.record.epoch,
        share: 0,
        loss: event.record.trainLoss,
        accuracy: event.record.trainAccuracy,
        validation: [...trial.validation.slice(0, event.record.epoch - 1), event.record.validationAccuracy],
        imagesPerSecond: event.timing.imagesPerSecond,
      };
    case "checkpoint":
    case "finished":
      return trial;
  }
}
