import { describe, expect, it } from "vitest";
import { scriptedDiscovery } from "../../test/cli/scripted-discovery.ts";
import { discoveryMoves, newDiscoveryState, searchSecondsLeft } from "./discovery-state.ts";

describe("time left", () => {
  it("goes by this run alone, and is unknown at first", () => {
    const [, ...events] = scriptedDiscovery([["evolution", 0]], 10);
    const at = (index: number, now: number, state = newDiscoveryState("x")) =>
      discoveryMoves(state, { event: events[index]!, now, familyOf: () => null });
    const resumed = at(5, 100);
    expect(searchSecondsLeft(resumed, 100)).toBeNull();
    expect(searchSecondsLeft(at(6, 110, resumed), 110)).toBeCloseTo(40);
  });
});
