/** What optimizers cost and forgive: tables, words and the worth of tuning. */
import { expect, test } from "vitest";
import { buildReport } from "../../src/report/build-report.ts";
import type { ReportInput } from "../../src/report/compose-report.ts";
import type { ChartBlock, TableBlock } from "../../src/report/document.ts";
import { around, judgedStudy } from "./judged-study.ts";
import { syntheticStudy } from "./synthetic-study.ts";
import { tunedStudy } from "./tuned-study.ts";

function costOf(input: ReportInput) {
  const blocks = buildReport(input).sections.find(({ id }) => id === "cost")?.blocks ?? [];
  const words = blocks.flatMap((block) => (block.kind === "text" ? [block.text] : [])).join("\n");
  const rowsOf = (id: string): readonly Record<string, string>[] => {
    const table = blocks.find((block): block is TableBlock => block.kind === "table" && block.id === id);
    return (table?.rows ?? []).map((row) =>
      Object.fromEntries(row.map((cell, index) => [table!.columns[index]!.title, cell.text])),
    );
  };
  const tries = blocks.find((block): block is ChartBlock => block.kind === "chart" && block.id === "tries");
  return { words, cost: rowsOf("cost"), robustness: rowsOf("robustness"), tries };
}

/** Two optimizers of three seeds whose accuracy rises by epoch: lion by tenths, adam at half the pace. */
function paced(): ReportInput {
  const { study, trials } = judgedStudy({ lion: [0.5, 0.5, 0.5], adam: [0.25, 0.25, null] });
  const risen = trials.map((trial) => {
    const pace = trial.config.optimizer.name === "lion" ? 0.1 : 0.05;
    const epochs = [1, 2, 3, 4, 5].map((epoch) => ({ ...trial.epochs[0]!, epoch, validationAccuracy: pace * epoch }));
    const timings = epochs.map(({ epoch }) => ({ epoch, trainSeconds: 2, evaluateSeconds: 1, imagesPerSecond: 6400 }));
    return { ...trial, epochs, timings, result: { ...trial.result!, bestEpoch: 5 } };
  });
  return { study, trials: risen };
}

test("time, steps and seconds to the common target are told, with who did not come", () => {
  const { words, cost } = costOf({ ...paced(), stateSlots: ({ name }) => (name === "adam" ? 2 : 1) });
  expect(words).toContain(
    "To 25.00 % validation accuracy, the lowest of the optimizers' medians over seeds, lion takes 3 epochs, 300 steps and 6.00 s and adam takes 5 epochs, 500 steps and 10.0 s (median seed).",
  );
  expect(cost[0]).toMatchObject({
    optimizer: "lion",
    "s/epoch": "3.00 s",
    "numbers per weight": "1",
    "bytes per weight": "4",
  });
  expect(cost[0]).toMatchObject({ "reached by": "3/3", "steps to target": "300" });
  expect(cost[1]).toMatchObject({ "bytes per weight": "8", "reached by": "2/3", "time to target": "10.0 s" });
});

test("a target that is asked for may be reached by nobody", () => {
  const { words, cost } = costOf({ ...paced(), target: 0.45 });
  expect(words).toContain("To 45.00 % validation accuracy, the target that was asked for, lion takes 5 epochs");
  expect(words).toContain("adam does not come");
  expect(cost[1]).toMatchObject({ "reached by": "0/3", "epochs to target": "not reached", "numbers per weight": "–" });
});

test("settings within a point and the share that diverged are counted", () => {
  const { words, robustness } = costOf(syntheticStudy({ seeds: 2, epochs: 20 }));
  expect(robustness[0]).toMatchObject({ settings: "5", worst: "diverged", diverged: "20 % (2/10)" });
  expect(robustness[0]!["within a point"]).toMatch(/^\d+ % \(\d\/5\)$/);
  expect(words).toContain(
    "Within a point of its own best accuracy, of the settings tried: lion at 2 of 5, adamw at 1 of 5, adam at 1 of 5 and SGD",
  );
});

test("a study of one setting each is told its cost alone; one that has not begun, nothing", () => {
  const single = costOf(judgedStudy({ lion: around(0.9, 2), adam: around(0.8, 2) }));
  expect(single.cost).toHaveLength(2);
  expect([single.robustness, single.tries]).toEqual([[], undefined]);
  expect(costOf({ ...syntheticStudy(), trials: [] }).words).toBe("");
});

test("an optimizer that diverged altogether sets no target and comes to none", () => {
  const { words, cost } = costOf(judgedStudy({ lion: around(0.9, 3), adam: [null, null, null] }));
  expect(words).toMatch(/^To 90\.\d\d % validation accuracy, .* lion takes 1 epoch/);
  expect(words).not.toContain("adam");
  expect(cost[1]).toMatchObject({ optimizer: "adam", "reached by": "–", "epochs to target": "–" });
  expect(costOf(judgedStudy({ lion: [null], adam: [null] })).words).toBe("");
});

test("the worth of tuning is an expectation for random points, and for a grid it says that it is none", () => {
  const random = costOf(tunedStudy({ points: 12 }));
  expect(random.tries!.caption).toContain("to be expected after so many random tries");
  const grid = costOf(syntheticStudy());
  expect(grid.tries!.caption).toContain("the settings are no random draws");
  const { data } = random.tries!.spec as unknown as { data: { values: { label: string; x: number; mean: number }[] } };
  const lion = data.values.filter(({ label }) => label === random.robustness[0]!.optimizer);
  expect(lion.map(({ x }) => x)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  const means = lion.map(({ mean }) => mean);
  expect(means).toEqual([...means].sort((a, b) => a - b));
});
