/**
 * From the trials of a truth study to entries of the truth: how each rule's winner did on fresh seeds, by validation.
 */
import { scoreOfTrial } from "../../records/monitor.ts";
import { type TrialRecord, trialPhase } from "../../records/records.ts";
import { mean } from "../../stats/mean-interval.ts";
import { studySource, type TruthEntry } from "./truth.ts";

/** What entries say beside what trials do. */
export interface CollectSetting {
  readonly task: string;
  /** Seeds that a rule is judged on; one that lacks some has no entry yet. */
  readonly seeds: readonly number[];
  readonly date: string;
}

/** Entries of the rules that were judged on all seeds, in the order of the trials. */
export function collectTruth(
  trials: readonly TrialRecord[],
  { task, seeds, date }: CollectSetting,
): readonly TruthEntry[] {
  const judged = trials.filter(({ config }) => trialPhase(config) === "evaluation");
  const rules = [...new Set(judged.map(({ config }) => config.optimizer.label))];
  return rules.flatMap((rule): TruthEntry[] => {
    const own = judged.filter(({ config }) => config.optimizer.label === rule && seeds.includes(config.seed));
    const scored = own.flatMap((trial) => {
      const score = scoreOfTrial(trial);
      return score === null ? [] : [[String(trial.config.seed), Math.max(0, score)] as const];
    });
    if (scored.length < seeds.length) return [];
    const { lr, optimizer } = own[0]!.config;
    return [
      {
        ...{ task, rule, scores: Object.fromEntries(scored), mean: mean(scored.map(([, score]) => score)) },
        setting: { lr, ...optimizer.hyperparameters },
        keys: own.map(({ key }) => key),
        ...{ source: studySource, date, processor: own[0]!.result?.measuredOn?.processor ?? null },
      },
    ];
  });
}

/** The truth with a task's entries in place of those it had, from a study or not. */
export function withTask(truth: readonly TruthEntry[], entries: readonly TruthEntry[]): readonly TruthEntry[] {
  const tasks = new Set(entries.map(({ task }) => task));
  return [...truth.filter(({ task }) => !tasks.has(task)), ...entries];
}
