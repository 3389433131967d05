import { expect, it } from "vitest";
import { bestOfMethods, fitnessLines } from "../../page/discovery/fitness/fitness-lines.ts";
import { discoveryView } from "../../src/report/discovery/discovery-view.ts";
import { bestAfter } from "../../src/report/discovery/search-view.ts";
import { memorySearchStorage } from "../report/memory-search-storage.ts";
import { syntheticDiscovery } from "../report/synthetic-discovery.ts";

const storage = memorySearchStorage(syntheticDiscovery({ evaluations: 60, seeds: 3 }));
const { searches } = await discoveryView(storage, "synthetic");

it("draws the best so far of each search up to where it is, and pales those that are not meant", () => {
  const bold = bestOfMethods(searches);
  expect(bold.size).toBe(3);
  for (const unit of ["evaluations", "children"] as const) {
    const lines = fitnessLines(searches, { unit, bold });
    expect(lines.map(({ key }) => key)).toEqual(searches.map(({ key }) => key));
    for (const [i, { x, y, faint }] of lines.entries()) {
      const search = searches[i]!;
      expect(y).toEqual(x.map((place) => bestAfter(search, place, unit)));
      expect(x.at(-1)).toBe(search[unit]);
      expect(faint).toBe(!bold.has(search.key));
    }
  }
  expect(fitnessLines(searches, { unit: "children", bold: new Set() }).some(({ faint }) => faint)).toBe(false);
  expect(fitnessLines([{ ...searches[0]!, improvements: [] }], { unit: "children", bold })).toEqual([]);
});
