/**
 * The simplification of a discovery's winner, each empirical step measured on the workers.
 */
import { LabError } from "../../core/errors.ts";
import type { Program } from "../../program/ast.ts";
import { parseProgram } from "../../program/parse.ts";
import { printProgram } from "../../program/print.ts";
import { type MeasuredScore, simplifyByScore } from "../../program/simplify/simplify-by-score.ts";
import type { FunnelEntry, SimplificationRecord } from "../../records/search-records.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { DiscoveryEvent } from "../events.ts";
import type { Judge } from "./judge.ts";

/** How a winner is simplified. */
export interface SimplifySetting {
  readonly judge: Judge;
  readonly tasks: readonly string[];
  readonly seeds: readonly number[];
  /** How far the mean score may fall below the winner's. */
  readonly margin: number;
  readonly emit: (event: DiscoveryEvent) => void;
}

/** Programs that are measured at most. */
const maxEvaluations = 80;

/** The steps that simplify a program, at the rate that was best for it; null when stopped. */
export async function simplifyWinner(
  winner: FunnelEntry,
  setting: SimplifySetting,
): Promise<readonly SimplificationRecord[] | null> {
  const { emit, margin } = setting;
  const measuring = createMeasuring(winner.rate, setting);
  emit({ kind: "phase", phase: "simplification", total: maxEvaluations });
  try {
    const found = await simplifyByScore(parseProgram(winner.program), { evaluate: measuring, margin, maxEvaluations });
    const steps = found.steps.map(
      (step, order): SimplificationRecord => ({
        order,
        label: step.label,
        rule: step.rule,
        reason: step.reason,
        program: step.after,
        before: step.measured?.before ?? null,
        after: step.measured?.after ?? null,
      }),
    );
    for (const step of steps) emit({ kind: "simplified", step });
    return steps;
  } catch (error) {
    if (error === stopped) return null;
    if (error instanceof LabError && error.code === "too-large") {
      emit({ kind: "warning", sentence: `The winner is not simplified: ${error.message}` });
      return [];
    }
    throw error;
  }
}

/** Thrown through the simplifier when the discovery is stopped. */
const stopped = new Error("stopped");

function createMeasuring(rate: number, { judge, tasks, seeds, emit }: SimplifySetting) {
  let done = 0;
  return async (program: Program): Promise<MeasuredScore> => {
    const text = printProgram(program);
    const jobs = seeds.flatMap((seed) => tasks.map((task) => ({ program: text, task, seed, rate })));
    const results = await judge.score(jobs);
    if (results === null) throw stopped;
    done += 1;
    emit({ kind: "phase-progress", done, total: maxEvaluations });
    const scores = seeds.map((seed) => mean(results.filter((one) => one.seed === seed).map(({ score }) => score)));
    return { mean: mean(scores), scores };
  };
}
