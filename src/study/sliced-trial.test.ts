import { expect, test } from "vitest";
import type { Job, JobKind, JobQueue, JobReport } from "../jobs/queue.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import { startSliced, type TrialReport } from "./sliced-trial.ts";
import type { SliceEnding, SliceOrder, TrialOrder } from "./trial-job.ts";

const until = { stretches: 3 };
const trial = { key: "a" } as TrialOrder;
const goesOn = (from: string): JobReport<TrainerEvent, SliceEnding> => ({
  kind: "done",
  result: { kind: "goes-on", from, processor: "a kind" },
});

const sliced = { kind: "sliced", processor: "a kind" };
const elsewhere: JobReport<TrainerEvent, SliceEnding> = {
  kind: "done",
  result: { kind: "elsewhere", processor: "a made-up one" },
};

/** A queue that does nothing by itself: what was queued, and what was asked of the last job. */
function openHandQueue() {
  const orders: SliceOrder[] = [];
  const asked: string[] = [];
  let report: (report: JobReport<TrainerEvent, SliceEnding>) => void = () => {};
  const queue: JobQueue = {
    free: () => 1,
    start<Order, Event, Result>(
      _: JobKind<Order, Event, Result>,
      order: Order,
      listener: (report: JobReport<Event, Result>) => void,
    ): Job {
      orders.push(order as SliceOrder);
      report = listener as typeof report;
      return { stop: () => void asked.push("stop"), cancel: async () => void asked.push("cancel") };
    },
    close: async () => {},
  };
  const told: TrialReport[] = [];
  const job = startSliced(queue, { trial, until, processor: null }, (one) => told.push(one));
  return { orders, asked, told, job, report: (one: JobReport<TrainerEvent, SliceEnding>) => report(one) };
}

test("each slice goes on from what the one before left, and the last one ends the trial", () => {
  const { orders, told, report } = openHandQueue();
  for (const from of ["a/3", "a/6"]) report(goesOn(from));
  report({ kind: "done", result: { kind: "ended" } });
  expect(orders).toEqual([
    { trial, until, from: null, processor: null },
    { trial, until, from: "a/3", processor: "a kind" },
    { trial, until, from: "a/6", processor: "a kind" },
  ]);
  expect(told).toEqual([sliced, sliced, { kind: "done", result: { stopped: false } }]);
});

test("a trial that is asked to stop begins no further slice", () => {
  const { orders, asked, told, job, report } = openHandQueue();
  job.stop();
  report(goesOn("a/3"));
  expect([orders.length, asked]).toEqual([1, ["stop"]]);
  expect(told).toEqual([{ kind: "done", result: { stopped: true } }]);
});

test("nothing is told of a cancelled trial, whose slice is cancelled", async () => {
  const { orders, asked, told, job, report } = openHandQueue();
  report(goesOn("a/3"));
  await job.cancel();
  report(goesOn("a/6"));
  expect([orders.length, asked, told]).toEqual([2, ["cancel"], [sliced]]);
});

test("what was begun on another kind of processor goes to one of that kind, and is refused where a queue has none", () => {
  const { orders, told, report } = openHandQueue();
  report(elsewhere);
  expect([orders.length, orders[1]?.processor, told]).toEqual([2, "a made-up one", []]);
  report(elsewhere);
  expect(told).toMatchObject([
    { kind: "refused", code: "other-processor", sentence: expect.stringContaining("begun on a made-up one") },
  ]);
});

test("epochs that slices tell again are told once, and another record of one is told for whoever stores it", () => {
  const { told, report } = openHandQueue();
  const epoch = (trainLoss: number) =>
    ({ kind: "event", event: { kind: "epoch", record: { epoch: 1, trainLoss }, timing: {} } }) as JobReport<
      TrainerEvent,
      SliceEnding
    >;
  for (const trainLoss of [0.5, 0.5, 0.25]) report(epoch(trainLoss));
  expect(told).toEqual([epoch(0.5), epoch(0.25)]);
});

test("a lost slice is told as a lost trial", () => {
  const { told, report } = openHandQueue();
  report({ kind: "lost", sentence: "It ended." });
  expect(told).toEqual([{ kind: "lost", sentence: "It ended." }]);
});
