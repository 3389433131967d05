/**
 * The choice of a rate in the last stage of the funnel.
 */
import { scoreOfTrial } from "../../records/monitor.ts";
import type { TrialRecord } from "../../records/records.ts";

/** The rate of the best trial of the program `label`, of equal ones the first; every one of its trials has ended. */
export function bestRateOf(trials: readonly TrialRecord[], label: string): number {
  const score = (trial: TrialRecord): number => scoreOfTrial(trial) ?? Number.NEGATIVE_INFINITY;
  const own = trials.filter(({ config }) => config.optimizer.label === label);
  return own.reduce((best, trial) => (score(trial) > score(best) ? trial : best)).config.lr;
}
