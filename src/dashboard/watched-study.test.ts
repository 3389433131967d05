/** How a watched study stands, by what its run tells and what is recorded. */
import { describe, expect, it } from "vitest";
import { openStorage } from "../records/open.ts";
import type { StudyPulse } from "../records/run-progress.ts";
import { samplePulse, sampleStudy, sampleTrial } from "../records/samples.ts";
import { WatchedStudy } from "./watched-study.ts";

const trials = [0.1, 0.2].map((lr) => sampleTrial(lr));

async function watched(isGone: () => boolean = () => false) {
  const storage = await openStorage(":memory:", { mode: "run" });
  const study = sampleStudy(trials);
  await storage.putStudy(study, trials);
  const watch = new WatchedStudy({ id: "a", name: study.name, isGone });
  const tell = (change: Partial<StudyPulse>) =>
    storage.putPulse(study.name, { ...samplePulse(trials[0]!.key), ...change });
  const stands = async (now: number) => {
    await watch.look(storage, now);
    return watch.state;
  };
  return { storage, watch, tell, stands };
}

describe("a watched study", () => {
  it("stands as its run tells; one that is gone without a word is lost, and another run is not", async () => {
    let gone = false;
    const { storage, tell, stands } = await watched(() => gone);
    expect(await stands(1)).toBe("idle");
    await tell({ pid: 1, heardAt: 100, state: "running" });
    expect(await stands(100)).toBe("running");
    gone = true;
    expect(await stands(110)).toBe("lost");
    gone = false;
    await tell({ pid: 2, startedAt: 111, heardAt: 111, state: "running" });
    expect(await stands(111)).toBe("running");
    await tell({ pid: 2, startedAt: 111, heardAt: 112, state: "failed", sentence: "The disk is full." });
    gone = true;
    expect(await stands(130)).toBe("failed");
    await tell({ pid: 3, startedAt: 140, heardAt: 150, state: "complete" });
    expect(await stands(150)).toBe("complete");
    await storage.close();
  });

  it("names its records anew with each change, and those that ended with each that ends", async () => {
    const { storage, watch, stands } = await watched();
    const [{ key }] = trials as [(typeof trials)[number]];
    const names = async () => {
      await stands(1);
      return [watch.records, watch.ended];
    };
    const [before, same] = [await names(), await names()];
    expect(same).toEqual(before);
    await storage.startTrial(key);
    const [records, ended] = await names();
    expect([records === before[0], ended === before[1]]).toEqual([false, true]);
    await storage.failTrial(key, "The disk is full.");
    expect((await names())[1]).not.toBe(before[1]);
    await storage.close();
  });

  it("has no news where a store that keeps no revisions says the same again", async () => {
    const { storage, watch } = await watched();
    const old = {
      location: storage.location,
      changesSince: async (name: string) => ({
        ...(await storage.changesSince(name, null)),
        cursor: { store: null, revision: 0 },
      }),
    };
    expect([await watch.look(old, 1), await watch.look(old, 2)]).toEqual([true, false]);
    const { records } = watch;
    await storage.startTrial(trials[0]!.key);
    expect([await watch.look(old, 3), watch.records === records]).toEqual([true, false]);
    await storage.close();
  });

  it("shows no trial as running where no run is, and tells pages that saw one so", async () => {
    let gone = false;
    const { storage, watch, tell, stands } = await watched(() => gone);
    const states = (seen: number | null) => watch.frameSince(seen).rows.map(({ state }) => state);
    await storage.startTrial(trials[0]!.key); // as a run of an earlier version leaves it, which tells nothing of itself
    expect([await stands(1), states(null)]).toEqual(["idle", ["waiting", "waiting"]]);
    await tell({ pid: 1, heardAt: 100, state: "running" });
    expect([await stands(100), states(null)]).toEqual(["running", ["running", "waiting"]]);
    const { seen } = watch;
    gone = true; // killed: its store says that the trial is running
    expect([await stands(110), states(seen)]).toEqual(["lost", ["waiting"]]);
    await storage.close();
  });

  it("gives what a page has not seen, in the study's order, and nothing new where nothing is", async () => {
    const { storage, watch, stands } = await watched();
    await stands(1);
    const first = watch.frameSince(null);
    expect([first.whole, first.rows.map(({ key }) => key)]).toEqual([true, trials.map(({ key }) => key)]);
    const { seen } = watch;
    await stands(2);
    expect(watch.seen).toBe(seen);
    await storage.startTrial(trials[1]!.key);
    await storage.startTrial(trials[0]!.key);
    await stands(3);
    const next = watch.frameSince(seen);
    expect([next.whole, next.facts, next.rows.map(({ key }) => key)]).toEqual([
      false,
      null,
      [trials[0]!.key, trials[1]!.key],
    ]);
    expect(watch.frameSince(watch.seen + 1).whole).toBe(true);
    await storage.close();
  });
});
