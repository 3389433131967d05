/**
 * What a study tells of itself, from its events.
 */
import type { StudyPulse, TrialPulse } from "../records/run-progress.ts";
import type { StudyEvent } from "./events.ts";

/** Before the first event. */
export const noStudyPulse: Pick<StudyPulse, "workers" | "progress" | "phase" | "trials"> = {
  workers: 0,
  progress: { done: 0, failed: 0, running: 0, total: 0, secondsLeft: null },
  phase: null,
  trials: [],
};

/** What is told after an event that came at `now`, in seconds since 1970. */
export function studyPulseMoves(pulse: StudyPulse, event: StudyEvent, now: number): StudyPulse {
  const next = { ...pulse, progress: event.progress };
  switch (event.kind) {
    case "started":
      return { ...next, workers: event.workers };
    case "phase":
      return { ...next, phase: { phase: event.phase, trials: event.trials } };
    case "trial":
      return { ...next, trials: trialsMove(pulse.trials, event, now) };
    case "retry":
    case "failed":
      return { ...next, trials: without(pulse.trials, event.trial.key) };
    case "waiting":
      return next;
    case "stopping":
      return { ...next, state: "stopping" };
    case "ended":
      return { ...next, state: event.outcome, trials: [] };
  }
}

function trialsMove(
  trials: readonly TrialPulse[],
  { trial: { key }, event }: Extract<StudyEvent, { kind: "trial" }>,
  now: number,
): readonly TrialPulse[] {
  switch (event.kind) {
    case "started":
      return [...without(trials, key), { key, startedAt: now, heardAt: now, progress: null }];
    case "progress": {
      const { epoch, step, stepsPerEpoch, trainLoss, trainAccuracy, imagesPerSecond } = event;
      const progress = { epoch, step, stepsPerEpoch, trainLoss, trainAccuracy, imagesPerSecond };
      return trials.map((trial) => (trial.key === key ? { ...trial, heardAt: now, progress } : trial));
    }
    case "epoch":
    case "checkpoint":
      return trials.map((trial) => (trial.key === key ? { ...trial, heardAt: now } : trial));
    case "finished":
      return without(trials, key);
  }
}

function without(trials: readonly TrialPulse[], key: string): readonly TrialPulse[] {
  return trials.filter((trial) => trial.key !== key);
}
