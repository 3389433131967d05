import { expect, test } from "vitest";
import type { JobKind, JobQueue, JobReport } from "../jobs/queue.ts";
import { aheadFor } from "./evaluation-job.ts";
import { createQueuedEvaluators } from "./queued-evaluators.ts";
import { sampleConfig, sampleScores } from "./samples.ts";

/** A queue of one worker on which every evaluation takes so many seconds. */
function queueOf(secondsEach: () => number): JobQueue {
  return {
    free: ({ ahead }) => 1 + ahead,
    start: <Order, Event, Result>(
      _kind: JobKind<Order, Event, Result>,
      _order: Order,
      listener: (report: JobReport<Event, Result>) => void,
    ) => {
      const result = { evaluation: sampleScores(tasks, "text"), seconds: secondsEach() } as Result;
      queueMicrotask(() => listener({ kind: "done", result }));
      return { stop: () => {}, cancel: async () => {} };
    },
    close: async () => {},
  };
}

const { tasks } = sampleConfig();

test("more evaluations wait at a worker the less they last, and one where they last longer than is worth it", async () => {
  let seconds = 0.004;
  const evaluators = createQueuedEvaluators({ queue: queueOf(() => seconds), workers: 2 });
  const after = async (secondsEach: number): Promise<readonly number[]> => {
    seconds = secondsEach;
    for (let i = 0; i < 200; i++) await evaluators.evaluate({ tasks, program: "text", options: {} });
    return [evaluators.ahead, evaluators.free];
  };
  expect([evaluators.ahead, evaluators.free]).toEqual([1, 2]);
  expect(await after(0.004)).toEqual([4, 5]);
  expect(await after(0.02)).toEqual([2, 3]);
  expect(await after(3)).toEqual([1, 2]);
  expect(evaluators.busySeconds).toBeCloseTo(200 * 3.024, 6);
});

test("the more workers there are the fewer wait at each, so that a search has enough for all", () => {
  expect([1, 4, 5, 6, 8, 64].map((workers) => aheadFor(0.001, workers))).toEqual([4, 4, 3, 2, 1, 1]);
});
