import { describe, expect, it } from "vitest";
import { lookOf, mostPicks, type Picks, pickAll, togglePick } from "./picks.ts";

const toggled = (keys: readonly string[], from: Picks = new Map()): Picks => keys.reduce(togglePick, from);

describe("picked lines", () => {
  it("keep their places when others go, and new ones take the lowest free place", () => {
    expect([...toggled(["a", "b", "c", "b", "d"])]).toEqual([
      ["a", 0],
      ["c", 2],
      ["d", 1],
    ]);
  });

  it("are so many as can be told apart: all looks differ, and one more changes nothing", () => {
    const keys = Array.from({ length: mostPicks + 1 }, (_, at) => `k${at}`);
    const full = pickAll(keys);
    expect(new Set([...full.values()].map((place) => JSON.stringify(lookOf(place)))).size).toBe(mostPicks);
    expect([...toggled(["more"], full)]).toEqual([...full]);
  });
});
