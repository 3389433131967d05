/**
 * What a progress display knows: pure data, updated by the events of a study.
 */
import type { TrainerEvent } from "../../trainer/events.ts";

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
  /** Best validation accuracy so far. */
  readonly best: number | null;
  readonly startedAtSeconds: number;
}

/** A trial that ended. */
export interface EndedTrial extends TrialFacts {
  readonly outcome: "finished" | "diverged" | "failed";
  readonly epochsDone: number;
  readonly best: number | null;
  readonly testAccuracy: number | null;
  readonly divergedAtStep: number | null;
  readonly failure: string | null;
  /** Seconds in this run. */
  readonly seconds: number;
}

/** The whole study. `done` counts ended trials, those of earlier runs included. */
export interface ProgressState {
  readonly total: number;
  readonly done: number;
  readonly secondsLeft: number | null;
  /** In the order in which they started. */
  readonly running: readonly RunningTrial[];
}

/** Adds a trial that starts at `now`. A trial that starts again takes its old place. */
export function trialStarts(state: ProgressState, trial: TrialFacts, now: number): ProgressState {
  const fresh: RunningTrial = {
    ...trial,
    epochsDone: 0,
    share: 0,
    loss: null,
    accuracy: null,
    imagesPerSecond: null,
    best: null,
    startedAtSeconds: now,
  };
  const others = state.running.filter(({ key }) => key !== trial.key);
  return { ...state, running: [...others, fresh] };
}

/** The state after an event of one running trial; an event of an unknown trial changes nothing. */
export function trialMoves(state: ProgressState, key: string, event: TrainerEvent): ProgressState {
  return { ...state, running: state.running.map((trial) => (trial.key === key ? moved(trial, event) : trial)) };
}

/** Takes a trial out of the running ones. */
export function trialEnds(state: ProgressState, key: string): ProgressState {
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
    case "epoch": {
      const accuracy = event.record.validationAccuracy;
      return {
        ...trial,
        epochsDone: event.record.epoch,
        share: 0,
        loss: event.record.trainLoss,
        best: trial.best === null ? accuracy : Math.max(trial.best, accuracy),
        imagesPerSecond: event.timing.imagesPerSecond,
      };
    }
    case "checkpoint":
    case "finished":
      return trial;
  }
}
