/**
 * Meta-validation: how the best programs of a search fare on larger tasks, along the search.
 *
 * Where fitness still rises while this falls, the search has begun to fit its proxies. Source: Chen et al. 2023
 * (arXiv:2302.06675), section 2.4 and figure 3.
 */

import type { EvaluationRecord, MetaValidationPoint } from "../../records/search-records.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { Judge, JudgeJob } from "./judge.ts";
import { thinned, trailOf } from "./trail.ts";

/** Points of one search at most: the curve's shape, not every step. */
const mostPoints = 10;

/** How a trail is judged. */
export interface MetaValidationSetting {
  readonly search: string;
  readonly tasks: readonly string[];
  readonly seeds: readonly number[];
  readonly judge: Judge;
  /** Identities that have been judged for this search already. */
  readonly known: ReadonlySet<string>;
  readonly onDone?: ((done: number) => void) | undefined;
}

/** The programs of a search that are still to be judged, and how many runs that takes. */
export function metaValidationJobs(
  evaluations: readonly EvaluationRecord[],
  { tasks, seeds, known }: Pick<MetaValidationSetting, "tasks" | "seeds" | "known">,
): { readonly programs: readonly EvaluationRecord[]; readonly jobs: readonly JudgeJob[] } {
  const programs = thinned(trailOf(evaluations), mostPoints).filter(({ identity }) => !known.has(identity));
  const jobs = programs.flatMap(({ program }) =>
    tasks.flatMap((task) => seeds.map((seed) => ({ program, task, seed, rate: 1 }))),
  );
  return { programs, jobs };
}

/** Points of the curve that are still missing; null when stopped. */
export async function metaValidate(
  evaluations: readonly EvaluationRecord[],
  setting: MetaValidationSetting,
): Promise<readonly MetaValidationPoint[] | null> {
  const { programs, jobs } = metaValidationJobs(evaluations, setting);
  const scores = await setting.judge.score(jobs, setting.onDone);
  if (scores === null) return null;
  const each = setting.tasks.length * setting.seeds.length;
  return programs.map(({ number, identity, fitness }, i) => ({
    search: setting.search,
    evaluations: number + 1,
    identity,
    fitness,
    metaFitness: mean(scores.slice(i * each, (i + 1) * each).map(({ score }) => score)),
  }));
}
