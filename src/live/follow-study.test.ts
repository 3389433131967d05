import { describe, expect, it } from "vitest";
import { openStorage } from "../records/open.ts";
import type { StudyPulse } from "../records/run-progress.ts";
import { sampleEpoch, samplePulse, sampleResult, sampleStudy, sampleTrial } from "../records/samples.ts";
import type { Storage } from "../records/storage.ts";
import type { FollowedStudyEvent } from "./follow-news.ts";
import { StudyFollower } from "./follow-study.ts";
import { newStudyState, studyMoves } from "./study-state.ts";
import { Watch } from "./watch.ts";

const trials = [sampleTrial(0.3), sampleTrial(0.1), sampleTrial(0.2)];
const [first, second, third] = trials as [(typeof trials)[0], (typeof trials)[0], (typeof trials)[0]];

async function planned(): Promise<Storage> {
  const storage = await openStorage(":memory:", { mode: "run" });
  await storage.putStudy(sampleStudy(trials), trials);
  return storage;
}

async function train(storage: Storage, key: string, epochs: number, from = 1): Promise<void> {
  if (from === 1) await storage.startTrial(key);
  for (let epoch = from; epoch < from + epochs; epoch++) await storage.appendEpoch(key, sampleEpoch(epoch));
}

function follower(): StudyFollower {
  return new StudyFollower("sample", new Watch({ isGone: () => false, advice: "" }));
}

/** A pulse of a run with these trials under way, each at a step of an epoch. */
function pulseOf(
  trials: readonly (readonly [key: string, epoch: number, step: number])[],
  change: Partial<StudyPulse> = {},
) {
  const sample = samplePulse("");
  const under = trials.map(([key, epoch, step]) => {
    const progress = { epoch, step, stepsPerEpoch: 8, trainLoss: 0.5, trainAccuracy: 0.25, imagesPerSecond: 9 };
    return { key, startedAt: 80, heardAt: 100, progress };
  });
  return { ...sample, startedAt: 40, heardAt: 100, phase: null, trials: under, ...change };
}

/** `found 0.1`, `epoch 0.1 2`, `progress 0.1 2.3`, `finished 0.1` … */
function lines(events: readonly FollowedStudyEvent[]): readonly string[] {
  return events.map((event) => {
    if (event.kind === "trial") {
      const inner = event.event;
      const at =
        inner.kind === "epoch"
          ? ` ${inner.record.epoch}`
          : inner.kind === "progress"
            ? ` ${inner.epoch}.${inner.step}`
            : "";
      return `${inner.kind} ${event.trial.config.lr}${at}`;
    }
    if (event.kind === "found") return `found ${event.trial.config.lr} ${event.epochs.length} ago ${event.agoSeconds}`;
    return "trial" in event ? `${event.kind} ${event.trial.config.lr}` : event.kind;
  });
}

describe("a follower of a study", () => {
  it("is told at first who runs and what is under way, then what is new, as the run itself would tell it", async () => {
    const storage = await planned();
    await train(storage, third.key, 3);
    await storage.finishTrial(third.key, sampleResult(3));
    await train(storage, first.key, 1);
    await storage.putPulse("sample", pulseOf([[first.key, 2, 4]]));
    const follow = follower();
    const opening = await follow.look(storage, 100);
    expect(lines(opening)).toEqual(["following", "found 0.3 1 ago 20", "progress 0.3 2.4"]);
    expect(opening[0]).toMatchObject({ run: { pid: 7, host: "here", workers: 2, agoSeconds: 60 } });
    expect(opening.at(-1)!.progress).toEqual({ done: 1, failed: 0, running: 1, total: 3, secondsLeft: 0.1 + 0.2 });
    expect(lines(await follow.look(storage, 101))).toEqual([]);
    await train(storage, first.key, 2, 2);
    await train(storage, second.key, 0);
    await storage.putPulse(
      "sample",
      pulseOf([
        [first.key, 3, 8],
        [second.key, 1, 1],
      ]),
    );
    expect(lines(await follow.look(storage, 102))).toEqual([
      "epoch 0.3 2",
      "epoch 0.3 3",
      "found 0.1 0 ago 20",
      "progress 0.1 1.1",
    ]);
    await storage.finishTrial(first.key, sampleResult(3));
    await storage.failTrial(second.key, "No memory.");
    const ending = await follow.look(storage, 103); // the pulse has not heard of it yet
    expect(lines(ending)).toEqual(["finished 0.3", "failed 0.1"]);
    expect(ending.at(-1)!.progress).toMatchObject({ done: 2, failed: 1, running: 0 });
    await storage.putPulse("sample", pulseOf([], { state: "complete" }));
    expect((await follow.look(storage, 104)).at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
    await storage.close();
  });

  it("is told whole of a trial that began and ended between two looks, with the seconds that its epochs took", async () => {
    const storage = await planned();
    await storage.putPulse("sample", pulseOf([]));
    const follow = follower();
    await follow.look(storage, 100);
    await train(storage, second.key, 2);
    await storage.finishTrial(second.key, sampleResult(2));
    await train(storage, first.key, 3);
    await storage.finishTrial(first.key, sampleResult(3));
    const events = await follow.look(storage, 101);
    expect(lines(events)).toEqual(["found 0.3 3 ago 15", "finished 0.3", "found 0.1 2 ago 8", "finished 0.1"]);
    await storage.close();
  });

  it("leads to the state that the run's own events would", async () => {
    const storage = await planned();
    await train(storage, first.key, 2);
    await storage.putPulse(
      "sample",
      pulseOf([[first.key, 3, 2]], { phase: { phase: "tuning", trials: 3 }, state: "stopping" }),
    );
    const events = await follower().look(storage, 130);
    const state = events.reduce((state, event) => studyMoves(state, { event, now: 1000 }), newStudyState(0));
    expect(state).toMatchObject({ total: 3, done: 0, phase: "tuning", silence: { since: 970 } });
    expect(state.running).toMatchObject([
      {
        key: first.key,
        epochsDone: 2,
        share: 0.25,
        loss: 0.5,
        startedAtSeconds: 980,
        validation: [1, 2].map((epoch) => sampleEpoch(epoch).record.validationAccuracy),
      },
    ]);
    expect(events.map(({ kind }) => kind)).toEqual(["following", "phase", "asked-to-stop", "found", "trial", "silent"]);
    const heard = studyMoves(state, { event: { ...events[0]!, kind: "heard" }, now: 1001 });
    expect("silence" in heard).toBe(false);
    await storage.close();
  });

  it("begins anew with another run, and where the store was made again", async () => {
    const storage = await planned();
    await train(storage, first.key, 1);
    await storage.putPulse("sample", pulseOf([[first.key, 2, 4]]));
    const follow = follower();
    await follow.look(storage, 100);
    await storage.putPulse("sample", pulseOf([], { pid: 8, startedAt: 101, heardAt: 101 }));
    expect(lines(await follow.look(storage, 101))).toEqual(["following"]);
    await storage.putPulse("sample", pulseOf([[first.key, 2, 5]], { pid: 8, startedAt: 101, heardAt: 102 }));
    expect(lines(await follow.look(storage, 102))).toEqual(["found 0.3 1 ago 22", "progress 0.3 2.5"]);
    const again = await planned();
    const events = await follow.look(again, 103);
    expect(lines(events)).toEqual(["following", "silent"]);
    expect(events[0]).toMatchObject({ run: null, progress: { done: 0, total: 3, running: 0 } });
    await storage.close();
    await again.close();
  });

  it("shows what is recorded where no run tells anything, and ends when nothing is left", async () => {
    const storage = await planned();
    await train(storage, first.key, 1);
    const follow = follower();
    expect(lines(await follow.look(storage, 1))).toEqual(["following", "found 0.3 1 ago 3", "silent"]);
    await train(storage, first.key, 1, 2);
    expect(lines(await follow.look(storage, 2))).toEqual(["epoch 0.3 2"]);
    for (const { key } of trials) await train(storage, key, 1, key === first.key ? 3 : 1);
    for (const { key } of trials) await storage.finishTrial(key, sampleResult(key === first.key ? 3 : 1));
    expect(lines(await follow.look(storage, 3)).slice(-1)).toEqual(["ended"]);
    expect(lines(await follower().look(storage, 4))).toEqual(["following", "silent", "ended"]);
    await storage.close();
  });
});
