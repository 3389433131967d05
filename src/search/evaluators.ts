/**
 * The contract of those who evaluate programs for a search, and for the phases after it.
 *
 * Law: an outcome is a function of the job alone, whatever the order of jobs and the number of workers. A fault is no
 * outcome of the job: it is evaluated again once, and `failed` only then.
 */
import type { ProxyUse } from "../records/search-records.ts";
import type { ProxyEvaluationOptions } from "../trainer/proxy-evaluator.ts";
import type { EvaluationOutcome } from "./births.ts";

/** A program on tasks. */
export interface EvaluationJob {
  readonly tasks: readonly ProxyUse[];
  /** Text of the program. */
  readonly program: string;
  readonly options: ProxyEvaluationOptions;
}

/** Worker processes, or what stands in for them. */
export interface Evaluators {
  /** Jobs that can be taken now without letting any wait for long. */
  readonly free: number;
  /** Jobs that wait at a worker while it works on another: while fewer are free, no worker has run out of them. */
  readonly ahead: number;
  /** Errors: those that every evaluation would meet (`no-dataset`, `proxy-changed` …); `internal` when workers cannot start. */
  evaluate(job: EvaluationJob): Promise<EvaluationOutcome>;
  /** Seconds that evaluations took so far, all workers together. */
  readonly busySeconds: number;
}
