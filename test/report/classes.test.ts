/** Accuracy by class and confusion matrices, of results that keep answers. */
import { expect, test } from "vitest";
import type { TrialRecord } from "../../src/records/records.ts";
import { buildReport } from "../../src/report/build-report.ts";
import type { Block, ChartBlock, TableBlock } from "../../src/report/document.ts";
import { renderSvg } from "../../src/report/svg.ts";
import { around, judgedStudy } from "./judged-study.ts";
import { expectWellFormed } from "./well-formed.ts";

const classes = ["shirt", "coat", "bag"];

/** The trial with answers: of 100 images a class, `wrong` shirts are taken for coats. */
function answering(trial: TrialRecord, wrong: number): TrialRecord {
  const counts = [
    [100 - wrong, wrong, 0],
    [1, 98, 1],
    [0, 0, 100],
  ];
  return trial.result?.test == null ? trial : { ...trial, result: { ...trial.result, confusion: { classes, counts } } };
}

function classesOf(change: (trial: TrialRecord) => TrialRecord): readonly Block[] {
  const { study, trials } = judgedStudy({ lion: around(0.9, 2), adam: [...around(0.8, 1), null] });
  const document = buildReport({ study, trials: trials.map(change) });
  return document.sections.find(({ id }) => id === "classes")?.blocks ?? [];
}

const told = classesOf((trial) =>
  answering(trial, trial.config.optimizer.name === "lion" ? 20 + trial.config.seed : 30),
);

test("each class has its accuracy over the seeds, and the commonest mistakes are said", () => {
  expect(told[0]).toMatchObject({
    text: "The networks of lion most often take shirt for coat (20.50 %), coat for shirt (1.00 %) and coat for bag (1.00 %): shares of the images of a class, over its seeds.",
  });
  const { columns, rows } = told[1] as TableBlock;
  expect(columns.map(({ title }) => title)).toEqual(["class", "lion", "adam"]);
  expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
    ["shirt", "79.50 % [79.00 … 80.00]", "70.00 %"],
    ["coat", "98.00 % [98.00 … 98.00]", "98.00 %"],
    ["bag", "100.00 % [100.00 … 100.00]", "100.00 %"],
  ]);
  expect(rows[0]!.map(({ tone }) => tone)).toEqual(["plain", "best", "plain"]);
});

test("a confusion matrix for each optimizer, a row adding up to its class", async () => {
  const charts = told.filter((block): block is ChartBlock => block.kind === "chart");
  expect(charts.map(({ id, title }) => `${id} ${title}`)).toEqual([
    "confusion-1 lion: what each class is taken for",
    "confusion-2 adam: what each class is taken for",
  ]);
  const { layer } = charts[0]!.spec as unknown as {
    layer: readonly { data: { values: readonly { label: string; answer: string; share: number }[] } }[];
  };
  const shirts = layer.slice(0, 2).flatMap(({ data }) => data.values.filter(({ label }) => label === "shirt"));
  expect(Object.fromEntries(shirts.map(({ answer, share }) => [answer, share]))).toEqual({
    shirt: 0.795,
    coat: 0.205,
    bag: 0,
  });
  for (const { spec } of charts) {
    const svg = await renderSvg(spec);
    expectWellFormed(svg);
    expect(svg).not.toMatch(/NaN|undefined/);
  }
});

test("results of earlier versions have no classes, and many classes no matrix but the hardest ones", () => {
  expect(classesOf((trial) => trial)).toEqual([]);
  const names = Array.from({ length: 30 }, (_, at) => `class ${at}`);
  const counts = names.map((_, label) => names.map((__, answer) => (label === answer ? 50 + label : 1)));
  const many = classesOf((trial) =>
    trial.result?.test == null
      ? trial
      : { ...trial, result: { ...trial.result, confusion: { classes: names, counts } } },
  );
  expect(many.map(({ kind }) => kind)).toEqual(["text", "table"]);
  const { rows, caption } = many[1] as TableBlock;
  expect(rows.map(([name]) => name!.text)).toEqual(names.slice(0, 20));
  expect(caption).toContain("The 20 classes that lion gets right least often.");
});

test("optimizers of which earlier versions kept no answers are named", () => {
  const some = classesOf((trial) =>
    trial.config.optimizer.name === "adam" || trial.config.seed === 1 ? trial : answering(trial, 10),
  );
  expect(some[1]).toMatchObject({
    text: "No answers are kept of lion (1 of 2 runs) and adam: an earlier version trained them.",
  });
  expect(told.some((block) => block.kind === "text" && block.text.startsWith("No answers"))).toBe(false);
});

test("where results keep them, the answers to the validation images have matrices of their own", () => {
  const blocks = classesOf((trial) => {
    const told = answering(trial, 10);
    const { confusion } = told.result ?? {};
    return confusion === undefined || trial.config.optimizer.name === "adam"
      ? told
      : {
          ...told,
          result: {
            ...told.result!,
            confusion: {
              ...confusion,
              validation: [
                [9, 1, 0],
                [0, 5, 5],
                [0, 0, 10],
              ],
            },
          },
        };
  });
  const charts = blocks.filter((block): block is ChartBlock => block.kind === "chart");
  expect(charts.map(({ id }) => id)).toEqual(["confusion-1", "confusion-2", "confusion-validation-1"]);
  expect(charts[2]!.title).toBe("lion: what each class is taken for, validation");
  const { layer } = charts[2]!.spec as unknown as {
    layer: readonly { data: { values: readonly { label: string; answer: string; share: number }[] } }[];
  };
  const coats = layer[0]!.data.values.filter(({ label }) => label === "coat");
  expect(coats.map(({ answer, share }) => [answer, share])).toEqual([
    ["shirt", 0],
    ["bag", 0.5],
  ]);
});
