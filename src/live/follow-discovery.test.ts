import { describe, expect, it } from "vitest";
import { scriptedDiscovery } from "../../test/cli/scripted-discovery.ts";
import { openSearchStorage } from "../records/search-open.ts";
import {
  sampleDiscovery,
  sampleDiscoveryPulse,
  sampleFunnelEntry,
  sampleSearch,
  sampleTuning,
} from "../records/search-samples.ts";
import { discoveryPulseMoves, noDiscoveryPulse } from "../search/discovery-pulse.ts";
import type { DiscoveryEvent } from "../search/events.ts";
import {
  type DiscoveryState,
  discoveryMoves,
  newDiscoveryState,
  searchSecondsLeft,
  shareDone,
} from "./discovery-state.ts";
import { DiscoveryFollower } from "./follow-discovery.ts";
import type { FollowedDiscoveryEvent } from "./follow-news.ts";
import { Watch } from "./watch.ts";

const follower = () => new DiscoveryFollower("sample", new Watch({ isGone: () => false, advice: "" }));
const state = (
  events: readonly FollowedDiscoveryEvent[],
  now: number,
  from = newDiscoveryState("sample"),
): DiscoveryState => events.reduce((state, event) => discoveryMoves(state, { event, now, familyOf: () => null }), from);

/** What a run of these events tells, one event a second. */
const pulseAfter = (events: readonly DiscoveryEvent[]) =>
  events.reduce((pulse, event, at) => ({ ...discoveryPulseMoves(pulse, event, 100 + at), heardAt: 100 + at }), {
    ...sampleDiscoveryPulse(),
    ...noDiscoveryPulse,
    startedAt: 100,
  });

async function stored() {
  const storage = await openSearchStorage(":memory:", { mode: "run" });
  const searches = [sampleSearch(0)];
  await storage.putDiscovery(sampleDiscovery(searches), searches);
  return storage;
}

describe("a follower of a discovery", () => {
  it("is told at any moment what leads to the state of the run itself", async () => {
    const events = [
      ...scriptedDiscovery(
        [
          ["evolution", 0],
          ["random", 1],
        ],
        6,
      ),
    ];
    const phases = events.findIndex(({ kind }) => kind === "phase");
    for (const count of [1, 5, phases - 1, phases + 3]) {
      const storage = await stored();
      const told = events.slice(0, count);
      await storage.putPulse("sample", pulseAfter(told));
      const late = state(await follower().look(storage, 100 + count), 1000);
      const own = told.reduce(
        (own, event, at) => state([event], 1000 + at - (count - 1), own),
        newDiscoveryState("sample"),
      );
      const known = ({ searches, phase, start, planned }: DiscoveryState) => {
        const shown = searches.map(({ progress, ended }) => ({ progress, ended }));
        return { shown, phase, at: start?.atSeconds, before: [...(start?.doneBefore ?? [])], planned };
      };
      expect(known(late)).toEqual(known(own));
      expect(searchSecondsLeft(late, 1000)).toBe(searchSecondsLeft(own, 1000));
      await storage.close();
    }
  });

  it("is told what is new, each once, and the end", async () => {
    const storage = await stored();
    const events = [...scriptedDiscovery([["evolution", 0]], 3)];
    const phase = events.findIndex(({ kind }) => kind === "phase");
    const follow = follower();
    const kinds = async () => (await follow.look(storage, 200)).map(({ kind }) => kind);
    await storage.putTuning("sample", sampleTuning());
    await storage.putPulse("sample", { ...pulseAfter(events.slice(0, 2)), heardAt: 199 });
    expect(await kinds()).toEqual(["following", "planned", "progress"]);
    expect(await kinds()).toEqual([]);
    await storage.putPulse("sample", { ...pulseAfter(events.slice(0, phase)), heardAt: 199 });
    expect(await kinds()).toEqual(["search-ended"]);
    await storage.putFunnelEntry("sample", sampleFunnelEntry());
    await storage.putPulse("sample", { ...pulseAfter(events.slice(0, phase + 2)), heardAt: 199, state: "stopping" });
    expect(await kinds()).toEqual(["phase", "phase-progress", "funnel", "asked-to-stop"]);
    await storage.putPulse("sample", { ...pulseAfter(events.slice(0, phase + 2)), heardAt: 199, state: "stopped" });
    expect(await kinds()).toEqual(["ended"]);
    expect((await follower().look(storage, 9999)).map(({ kind }) => kind)).toEqual([
      ...["following", "planned", "search-ended", "phase", "phase-progress", "tuned", "funnel", "ended"],
    ]);
    await storage.close();
  });

  it("says where no run tells anything", async () => {
    const storage = await stored();
    const follow = follower();
    expect(await follow.look(storage, 1)).toEqual([
      { kind: "following", run: null },
      { kind: "silent", agoSeconds: null },
    ]);
    expect(state(await follower().look(storage, 1), 5)).toMatchObject({ silence: { since: null }, searches: [] });
    expect(await follow.look(storage, 99)).toEqual([]);
    await storage.close();
  });
});

describe("time left of a discovery that goes on", () => {
  it("counts what this run did alone, of every search", () => {
    const [planned, ...events] = scriptedDiscovery(
      [
        ["evolution", 0],
        ["random", 1],
      ],
      10,
    );
    const at = (done: number) => events.slice(20 * done, 2 + 20 * done);
    const resumed = state([planned!, ...at(0.5)], 100); // both searches are half done
    const later = state(at(0.6), 110, resumed);
    expect(shareDone(later)).toBeCloseTo(0.6);
    expect(searchSecondsLeft(later, 110)).toBeCloseTo(40);
  });
});
