/**
 * The contract of a judge: runs of programs on proxy tasks, several at a time, outside any search.
 *
 * Law: a score is a function of the job alone, whatever the order and the number of workers.
 */
import type { ProxyScore } from "../../records/search-records.ts";

/** One run: a program on a task, from a seed, at a multiple of its own rate. */
export interface JudgeJob {
  /** Text of the program. */
  readonly program: string;
  readonly task: string;
  readonly seed: number;
  readonly rate: number;
}

/** Runs jobs. */
export interface Judge {
  /**
   * Scores in the order of the jobs; `onDone` is told how many are done. Resolves to null when the discovery is stopped.
   * Errors: those that any run would meet.
   */
  score(jobs: readonly JudgeJob[], onDone?: (done: number) => void): Promise<readonly ProxyScore[] | null>;
}
