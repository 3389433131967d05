/** The figures of one optimizer under several decays. */
import { expect, test } from "vitest";
import type { TrialRecord } from "../../src/records/records.ts";
import { buildReport } from "../../src/report/build-report.ts";
import type { ChartBlock } from "../../src/report/document.ts";
import { syntheticStudy } from "./synthetic-study.ts";

/** Accuracy by decay: flat up to 5, then lower. */
const accuracies: readonly (readonly [number, number])[] = [
  [0, 0.86],
  [1, 0.861],
  [2, 0.862],
  [5, 0.858],
  [10, 0.82],
  [20, 0.7],
];

function charts(decays: typeof accuracies) {
  const { study, trials } = syntheticStudy({ seeds: 2, epochs: 1 });
  const model = trials.filter(({ state }) => state === "finished").slice(0, 2 * decays.length);
  const changed = model.map((trial, i): TrialRecord => {
    const [decay, accuracy] = decays[Math.floor(i / 2)]!;
    const optimizer = {
      ...trial.config.optimizer,
      label: `lion decay=${decay}`,
      name: "lion",
      hyperparameters: { decay },
    };
    const point = { step: 10, largest: 2, outside: 0.5, border: 0, distance: 1, promised: 2, rounding: 0 };
    const bounds = [
      { ...point, step: 0 },
      { ...point, largest: 0.9, outside: 0, distance: 0 },
    ];
    const epochs = trial.epochs.map((epoch) => ({ ...epoch, validationAccuracy: accuracy + 0.001 * (i % 2), bounds }));
    return { ...trial, config: { ...trial.config, optimizer, lr: 0.001, seed: i % 2 }, epochs };
  });
  const document = buildReport({ study: { ...study, trialKeys: changed.map(({ key }) => key) }, trials: changed });
  const blocks = document.sections.flatMap((section) => section.blocks);
  return blocks.filter((block): block is ChartBlock => block.kind === "chart" && block.id.startsWith("decay-"));
}

test("accuracy and the largest weight are drawn against decay, and the critical decay is named", () => {
  const [accuracy, weights] = charts(accuracies);
  expect(accuracy!.caption).toContain("without decay 86.05 %");
  expect(accuracy!.caption).toContain(
    "up to λ = 5 accuracy stays within a point of its best, from λ = 10 on it does not",
  );
  const values = (weights!.spec as unknown as { data: { values: { x: number; mean: number }[] } }).data.values;
  expect(values.map(({ x, mean }) => [x, mean])).toEqual([1, 2, 5, 10, 20].map((x) => [x, 0.9 / x]));
});

test("where no decay costs, none is critical", () => {
  const flat = accuracies.map(([decay]) => [decay, 0.9] as const);
  expect(charts(flat)[0]!.caption).toContain("no decay up to 20 loses more than a point");
});

test("two decays make no figure", () => {
  expect(charts(accuracies.slice(0, 3))).toEqual([]);
});
