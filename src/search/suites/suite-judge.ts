/**
 * A judge of one suite as if it were a task: a job's seed is the number of a draw, and its score the fitness that the suite gives.
 */
import type { ProxyScore } from "../../records/search-records.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { Judge, JudgeJob } from "../funnel/judge.ts";
import { drawSeeds, type Suite } from "./suite.ts";

/** `runs` judges single runs of the suite's tasks. As in a search, a program that fails one run scores 0. */
export function suiteJudge({ name, tasks }: Suite, runs: Judge): Judge {
  return {
    score: async (jobs, onDone) => {
      const expanded = jobs.map(({ program, rate, seed: draw }) =>
        tasks.flatMap((task) =>
          drawSeeds(task, draw).map((seed): JudgeJob => ({ program, rate, task: task.name, seed })),
        ),
      );
      const each = expanded[0]?.length ?? 1;
      const scores = await runs.score(expanded.flat(), (done) => onDone?.(Math.floor(done / each)));
      if (scores === null) return null;
      return jobs.map((job, i) => whole(scores.slice(i * each, (i + 1) * each), { task: name, seed: job.seed }));
    },
  };
}

function whole(scores: readonly ProxyScore[], { task, seed }: Pick<ProxyScore, "task" | "seed">): ProxyScore {
  const failed = scores.find(({ status }) => status !== "finished");
  const score = failed === undefined ? mean(scores.map((one) => one.score)) : 0;
  return { task, seed, status: failed?.status ?? "finished", score, validationLoss: null, stepsSurvived: 0, curve: [] };
}
