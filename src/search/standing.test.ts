import { describe, expect, it } from "vitest";
import type { SearchRecord } from "../records/search-records.ts";
import { searchBudget } from "./budget.ts";
import { sampleConfig } from "./samples.ts";
import { discoveryStanding } from "./standing.ts";

function search(change: Partial<SearchRecord>): SearchRecord {
  const { config, state, seconds } = { config: sampleConfig(), state: "running", seconds: 0 } as const;
  return { ...{ key: "k", config, state, seconds, children: 0, evaluations: 0, bestFitness: null }, ...change };
}

const noLimits = { minutes: null, evaluations: null, programs: null, target: null };

describe("how a discovery stands", () => {
  it("is of all its searches, each with a budget of its own", () => {
    const searches = [
      search({ children: 40, evaluations: 30, bestFitness: 0.5, seconds: 3 }),
      search({ children: 90, evaluations: 60, bestFitness: 0.7, seconds: 5, state: "ended" }),
    ];
    expect(discoveryStanding(searches, searchBudget({ ...noLimits, evaluations: 60 }))).toEqual({
      ...{ programs: 130, programsLimit: null, evaluations: 90, evaluationsLimit: 120 },
      ...{ seconds: 8, secondsLimit: null, used: 0.75, bestFitness: 0.7 },
    });
  });

  it("goes by the time of all searches together, of which there is one", () => {
    const searches = [search({ seconds: 20 }), search({ seconds: 10 })];
    const { used, seconds, secondsLimit, bestFitness } = discoveryStanding(
      searches,
      searchBudget({ ...noLimits, minutes: 1 }),
    );
    expect([used, seconds, secondsLimit, bestFitness]).toEqual([0.5, 30, 60, null]);
  });
});
