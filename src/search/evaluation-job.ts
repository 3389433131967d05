/**
 * An evaluation as a job: what a worker is told of it, and what it answers.
 */
import type { JobKind } from "../jobs/queue.ts";
import type { ProxyEvaluation } from "../trainer/proxy-evaluator.ts";
import type { EvaluationJob } from "./evaluators.ts";

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

/** Evaluations take milliseconds: one waits at each worker. */
export const evaluationJob: JobKind<EvaluationOrder, never, EvaluationAnswer> = {
  name: "evaluation",
  module: new URL("./evaluation-worker.js", import.meta.url).href,
  ahead: 1,
};
