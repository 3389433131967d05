/**
 * A trial as a chain of slices, each a job of its own that any worker of the queue does. To whoever queues it, it is one job, which tells what the
 * trial does as if it were not cut, and that a slice got through.
 */
import type { Job, JobQueue, JobReport } from "../jobs/queue.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import { type SliceEnding, type SliceOrder, type TrialEnding, trialJob } from "./trial-job.ts";

/** What is told of a trial. */
export type TrialReport =
  | JobReport<TrainerEvent, TrialEnding>
  /** A slice of it got through: what is lost from now on is less than the next one. */
  | { readonly kind: "sliced"; readonly processor: string };

/** Queues a trial's first slice, and each further one when the one before has ended. */
export function startSliced(
  queue: JobQueue,
  { processor: begunOn, ...order }: Omit<SliceOrder, "from">,
  listener: (report: TrialReport) => void,
): Job {
  let stopped = false;
  let cancelled = false;
  let begun = false;
  /** Records of the epochs that were told, as text. */
  const epochs: string[] = [];
  let processor = begunOn;
  const begin = (from: string | null): Job => queue.start(trialJob, { ...order, from, processor }, hear);
  const hear = (report: JobReport<TrainerEvent, SliceEnding>): void => {
    if (cancelled) return;
    if (report.kind === "event") tell(report.event);
    else if (report.kind !== "done") listener(report);
    else end(report.result);
  };
  /** A slice tells again what the ones before told: that the trial has begun, and its epochs. Another record of an epoch is told, for whoever stores it to refuse. */
  const tell = (event: TrainerEvent): void => {
    if (event.kind === "started" && begun) return;
    if (event.kind === "started") begun = true;
    if (event.kind === "epoch") {
      const record = JSON.stringify(event.record);
      if (epochs[event.record.epoch] === record) return;
      epochs[event.record.epoch] = record;
    }
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
        processor = ending.processor;
        listener({ kind: "sliced", processor });
        slice = begin(ending.from);
        return;
      case "elsewhere":
        if (stopped) listener({ kind: "done", result: { stopped: true } });
        else if (processor === ending.processor) listener(refused(processor));
        else {
          processor = ending.processor;
          slice = begin(null);
        }
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

/** Where a queue has no other workers to offer. */
function refused(processor: string): TrialReport {
  const sentence = `A trial was begun on ${processor} and is finished on one of that kind, which no worker here has: go on there, or remove its checkpoints to begin it anew.`;
  return { kind: "refused", code: "other-processor", sentence };
}
