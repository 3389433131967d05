/** Several runs in one report: what each found, where they differ, and what holds across workloads. */
import { expect, test } from "vitest";
import type { ReportInput } from "../../src/report/compose-report.ts";
import type { ReportDocument, TableBlock } from "../../src/report/document.ts";
import { renderHtml } from "../../src/report/html.ts";
import { renderTablesJson } from "../../src/report/json.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { buildRunsReport } from "../../src/report/runs/build-runs-report.ts";
import { renderFigures } from "../../src/report/svg.ts";
import { around, judgedStudy } from "./judged-study.ts";
import { expectWellFormed } from "./well-formed.ts";

type Accuracies = Parameters<typeof judgedStudy>[0];

/** A run on a data set of its own. */
function run(name: string, accuracies: Accuracies): { name: string; input: ReportInput } {
  const { study, trials } = judgedStudy(accuracies);
  const moved = trials.map((trial) => ({
    ...trial,
    config: { ...trial.config, data: { ...trial.config.data, name: `data-${name}` } },
  }));
  return { name, input: { study: { ...study, name, command: `lionlab compare ${name}` }, trials: moved } };
}

const reported = (...runs: readonly { name: string; input: ReportInput }[]) =>
  buildRunsReport(runs, "lionlab report …");
const words = ({ sections }: ReportDocument, id: string): string =>
  (sections.find((section) => section.id === id)?.blocks ?? [])
    .flatMap((block) => (block.kind === "text" ? [block.text] : []))
    .join("\n");
const tableOf = ({ sections }: ReportDocument, id: string): TableBlock =>
  sections
    .flatMap(({ blocks }) => blocks)
    .find((block): block is TableBlock => block.kind === "table" && block.id === id)!;
const chartsOf = ({ sections }: ReportDocument): readonly string[] =>
  sections.flatMap(({ blocks }) => blocks).flatMap((block) => (block.kind === "chart" ? [block.id] : []));

const two = [
  run("first", { lion: around(0.92, 10), adam: around(0.9, 10), sgd: around(0.8, 10) }),
  run("second", { lion: around(0.7, 5), adam: around(0.75, 5) }),
];

test("each run's finding, who leads where, and one table over all", () => {
  const document = reported(...two);
  expect(document.headline).toBe(
    "lion is best on validation in 1 of 2 runs, adam in 1; whether differences are real is said for each.",
  );
  expect(words(document, "verdict")).toMatch(
    /^first: lion did best on validation .* prefer lion\.\nsecond: adam did best/,
  );
  const { columns, rows } = tableOf(document, "runs");
  expect(columns.map(({ title }) => title)).toEqual(["optimizer", "first", "second"]);
  expect(rows.map((row) => row.map(({ tone }) => tone))).toEqual([
    ["plain", "best", "plain"],
    ["plain", "plain", "best"],
    ["plain", "plain", "muted"],
  ]);
  expect(rows[2]!.map(({ text }) => text)).toEqual(["SGD with momentum", "80.09 ± 0.04 %", "–"]);
});

test("what the runs share stands at the head, what differs in a table", () => {
  const document = reported(...two);
  expect(document.facts).toContainEqual({ name: "model", value: "fashion-cnn" });
  expect(document.facts.map(({ name }) => name)).not.toContain("data");
  const { rows } = tableOf(document, "differences");
  expect(rows.map(([name]) => name!.text)).toEqual(["data", "seeds"]);
  expect(rows[0]!.map(({ text }) => text.split(",")[0])).toEqual(["data", "data-first", "data-second"]);
  const same = reported(two[0]!, { ...two[0]!, name: "again" });
  expect(words(same, "differences")).toContain("The runs have the same data, model");
});

test("runs of one workload are not tested across", () => {
  const document = reported(two[0]!, { ...two[0]!, name: "again" });
  expect(document.sections.map(({ id }) => id)).not.toContain("workloads");
  expect(words(document, "differences")).toContain("no test is made across them");
});

test("across few workloads there are ranks, scores and chances to beat, and no diagram", () => {
  const document = reported(...two);
  expect(words(document, "workloads")).toContain("With fewer than 5 workloads ranks tell almost nothing apart");
  const { rows } = tableOf(document, "workloads");
  expect(rows.map((row) => row.slice(0, 3).map(({ text }) => text))).toEqual([
    ["lion", "1.50", "1/2"],
    ["adam", "1.50", "1/2"],
  ]);
  expect(rows[1]![4]).toMatchObject({ value: 0.5 });
  expect(chartsOf(document)).toEqual(["profiles"]);
});

test("from five workloads on critical differences are drawn, and what they tell apart is said", () => {
  const many = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9].map((base, at) =>
    run(`w${at}`, { lion: around(base + 0.05, 4), adam: around(base + 0.02, 4), sgd: around(base, 4) }),
  );
  const document = reported(...many);
  expect(words(document, "verdict")).toMatch(/^w0: lion did best on validation .* Its seeds are too few to decide\.$/m);
  expect(words(document, "workloads")).toMatch(
    /^Over 7 workloads, lion has the best mean rank, 1\.00 of 3\. That any differs in rank has p < 0\.001 .* Not told apart by Nemenyi's comparison: lion and adam; adam and SGD with momentum\.$/,
  );
  expect(chartsOf(document)).toEqual(["ranks", "profiles"]);
  const row = tableOf(document, "workloads").rows[0]!;
  expect(row.map(({ text }) => text)).toEqual(["lion", "1.00", "7/7", expect.stringMatching(/^0\.99\d/), "–"]);
});

test("a run without results, and one whose optimizer diverged, are told as what they are", () => {
  const waiting = run("waiting", { lion: new Array<null>(2), adam: new Array<null>(2) });
  const diverged = run("diverged", { lion: around(0.9, 3), adam: [null, null, null] });
  const document = reported(waiting, diverged);
  expect(document.headline).toContain("lion is best on validation in 1 of 1 run");
  expect(tableOf(document, "runs").rows.map((row) => row.slice(1).map(({ text }) => text.slice(0, 8)))).toEqual([
    ["no resul", "90.07 % "],
    ["no resul", "diverged"],
  ]);
  expect(JSON.stringify(document)).not.toMatch(/NaN|undefined/);
});

test("every renderer takes it, and it is the same twice", async () => {
  const document = reported(...two);
  const figures = await renderFigures(document);
  for (const svg of figures.values()) expectWellFormed(svg);
  const html = await renderHtml(document, figures);
  expect(html).toContain("Made by Lionlab from the records of first and second.");
  expect(renderMarkdown(document, { figures: true })).toContain("# first and second");
  expect(JSON.parse(renderTablesJson(document)).tables.map(({ id }: { id: string }) => id)).toEqual([
    "runs",
    "workloads",
    "differences",
  ]);
  expect(reported(...two)).toEqual(document);
});
