import { afterEach, describe, expect, it } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { fakeClock } from "../../core/clock.ts";
import type { PlannedTrial } from "../../records/storage.ts";
import type { StudyEvent } from "../../study/events.ts";
import { openDisplay, type ProgressDisplay } from "./display.ts";

const trial: PlannedTrial = {
  key: "a",
  config: {
    schemaVersion: 1,
    data: { name: "fashion-mnist", fingerprint: "", limitTrain: null, validation: 0.2 },
    model: { name: "fashion-cnn" },
    optimizer: { name: "lion", label: "lion", convention: "torch", program: "", hyperparameters: {} },
    lr: 0.001,
    schedule: { kind: "constant", warmupSteps: 0 },
    training: {
      epochs: 1,
      batchSize: 32,
      monitor: "validationAccuracy",
      patience: null,
      clipGlobalNorm: null,
      decaySkipsBiases: false,
    },
    device: "cpu",
    seed: 0,
  },
};

const place = { trial, index: 0 };
const progress = { done: 0, failed: 0, running: 1, total: 1, secondsLeft: 90 };
const finished = {
  schemaVersion: 1,
  status: "diverged",
  stopped: "diverged",
  epochs: 0,
  bestEpoch: null,
  divergedAtStep: 7,
  test: null,
} as const;
const started = { kind: "started", parameters: 9, epochs: 1, stepsPerEpoch: 10, resumedFromStep: 5 } as const;
const events: readonly StudyEvent[] = [
  { kind: "started", workers: 2, progress },
  { kind: "trial", ...place, event: started, progress },
  { kind: "retry", ...place, attempt: 2, sentence: "The worker of this trial ended by SIGKILL.", progress },
  { kind: "trial", ...place, event: { ...started, checkpointDamaged: true }, progress },
  { kind: "waiting", sentence: "The store is held.", progress },
  { kind: "stopping", progress },
  { kind: "trial", ...place, event: { kind: "finished", result: finished }, progress: { ...progress, done: 1 } },
  { kind: "ended", outcome: "complete", progress: { ...progress, done: 1 } },
];

let display: ProgressDisplay<StudyEvent> | null = null;
afterEach(() => display?.close());

function show(setup: { readonly isTTY: boolean }, { json }: { readonly json: boolean }) {
  const terminal = fakeTerminal(setup);
  display = openDisplay({ terminal, clock: fakeClock(), trials: [trial] }, { json });
  for (const event of events) display.handle(event);
  display.close();
  return { out: terminal.out.text(), err: terminal.err.text() };
}

describe("displays", () => {
  it("on a pipe: plain lines, no codes", () => {
    expect(show({ isTTY: false }, { json: false })).toEqual({
      out: "",
      err: [
        "1 trial; 2 workers.",
        "→ lion  lr 0.001  goes on from step 5  (0/1, about 2 min left)",
        "! lion  lr 0.001  tried again: The worker of this trial ended by SIGKILL.",
        "! lion  lr 0.001  its last checkpoint is damaged: it goes on from step 5  (0/1, about 2 min left)",
        "! The store is held.",
        "Stopping: the trials under way are being saved. Ctrl-C again stops at once; that is safe too.",
        "× lion  lr 0.001  diverged at step 7  (1/1)",
        "",
      ].join("\n"),
    });
  });

  it("at a terminal: the same lines stay, the block is taken back, the cursor is shown again", () => {
    const { out, err } = show({ isTTY: true }, { json: false });
    expect(out).toBe("");
    expect(err).toContain("× lion  lr 0.001  diverged at step 7\n");
    expect(err.endsWith("\r\u001b[J\u001b[?25h")).toBe(true);
  });

  it("for programs: one JSON object a line on standard output", () => {
    const { out, err } = show({ isTTY: false }, { json: true });
    expect(err).toBe("");
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(events.length);
    expect(lines[1]).toMatchObject({ kind: "trial", trial: { key: "a", label: "lion", lr: 0.001, seed: 0 } });
  });
});
