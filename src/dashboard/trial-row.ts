/** A stored trial as a row of the page's table. */
import { trialPhase } from "../records/records.ts";
import type { TrialHead } from "../records/storage.ts";
import type { TrialRow } from "./views.ts";

/** The row of a trial. */
export function trialRow({ key, config, state, epochsDone, result, best, failure }: TrialHead): TrialRow {
  const { optimizer, lr, seed, training } = config;
  return {
    key,
    label: optimizer.label,
    optimizer: optimizer.name,
    lr,
    seed,
    phase: trialPhase(config),
    hyperparameters: optimizer.hyperparameters,
    state,
    epochs: training.epochs,
    epochsDone,
    validation: best?.validationAccuracy ?? null,
    validationLoss: best?.validationLoss ?? null,
    test: result?.test?.accuracy ?? null,
    failure,
  };
}
