/**
 * A made-up study with the test accuracies that a test wants: `null` for a run that diverged, nothing for one that has not run. Validation says
 * the same unless told otherwise.
 */
import type { StudyRecord, TrialRecord } from "../../src/records/records.ts";
import { syntheticStudy } from "./synthetic-study.ts";

type Accuracies = Readonly<Record<string, readonly (number | null)[]>>;

/** Optimizers by name with an accuracy for each seed, at one rate each. */
export function judgedStudy(
  test: Accuracies,
  validation: Accuracies = test,
): { study: StudyRecord; trials: readonly TrialRecord[] } {
  const optimizers = Object.keys(test);
  const seeds = Math.max(...optimizers.map((name) => test[name]!.length));
  const source = syntheticStudy({ optimizers, rates: 1, seeds });
  const trials = source.trials.map((trial) => {
    const { optimizer, seed } = trial.config;
    return judged(trial, test[optimizer.name]![seed], validation[optimizer.name]![seed]);
  });
  return { ...source, trials };
}

function judged(trial: TrialRecord, test?: number | null, validation?: number | null): TrialRecord {
  if (test === undefined) return { ...trial, state: "waiting", epochs: [], timings: [], result: null };
  const result = trial.result!;
  if (test === null) {
    const ended = { status: "diverged", stopped: "diverged", test: null, divergedAtStep: 5 } as const;
    return { ...trial, state: "diverged", result: { ...result, ...ended } };
  }
  const ended = { status: "finished", stopped: "all-epochs", divergedAtStep: null } as const;
  const epochs = trial.epochs.map((epoch) => ({ ...epoch, validationAccuracy: validation! }));
  return { ...trial, state: "finished", epochs, result: { ...result, ...ended, test: { loss: 1, accuracy: test } } };
}

/** `n` accuracies from `base` upwards within 0.2 points, in a mixed order. */
export function around(base: number, n: number): readonly number[] {
  return Array.from({ length: n }, (_, seed) => base + (0.002 * ((seed * 7) % n)) / n);
}
