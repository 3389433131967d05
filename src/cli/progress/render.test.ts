import { describe, expect, it } from "vitest";
import { type EndedTrial, type StudyState, trialMoves, trialStarts } from "../../live/study-state.ts";
import { alignmentOf, endedLine, renderBlock } from "./render.ts";

const adam = { key: "a", label: "adam", lr: 0.001, seed: 0, epochs: 5 };
const sgd = { key: "b", label: "SGD + momentum", lr: 0.1, seed: 1, epochs: 5 };
const align = alignmentOf([adam, sgd]);
const empty: StudyState = { total: 20, done: 3, secondsLeft: null, phase: null, running: [] };
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
  return trialMoves(trialStarts(trialStarts(empty, adam, 0), sgd, 1), "a", progress);
}

function block(columns: number, rows = 24): string[] {
  return renderBlock(running(), { style: { columns, color: false }, rows, align, elapsedSeconds: 72 });
}

describe("renderBlock", () => {
  it("shows each trial and the whole on a wide screen", () => {
    expect(block(120)).toEqual([
      "  adam            lr 0.001  seed 0  ████████░░░░░░░░  epoch 3/5  loss 0.512  acc 81.3 %  2,412 img/s",
      "  SGD + momentum  lr 0.1    seed 1  ░░░░░░░░░░░░░░░░  epoch 1/5  starting",
      `████▉${"░".repeat(23)} · 3/20 trials · 1:12 · estimating the time left`,
    ]);
  });

  it("says of a followed run for how long it was not heard of, in place of the time left", () => {
    const setup = { style: { columns: 120, color: false }, rows: 24, align, elapsedSeconds: 72, now: 100 };
    const ends = (silence: StudyState["silence"] & {}) => renderBlock({ ...running(), silence }, setup).at(-1);
    expect(ends({ since: 20 })).toMatch(/ 3\/20 trials · 1:12 · not heard of for 1:20$/);
    expect(ends({ since: null })).toMatch(/ · 1:12 · no run is heard of$/);
  });

  it.each([100, 80, 60, 40, 20, 5, 1])("keeps within %i columns", (columns) => {
    for (const line of block(columns)) expect([...line].length).toBeLessThanOrEqual(columns);
  });

  it("keeps within the rows of a low screen", () => {
    expect(block(80, 3)).toHaveLength(3);
    expect(block(80, 3)[1]).toBe("and 1 more trials running");
  });
});

describe("endedLine", () => {
  const ended: EndedTrial = {
    ...adam,
    outcome: "finished",
    epochsDone: 5,
    validation: 0.871,
    testAccuracy: 0.866,
    divergedAtStep: null,
    failure: null,
    seconds: 22,
  };
  const style = { columns: 100, color: false };

  it("says how a trial ended", () => {
    expect(endedLine(ended, align, style)).toBe(
      "✓ adam            lr 0.001  seed 0  validation 87.1 %  test 86.6 %  5 epochs in 22 s",
    );
    expect(endedLine({ ...ended, outcome: "diverged", divergedAtStep: 1200 }, align, style)).toContain("at step 1,200");
    expect(endedLine({ ...ended, outcome: "failed", failure: "no memory" }, align, style)).toContain(
      "failed: no memory",
    );
  });

  it("colours only the mark", () => {
    const line = endedLine(ended, align, { ...style, color: true });
    expect(line.startsWith("\u001b[32m✓\u001b[0m adam")).toBe(true);
    expect(line.split("\u001b")).toHaveLength(3);
  });
});
