import { describe, expect, it } from "vitest";
import type { StudyFacts, StudyFrame } from "../../src/dashboard/views.ts";
import { sampleRow, sampleRun } from "../page-samples.ts";
import { applyFrame, rowsInOrder } from "./study-state.ts";

const facts = (order: readonly string[]): StudyFacts => {
  return { name: "s", location: "x", command: "c", data: "d", model: "m", order };
};
const frame = (change: Partial<StudyFrame>): StudyFrame => {
  return { whole: false, facts: null, rows: [], summary: sampleRun(), pulse: null, ...change };
};
const row = (key: string, validation: number) => sampleRow({ key, validation });
const first = applyFrame(null, frame({ whole: true, facts: facts(["a", "b"]), rows: [row("b", 0.2), row("a", 0.1)] }));

describe("what is known of a study", () => {
  it("is in the order of the study, whatever came first", () => {
    expect(rowsInOrder(first).map(({ key }) => key)).toEqual(["a", "b"]);
  });

  it("takes news of some trials and keeps the others, and leaves what was known before as it was", () => {
    const next = applyFrame(first, frame({ facts: facts(["a", "b", "c"]), rows: [row("c", 0.4), row("a", 0.3)] }));
    expect(rowsInOrder(next).map(({ key, validation }) => [key, validation])).toEqual([
      ["a", 0.3],
      ["b", 0.2],
      ["c", 0.4],
    ]);
    expect(rowsInOrder(first).map(({ validation }) => validation)).toEqual([0.1, 0.2]);
  });

  it("keeps rows and facts where a frame has none", () => {
    const next = applyFrame(first, frame({ summary: sampleRun({ state: "lost" }) }));
    expect([next.rows, next.facts, next.summary.state]).toEqual([first.rows, first.facts, "lost"]);
    expect(next.rows).toBe(first.rows);
  });

  it("forgets all before a whole frame", () => {
    const next = applyFrame(first, frame({ whole: true, facts: facts(["z"]), rows: [row("z", 0.5)] }));
    expect(rowsInOrder(next).map(({ key }) => key)).toEqual(["z"]);
  });

  it("shows trials that the order does not name yet after the others", () => {
    const next = applyFrame(first, frame({ rows: [row("new", 0.5)] }));
    expect(rowsInOrder(next).map(({ key }) => key)).toEqual(["a", "b", "new"]);
  });
});
