/**
 * An evaluation as a job: what a worker is told of it, and what it answers.
 */
import type { JobKind } from "../jobs/queue.ts";
import type { ProxyEvaluation } from "../trainer/proxy-evaluator.ts";
import type { EvaluationJob } from "./evaluators.ts";
import { taskNeeds } from "./task-need.ts";

/** A program to score. */
export interface EvaluationOrder extends EvaluationJob {
  /** Folder of `--data`, where one was given. */
  readonly dataDir: string | null;
  /** Module that exports `createProxyEvaluator`, for tests; null: the laboratory's own. */
  readonly evaluatorModule: string | null;
}

/** Scores, and the seconds that they took. */
export interface EvaluationAnswer {
  readonly evaluation: ProxyEvaluation;
  readonly seconds: number;
}

/** `ahead` is for evaluations of tens of milliseconds: one waits at each worker. See `aheadFor`. */
export const evaluationJob: JobKind<EvaluationOrder, never, EvaluationAnswer> = {
  name: "evaluation",
  module: new URL("./evaluation-worker.js", import.meta.url).href,
  ahead: 1,
  needs: ({ tasks, evaluatorModule }) => (evaluatorModule === null ? taskNeeds(tasks) : []),
};

/** Seconds of evaluating that wait at each worker, the most evaluations, and the most at all workers, under way or waiting. */
const secondsAhead = 0.05;
const mostAhead = 4;
const mostGivenOut = 20;

/**
 * Evaluations that wait at each worker where one takes so many seconds, 1 … 4. The shorter they are the more, so that
 * outcomes may be heard several at a time: to wake for each costs the coordinator more than its work on it. Of the 64
 * children that a search bears ahead some 25 need an evaluation; so with many workers one waits, and none is kept back.
 */
export function aheadFor(secondsEach: number, workers: number): number {
  const most = Math.min(mostAhead, Math.floor(mostGivenOut / workers) - 1);
  return Math.max(1, Math.min(most, Math.floor(secondsAhead / secondsEach)));
}
