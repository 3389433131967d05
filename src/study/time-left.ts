/**
 * How long the rest of a run will take, from what its trials have taken so far.
 *
 *   seconds left = epochs to do * busy seconds per epoch done / workers that can be busy
 * Epochs to do count full trials, those that results have yet to decide among them, shortened by the share that ended trials have used when they may stop early.
 */
import type { Clock } from "../core/clock.ts";
import { trialPhase } from "../records/records.ts";
import type { PlannedTrial } from "../records/storage.ts";
import type { TrainerEvent } from "../trainer/events.ts";

interface Work {
  /** Epochs this trial may take. */
  readonly epochs: number;
  /** Epochs, with fractions, that earlier runs had done and that are done now. */
  before: number;
  done: number;
  /** Reading of the clock when it began, and seconds it has been busy. */
  began: number;
  busySeconds: number;
  ended: boolean;
}

/** Listens to the events of a run's trials. */
export interface TimeLeft {
  observe(key: string, event: TrainerEvent): void;
  /** A trial that was only counted so far. */
  admit(trial: PlannedTrial): void;
  /** The trial will not be run any more. */
  drop(key: string): void;
  /** Null until work has been timed. */
  seconds(): number | null;
}

/** Time left of a run over these trials, and over as many more as `unborn` has; the first of a phase is admitted first. */
export function createTimeLeft(
  trials: readonly PlannedTrial[],
  {
    clock,
    workers,
    unborn = [],
  }: {
    readonly clock: Clock;
    /** Workers there are now: on a server they come and go. */
    readonly workers: () => number;
    readonly unborn?: readonly PlannedTrial[];
  },
): TimeLeft {
  const work = new Map(trials.map((trial) => [trial.key, newWork(trial)]));
  const later = unborn.map(({ config, goesOn }) => {
    return { phase: trialPhase(config), epochs: config.training.epochs - (goesOn?.epochs ?? 0) };
  });
  return {
    observe: (key, event) => {
      const trial = work.get(key);
      if (trial !== undefined) observe(trial, event, clock.now());
    },
    admit: (trial) => {
      work.set(trial.key, newWork(trial));
      const stood = later.findIndex(({ phase }) => phase === trialPhase(trial.config));
      if (stood >= 0) later.splice(stood, 1);
    },
    drop: (key) => {
      work.delete(key);
    },
    seconds: () => secondsLeft([...work.values()], { later: later.map(({ epochs }) => epochs), workers: workers() }),
  };
}

/** What a shorter trial has done is done. */
function newWork({ config, goesOn }: PlannedTrial): Work {
  const before = goesOn?.epochs ?? 0;
  return { epochs: config.training.epochs, before, done: before, began: 0, busySeconds: 0, ended: false };
}

function observe(trial: Work, event: TrainerEvent, now: number): void {
  switch (event.kind) {
    case "started":
      trial.before = event.resumedFromStep / event.stepsPerEpoch;
      trial.done = trial.before;
      trial.began = now - trial.busySeconds;
      return;
    case "progress":
      trial.done = Math.max(trial.done, event.epoch - 1 + event.step / event.stepsPerEpoch);
      break;
    case "epoch":
      trial.done = Math.max(trial.done, event.record.epoch);
      break;
    case "finished":
      trial.ended = true;
      break;
    case "checkpoint":
      break;
  }
  trial.busySeconds = now - trial.began;
}

function secondsLeft(
  trials: readonly Work[],
  { later, workers }: { readonly later: readonly number[]; readonly workers: number },
): number | null {
  const timed = sum(trials, ({ done, before }) => done - before);
  if (timed <= 0) return null;
  const secondsPerEpoch = sum(trials, ({ busySeconds }) => busySeconds) / timed;
  const ended = trials.filter((trial) => trial.ended);
  const used = ended.length === 0 ? 1 : sum(ended, ({ done }) => done) / sum(ended, ({ epochs }) => epochs);
  const open = trials.filter((trial) => !trial.ended);
  const openEpochs = sum(open, ({ epochs, done }) => Math.max(used * epochs - done, (epochs - done) * 0.1));
  const epochsLeft = openEpochs + used * sum(later, (epochs) => epochs);
  return (epochsLeft * secondsPerEpoch) / Math.max(1, Math.min(workers, open.length + later.length));
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
