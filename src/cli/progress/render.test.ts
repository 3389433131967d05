import { describe, expect, it } from "vitest";
import { alignmentOf, endedLine, renderBlock } from "./render.ts";
import { type EndedTrial, type ProgressState, trialEnds, trialMoves, trialStarts } from "./state.ts";

const adam = { key: "a", label: "adam", lr: 0.001, seed: 0, epochs: 5 };
const sgd = { key: "b", label: "SGD + momentum", lr: 0.1, seed: 1, epochs: 5 };
const align = alignmentOf([adam, sgd]);
const empty: ProgressState = { total: 20, done: 3, secondsLeft: null, running: [] };
const progress = {
  kind: "progress",
  epoch: 3,
  step: 30,
  stepsPerEpoch: 60,
  trainLoss: 0.5123,
  trainAccuracy: 0.8126,
  imagesPerSecond: 2412.4,
} as const;

function running(): ProgressState {
  return trialMoves(trialStarts(trialStarts(empty, adam, 0), sgd, 1), "a", progress);
}

function block(columns: number, rows = 24): string[] {
  return renderBlock(running(), { style: { columns, color: false }, rows, align, elapsedSeconds: 72 });
}

describe("progress state", () => {
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
});

describe("renderBlock", () => {
  it("shows each trial and the whole on a wide screen", () => {
    expect(block(120)).toEqual([
      "  adam            lr 0.001  seed 0  ████████░░░░░░░░  epoch 3/5  loss 0.512  acc 81.3 %  2,412 img/s",
      "  SGD + momentum  lr 0.1    seed 1  ░░░░░░░░░░░░░░░░  epoch 1/5  starting",
      `████▉${"░".repeat(23)} · 3/20 trials · 1:12 · estimating the time left`,
    ]);
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
