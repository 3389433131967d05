/**
 * A judge over the workers of a discovery.
 */
import { InternalError } from "../../core/errors.ts";
import { onAbort } from "../../jobs/stop.ts";
import type { ProxyScore, ProxyUse } from "../../records/search-records.ts";
import type { Evaluators } from "../evaluators.ts";
import type { Judge, JudgeJob } from "./judge.ts";

/** What a judge works with. */
export interface WorkerJudgeSetting {
  readonly evaluators: Evaluators;
  /** Every task that jobs may name. */
  readonly uses: readonly ProxyUse[];
  /** Once given, scores are null at once. */
  readonly drain: AbortSignal;
  /** Told when a run could not be made at all; its score is 0. */
  readonly onFailure: (sentence: string) => void;
}

/** Creates a judge. It hands out jobs as workers become free. */
export function createWorkerJudge(setting: WorkerJudgeSetting): Judge {
  const { evaluators, uses, drain } = setting;
  const useOf = new Map(uses.map((use) => [use.task, use]));
  const run = async (job: JudgeJob): Promise<ProxyScore> => {
    const use = useOf.get(job.task);
    if (use === undefined)
      throw new InternalError(`a judge was asked for the task "${job.task}", which it does not have`);
    const options = { seeds: [job.seed], rateMultiplier: job.rate };
    const { scores, failure } = await evaluators.evaluate({ tasks: [use], program: job.program, options });
    if (failure !== null) setting.onFailure(failure);
    return scores[0] ?? failedScore(job);
  };
  const scoreAll = async (jobs: readonly JudgeJob[], onDone?: (done: number) => void): Promise<ProxyScore[] | null> => {
    const scores: ProxyScore[] = [];
    const underWay = new Set<Promise<void>>();
    let done = 0;
    for (const [index, job] of jobs.entries()) {
      while (evaluators.free <= 0 && underWay.size > 0) await Promise.race(underWay);
      if (drain.aborted) return null;
      const task = run(job).then((score) => {
        scores[index] = score;
        underWay.delete(task);
        done += 1;
        onDone?.(done);
      });
      task.catch(() => {}); // thrown where it is awaited, if it still is
      underWay.add(task);
    }
    await Promise.all(underWay);
    return drain.aborted ? null : scores;
  };
  return {
    async score(jobs, onDone) {
      let ignore = () => {};
      const drained = new Promise<null>((resolve) => {
        ignore = onAbort(drain, () => resolve(null));
      });
      return Promise.race([scoreAll(jobs, onDone), drained]).finally(ignore);
    },
  };
}

function failedScore({ task, seed }: JudgeJob): ProxyScore {
  return { task, seed, status: "skipped", score: 0, validationLoss: null, stepsSurvived: 0, curve: [] };
}
