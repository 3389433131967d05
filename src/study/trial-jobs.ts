/**
 * Trials as jobs: one by itself, or several in one job where a device computes them together. To whoever queues them, each trial has a job
 * of its own either way.
 */
import type { Job, JobQueue, JobReport } from "../jobs/queue.ts";
import type { SliceEnd } from "../trainer/slice.ts";
import { startSliced, type TrialReport } from "./sliced-trial.ts";
import { type StackEvent, stackJob, type TrialEnding, type TrialOrder } from "./trial-job.ts";

/** A trial to be queued. */
export interface QueuedTrial {
  readonly order: TrialOrder;
  /** Kind of processor that began it in this run; null where that is not known. */
  readonly processor: string | null;
  /** Is called later than `startTrials`, with the job that this returned for the trial. */
  tell(report: TrialReport, job: Job): void;
}

/**
 * Queues trials as one job, a trial by itself cut at `slice`, and returns each one's part of it. Where one part of a stack is cancelled, the others are lost, with a
 * sentence that says so.
 */
export function startTrials(
  queue: JobQueue,
  trials: readonly QueuedTrial[],
  { slice }: { readonly slice: SliceEnd | null },
): readonly Job[] {
  const [first] = trials;
  if (trials.length === 1) {
    const { order, processor } = first!;
    const job: Job = startSliced(queue, { trial: order, until: slice, processor }, (report) =>
      first!.tell(report, job),
    );
    return [job];
  }
  const order = { trials: trials.map((trial) => trial.order) };
  const whole = queue.start(stackJob, order, (report) => {
    for (const [i, { tell }] of trials.entries()) for (const told of reportsTo(i, report)) tell(told, parts[i]!);
  });
  let over = false;
  const parts: readonly Job[] = trials.map((_, cancelled) => ({
    stop: () => whole.stop(),
    async cancel() {
      const others = over ? [] : trials.filter((_, i) => i !== cancelled);
      over = true;
      await whole.cancel();
      for (const trial of others) trial.tell(endedTogether, parts[trials.indexOf(trial)]!);
    },
  }));
  return parts;
}

const endedTogether = { kind: "lost", sentence: "A trial that was computed together with it was ended." } as const;

/** What of a stack's report concerns its n-th trial. */
function reportsTo(n: number, report: JobReport<StackEvent, readonly TrialEnding[]>): readonly TrialReport[] {
  switch (report.kind) {
    case "event":
      return report.event.trial === n ? [{ kind: "event", event: report.event.event }] : [];
    case "done":
      return [{ kind: "done", result: report.result[n]! }];
    case "refused":
    case "lost":
    case "broken":
      return [report];
  }
}
