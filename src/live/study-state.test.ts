import { describe, expect, it } from "vitest";
import { sampleEpoch, sampleResult, sampleTrial } from "../records/samples.ts";
import type { StudyEvent, StudyNews } from "../study/events.ts";
import { newStudyState, type StudyState, studyMoves, trialEnds, trialMoves, trialStarts } from "./study-state.ts";

const adam = { key: "a", label: "adam", lr: 0.001, seed: 0, epochs: 5 };
const sgd = { key: "b", label: "SGD + momentum", lr: 0.1, seed: 1, epochs: 5 };
const progress = {
  kind: "progress",
  epoch: 3,
  step: 30,
  stepsPerEpoch: 60,
  trainLoss: 0.5123,
  trainAccuracy: 0.8126,
  imagesPerSecond: 2412.4,
} as const;

function running(): StudyState {
  return trialMoves(trialStarts(trialStarts(newStudyState(20), adam, 0), sgd, 1), "a", progress);
}

describe("study state", () => {
  it("keeps the running trials in order and their figures", () => {
    const record = {
      epoch: 3,
      trainLoss: 0.4,
      trainAccuracy: 0.8,
      validationLoss: 0.5,
      validationAccuracy: 0.85,
      lr: 0.001,
    };
    const timing = { epoch: 3, trainSeconds: 1, evaluateSeconds: 1, imagesPerSecond: 2000 };
    const state = trialMoves(running(), "a", { kind: "epoch", record, timing });
    expect(state.running.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(state.running[0]).toMatchObject({ epochsDone: 3, share: 0 });
    expect(trialEnds(state, "a").running.map(({ key }) => key)).toEqual(["b"]);
    expect(trialMoves(state, "unknown", progress)).toEqual(state);
  });

  it("goes on where a checkpoint stood", () => {
    const event = { kind: "started", parameters: 9, epochs: 5, stepsPerEpoch: 60, resumedFromStep: 125 } as const;
    expect(trialMoves(running(), "b", event).running[1]).toMatchObject({ epochsDone: 2 });
  });

  it("follows the events of a study from the first to the last", () => {
    const [one, two] = [sampleTrial(0.1), sampleTrial(0.2)];
    const start = { kind: "started", parameters: 9, epochs: 3, stepsPerEpoch: 60, resumedFromStep: 0 } as const;
    const news: readonly StudyNews[] = [
      { kind: "started", workers: 2 },
      { kind: "trial", trial: one, index: 0, event: start },
      { kind: "trial", trial: two, index: 1, event: start },
      { kind: "trial", trial: one, index: 0, event: { kind: "epoch", ...sampleEpoch(1) } },
      { kind: "failed", trial: two, index: 1, sentence: "No memory." },
      { kind: "trial", trial: one, index: 0, event: { kind: "finished", result: sampleResult(3) } },
      { kind: "ended", outcome: "complete" },
    ];
    const states = news.map((_, count) =>
      news.slice(0, count + 1).reduce((state, one, index) => {
        const standing = { done: index >= 5 ? 1 : 0, failed: 0, running: 0, total: 2, secondsLeft: 9 - index };
        return studyMoves(state, { event: { ...one, progress: standing }, now: 10 * index });
      }, newStudyState(2)),
    );
    expect(states.map((state) => state.running.map(({ lr, epochsDone }) => [lr, epochsDone]))).toEqual([
      [],
      [[0.1, 0]],
      [
        [0.1, 0],
        [0.2, 0],
      ],
      [
        [0.1, 1],
        [0.2, 0],
      ],
      [[0.1, 1]],
      [],
      [],
    ]);
    expect(states[2]!.running[1]).toMatchObject({ startedAtSeconds: 20 });
    expect(states.at(-1)).toEqual({ total: 2, done: 1, secondsLeft: 3, phase: null, running: [] });
  });

  it("tells the phase of a study that tunes", () => {
    const event: StudyEvent = {
      kind: "phase",
      phase: "evaluation",
      trials: 4,
      progress: { done: 6, failed: 0, running: 1, total: 10, secondsLeft: null },
    };
    expect(studyMoves(newStudyState(10), { event, now: 1 })).toMatchObject({ phase: "evaluation", done: 6, total: 10 });
  });
});
