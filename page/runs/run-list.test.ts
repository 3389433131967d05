import { describe, expect, it } from "vitest";
import { sampleRun } from "../page-samples.ts";
import { filterRuns, type RunOrder, runOrders, shareDone, sortRuns } from "./run-list.ts";

const best = (validation: number) => ({ label: "muon", lr: 0.02, validation });
const runs = [
  sampleRun({ id: "old", name: "run-10", state: "complete", heardAt: 50, done: 8, failed: 0, best: best(0.8) }),
  sampleRun({ id: "now", name: "run-9", state: "running", heardAt: 40 }),
  sampleRun({ id: "new", name: "run-2", state: "lost", heardAt: 90, done: 0, failed: 0, best: best(0.9) }),
];
const idsBy = (order: RunOrder): string[] => sortRuns(runs, order).map(({ id }) => id);

describe("the list of runs", () => {
  it("is sorted as asked", () => {
    expect(Object.fromEntries((Object.keys(runOrders) as RunOrder[]).map((order) => [order, idsBy(order)]))).toEqual({
      state: ["now", "new", "old"],
      heard: ["new", "old", "now"],
      name: ["new", "now", "old"],
      progress: ["new", "now", "old"],
      best: ["new", "old", "now"],
    });
  });

  it("shows runs that have all words, wherever they stand", () => {
    const found = (filter: string) => filterRuns(runs, filter).map(({ id }) => id);
    expect(found("")).toEqual(["old", "now", "new"]);
    expect(found(" MUON  complete ")).toEqual(["old"]);
    expect(found("quickstart run-9")).toEqual(["now"]);
    expect(found("run-9 muon")).toEqual([]);
    const kept = sampleRun({ id: "kept", notes: { note: "Batch of 64.", tags: ["cpu"], version: 1 } });
    expect(filterRuns([...runs, kept], "CPU batch").map(({ id }) => id)).toEqual(["kept"]);
  });

  it("counts what failed as done, and knows nothing of a run without trials", () => {
    expect(shareDone(sampleRun())).toBe(0.5);
    expect(shareDone(sampleRun({ done: 0, failed: 0, total: 0 }))).toBe(0);
  });
});
