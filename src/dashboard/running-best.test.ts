import { expect, it } from "vitest";
import { newDiscoveryState } from "../live/discovery-state.ts";
import { sampleDiscovery, sampleSearch } from "../records/search-samples.ts";
import { discoverySummary } from "./discovery-summary.ts";
import { runningBest } from "./running-best.ts";

it("the best so far never falls, and skips what is no number", () => {
  expect(runningBest([0.5, 0.3, Number.NaN, 0.7])).toEqual([0.5, 0.5, 0.7]);
  expect(runningBest([])).toEqual([]);
});

it("a discovery's curve is that of its best search so far", () => {
  const ended = { state: "ended", children: 1, evaluations: 1, seconds: 1 } as const;
  const searches = [0.68, 0.67, null, 0.7].map((bestFitness, seed) => ({
    ...sampleSearch(seed),
    ...ended,
    bestFitness,
  }));
  const record = {
    id: "a",
    name: sampleDiscovery([]).name,
    location: "x",
    state: "complete",
    pulse: null,
    now: 0,
  } as const;
  const progress = newDiscoveryState(record.name);
  expect(discoverySummary({ ...record, searches, progress }).curve).toEqual([0.68, 0.68, 0.7]);
});
