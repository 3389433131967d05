/**
 * Evaluators over a queue of jobs. An evaluation whose worker ended, or that threw, is begun once more, for that may have
 * been a chance; then it counts as failed.
 */
import { LabError } from "../core/errors.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { EvaluationOutcome } from "./births.ts";
import { aheadFor, evaluationJob } from "./evaluation-job.ts";
import type { EvaluationJob, Evaluators } from "./evaluators.ts";

/** What evaluators work with. */
export interface QueuedEvaluatorsOptions {
  /** Its owner closes it. */
  readonly queue: JobQueue;
  /** Workers of the queue. */
  readonly workers: number;
  /** Folder of `--data`. */
  readonly dataDir?: string | undefined;
  /** URL of a module to evaluate with instead of the laboratory's own, for tests. */
  readonly evaluatorModule?: string | undefined;
}

/** How often an evaluation is begun before it is given up. */
const mostAttempts = 2;

/** What an evaluation is taken to last before the first was measured, and how many count. */
const firstGuessSeconds = 0.1;
const recentEvaluations = 20;

/** Evaluators that give every job to a queue. */
export function createQueuedEvaluators(options: QueuedEvaluatorsOptions): Evaluators {
  const { queue, workers, dataDir = null, evaluatorModule = null } = options;
  let busySeconds = 0;
  let kind = evaluationJob;
  /** Seconds of an evaluation: a mean in which the last ones weigh most. */
  let recent = firstGuessSeconds;
  const note = (seconds: number): void => {
    busySeconds += seconds;
    recent += (seconds - recent) / recentEvaluations;
    kind = { ...evaluationJob, ahead: aheadFor(recent, workers) };
  };
  const begin = (job: EvaluationJob, attempt: number): Promise<EvaluationOutcome> =>
    new Promise((resolve, reject) => {
      queue.start(kind, { ...job, dataDir, evaluatorModule }, (report) => {
        switch (report.kind) {
          case "event":
            return;
          case "done":
            note(report.result.seconds);
            return resolve({ ...report.result.evaluation, failure: null });
          case "refused":
            return reject(new LabError(report.code, report.sentence));
          case "broken":
            return reject(report.error);
          case "lost":
            return resolve(attempt < mostAttempts ? begin(job, attempt + 1) : failed(report.sentence));
        }
      });
    });
  return {
    get free() {
      return queue.free(kind);
    },
    get ahead() {
      return kind.ahead;
    },
    get busySeconds() {
      return busySeconds;
    },
    evaluate: (job) => begin(job, 1),
  };
}

function failed(failure: string): EvaluationOutcome {
  return { fitness: 0, status: "failed", scores: [], failure };
}
