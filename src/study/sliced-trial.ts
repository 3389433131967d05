/**
 * A trial as a chain of slices, each a job of its own that any worker of the queue does. To whoever queues it, it is one job, which tells what the
 * trial does as if it were not cut, and that a slice got through.
 */
import type { Job, JobQueue, JobReport } from "../jobs/queue.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import type { SliceEnd } from "../trainer/slice.ts";
import { type SliceEnding, type TrialEnding, type TrialOrder, trialJob } from "./trial-job.ts";

/** What is told of a trial. */
export type TrialReport =
  | JobReport<TrainerEvent, TrialEnding>
  /** A slice of it got through: what is lost from now on is less than the next one. */
  | { readonly kind: "sliced" };

/** Queues a trial's first slice, and each further one when the one before has ended. */
export function startSliced(
  queue: JobQueue,
  order: { readonly trial: TrialOrder; readonly until: SliceEnd | null },
  listener: (report: TrialReport) => void,
): Job {
  let stopped = false;
  let cancelled = false;
  let begun = false;
  let epochs = 0;
  const begin = (from: string | null): Job => queue.start(trialJob, { ...order, from }, hear);
  const hear = (report: JobReport<TrainerEvent, SliceEnding>): void => {
    if (cancelled) return;
    if (report.kind === "event") tell(report.event);
    else if (report.kind !== "done") listener(report);
    else end(report.result);
  };
  /** A slice tells again what the ones before told: that the trial has begun, and its epochs. */
  const tell = (event: TrainerEvent): void => {
    if (event.kind === "started" && begun) return;
    if (event.kind === "epoch" && event.record.epoch <= epochs) return;
    if (event.kind === "started") begun = true;
    if (event.kind === "epoch") epochs = event.record.epoch;
    listener({ kind: "event", event });
  };
  const end = (ending: SliceEnding): void => {
    switch (ending.kind) {
      case "ended":
        listener({ kind: "done", result: { stopped: false } });
        return;
      case "goes-on":
        if (stopped) {
          listener({ kind: "done", result: { stopped: true } });
          return;
        }
        listener({ kind: "sliced" });
        slice = begin(ending.from);
        return;
      case "elsewhere":
        listener({ kind: "refused", code: "other-processor", sentence: elsewhere(ending.processor) });
    }
  };
  let slice = begin(null);
  return {
    stop() {
      stopped = true;
      slice.stop();
    },
    async cancel() {
      cancelled = true;
      await slice.cancel();
    },
  };
}

function elsewhere(processor: string): string {
  return `A trial was begun on ${processor} and is finished on one of that kind, which no worker here has: go on there, or remove its checkpoints to begin it anew.`;
}
