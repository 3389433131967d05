import { expect, test } from "vitest";
import { sampleEpoch, samplePulse, sampleResult, sampleTrial } from "../records/samples.ts";
import type { StudyEvent, StudyNews } from "./events.ts";
import { noStudyPulse, studyPulseMoves } from "./study-pulse.ts";

const [one, two] = [sampleTrial(0.1), sampleTrial(0.2)];
const start = { kind: "started", parameters: 9, epochs: 3, stepsPerEpoch: 60, resumedFromStep: 0 } as const;
const step = { kind: "progress", epoch: 1, step: 7, stepsPerEpoch: 60, imagesPerSecond: 9 } as const;
const figures = { trainLoss: 0.5, trainAccuracy: 0.25 };

test("a pulse tells the trials under way, each when it was heard of, the phase and how the whole stands", () => {
  const news: readonly StudyNews[] = [
    { kind: "started", workers: 2 },
    { kind: "phase", phase: "tuning", trials: 9 },
    { kind: "trial", trial: one, index: 0, event: start },
    { kind: "trial", trial: two, index: 1, event: start },
    { kind: "trial", trial: one, index: 0, event: { ...step, ...figures } },
    { kind: "trial", trial: two, index: 1, event: { kind: "epoch", ...sampleEpoch(1) } },
    { kind: "retry", trial: two, index: 1, attempt: 2, sentence: "Again." },
    { kind: "stopping" },
    { kind: "trial", trial: one, index: 0, event: { kind: "finished", result: sampleResult(3) } },
    { kind: "ended", outcome: "stopped" },
  ];
  let pulse = { ...samplePulse("x"), ...noStudyPulse };
  const told = news.map((one, at) => {
    const progress = { done: at, failed: 0, running: 0, total: 9, secondsLeft: null };
    pulse = studyPulseMoves(pulse, { ...one, progress } satisfies StudyEvent, 100 + at);
    expect(pulse.progress).toEqual(progress);
    return [pulse.state, ...pulse.trials.map((t) => `${t.key} ${t.startedAt} ${t.heardAt} ${t.progress?.step ?? "-"}`)];
  });
  const [a, b] = [one.key, two.key];
  expect(told.slice(1)).toEqual([
    ["running"],
    ["running", `${a} 102 102 -`],
    ["running", `${a} 102 102 -`, `${b} 103 103 -`],
    ["running", `${a} 102 104 7`, `${b} 103 103 -`],
    ["running", `${a} 102 104 7`, `${b} 103 105 -`],
    ["running", `${a} 102 104 7`],
    ["stopping", `${a} 102 104 7`],
    ["stopping"],
    ["stopped"],
  ]);
  expect(pulse).toMatchObject({ workers: 2, phase: { phase: "tuning", trials: 9 }, pid: 7, startedAt: 1.5 });
});
