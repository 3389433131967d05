import { expect, test } from "vitest";
import { buildReport } from "../../src/report/build-report.ts";
import type { Block, ReportDocument, TableBlock } from "../../src/report/document.ts";
import { renderHtml } from "../../src/report/html.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminalReport } from "../../src/report/table.ts";
import { palette } from "../../src/report/theme.ts";
import { parseStudy } from "../../src/study/read.ts";
import { syntheticStudy } from "./synthetic-study.ts";

const blocks = (document: ReportDocument): readonly Block[] => document.sections.flatMap((section) => section.blocks);
const texts = (document: ReportDocument): string =>
  blocks(document)
    .map((block) => (block.kind === "text" ? block.text : ""))
    .join("\n");
const table = (document: ReportDocument, id: string): TableBlock =>
  blocks(document).find((block): block is TableBlock => block.kind === "table" && block.id === id)!;

test("the same records give the same document, in any order", () => {
  const { study, trials } = syntheticStudy({ seeds: 3 });
  const document = buildReport({ study, trials });
  expect(buildReport({ study, trials: [...trials].reverse() })).toEqual(document);
});

test("every table and figure carries command, number of seeds and interval", () => {
  const document = buildReport(syntheticStudy({ seeds: 3, epochs: 12 }));
  const shown = blocks(document).filter((block) => block.kind !== "text" && block.kind !== "code");
  expect(shown.length).toBeGreaterThanOrEqual(9);
  for (const { provenance } of shown) {
    expect(provenance.command).toBe("lionlab compare synthetic");
    expect(provenance.seeds?.most).toBe(3);
    expect(provenance.interval).not.toBe("");
  }
});

test("the summary ranks by validation, counts diverged trials and shows intervals over seeds", () => {
  const { rows, columns } = table(buildReport(syntheticStudy({ seeds: 5, epochs: 20 })), "summary");
  const column = (title: string): number => columns.findIndex((one) => one.title === title);
  const validation = rows.map((row) => row[column("validation")]!.value as number);
  expect(validation).toEqual([...validation].sort((a, b) => b - a));
  expect(rows[0]![column("test")]!.text).toMatch(/^\d\d\.\d\d ± \d+\.\d\d %$/);
  expect(rows.map((row) => row[column("diverged")]!.text)).toEqual(["5/25", "5/25", "5/25", "5/25"]);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
});

test("one seed supports no claim, and the report says so", () => {
  const document = buildReport(syntheticStudy({ seeds: 1 }));
  expect(document.headline).toContain("one seed: no claim");
  expect(texts(document)).toContain("One seed supports no claim");
  expect(table(document, "comparison")).toBeUndefined();
});

test("three seeds are tested, and the verdict is that they cannot decide, and how many could", () => {
  const document = buildReport(syntheticStudy({ seeds: 3 }));
  expect(document.headline).toContain("(3 seeds: no claim about a difference; 8 could make one)");
  expect(texts(document)).toContain(
    "3 seeds cannot decide whether a difference is real: even if every run of one beat every run of the other, the exact test would give p = 0.600 after correction for 6 pairs, above 0.05. 8 seeds could decide.",
  );
  expect(texts(document)).not.toContain("No pair differs");
  const comparison = table(document, "comparison");
  expect(comparison.rows).toHaveLength(6);
  expect(texts(document)).toContain('"Not significant" here does not mean "equal".');
  const method = comparison.columns.findIndex((column) => column.title === "method");
  expect(comparison.rows.every((row) => row[method]!.text === "exact")).toBe(true);
});

/** Two optimizers at one rate, with these test accuracies. */
function withAccuracies(accuracies: Readonly<Record<"lion" | "adam", readonly number[]>>): ReportDocument {
  const source = syntheticStudy({ optimizers: ["lion", "adam"], rates: 1, seeds: accuracies.lion.length });
  const trials = source.trials.map((trial) => {
    const accuracy = accuracies[trial.config.optimizer.name as "lion" | "adam"][trial.config.seed]!;
    const epochs = trial.epochs.map((epoch) => ({ ...epoch, validationAccuracy: accuracy }));
    return {
      ...trial,
      state: "finished" as const,
      epochs,
      result: { ...trial.result!, status: "finished" as const, divergedAtStep: null, test: { loss: 1, accuracy } },
    };
  });
  return buildReport({ ...source, trials });
}

test("a rounding breaks no tie, neither between optimizers nor between rates", () => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const hits = { lion: [0.5, 0.3125, 0.5625], adam: [0.5625, 0.5, 0.3125] };
  const high = { lion: [0.1, 0.2, 0.3], adam: [0.3, 0.2, 0.1] };
  expect(mean(high.lion)).not.toBe(mean(high.adam));
  for (const accuracies of [hits, high]) {
    const document = withAccuracies(accuracies);
    expect(document.headline).toMatch(
      /^lion \(learning rate \S+\) and adam \(\S*learning rate \S+\) tie on validation; lion has /,
    );
    expect(document.headline).not.toContain("leads");
    const { rows } = table(document, "summary");
    expect(rows.map((row) => row[2]!.tone)).toEqual(["best", "best"]);
  }
  const { study, trials } = syntheticStudy({ optimizers: ["lion"], rates: 3, epochs: 1 });
  const same = trials.map((trial) => ({
    ...trial,
    epochs: trial.epochs.map((epoch) => ({ ...epoch, validationAccuracy: trial === trials[0] ? 0.1 + 0.2 : 0.3 })),
  }));
  expect(texts(buildReport({ study, trials: same }))).toContain(
    "Tied on validation at several learning rates, the lowest of which is shown: lion (1e-5, 2e-4)",
  );
});

test("what is no better than guessing is said to be, with the most that luck gives", () => {
  const idle = withAccuracies({ lion: [0.1], adam: [0.104] });
  expect(idle.headline).toContain(
    "adam leads on validation, at learning rate 5e-5, with 10.40 % test accuracy, no better than guessing, which reaches 10.00 %, by luck up to 10.50 % on 10,000 images (one seed",
  );
  const half = withAccuracies({ lion: [0.1049], adam: [0.106] });
  expect(half.headline).not.toContain("guessing");
  const shown = renderTerminalReport(half, { color: false, width: 200 });
  expect(shown).toContain(
    "Note: No better than guessing, which reaches 10.00 %, by luck up to 10.50 % on 10,000 images: lion (test accuracy at the best rate).",
  );
  const good = buildReport(syntheticStudy());
  expect(JSON.stringify(good)).not.toContain("guessing");
});

test("one image's worth is a fact, and a lead below it is said to be none", () => {
  const close = withAccuracies({ lion: [0.9], adam: [0.9002] });
  expect(close.facts).toContainEqual({
    name: "one image is",
    value: "0.04 % of 2,400 for validation, 0.01 % of 10,000 for test",
  });
  expect(texts(close)).toContain(
    "The lead of adam over lion on validation, 0.02 %, is less than one image of 2400 (0.04 %).",
  );
  expect(texts(withAccuracies({ lion: [0.9], adam: [0.9 + 1 / 2400] }))).not.toContain("less than one image");
});

test("of results that do not say what they were measured on nothing is said about chance", () => {
  const { study, trials } = syntheticStudy({ epochs: 1 });
  const old = trials.map((trial) => {
    const { measuredOn: _, ...result } = trial.result!;
    return { ...trial, result: result.test === null ? result : { ...result, test: { loss: 2.3, accuracy: 0.1 } } };
  });
  const document = buildReport({ study, trials: old });
  expect(JSON.stringify(document)).not.toMatch(/guessing|one image is/);
});

test("a complete separation of three seeds from chance is not called no difference", () => {
  const document = withAccuracies({ lion: [0.499, 0.498, 0.5], adam: [0.103, 0.102, 0.104] });
  expect(document.headline).toContain("6 could make one");
  for (const shown of [
    renderTerminalReport(document, { color: false }),
    renderMarkdown(document, { figures: false }),
    texts(document),
  ]) {
    expect(shown.replaceAll("\n", " ")).toContain(
      "the exact test would give p = 0.100, above 0.05. 6 seeds could decide.",
    );
    expect(shown).not.toContain("No pair differs");
  }
});

test("the table names both estimators of a difference, and a note says where they disagree", () => {
  const document = withAccuracies({ lion: [0.9, 0.91, 0.92, 0.5, 0.93], adam: [0.88, 0.89, 0.87, 0.86, 0.885] });
  const { columns, rows } = table(document, "comparison");
  const shown = Object.fromEntries(columns.map(({ title }, index) => [title, rows[0]![index]!.text]));
  expect(shown).toMatchObject({
    pair: "adam – lion",
    "Hodges-Lehmann shift": expect.stringMatching(/^−3\.00 \[/),
    "difference of means": "+4.50",
  });
  expect(texts(document)).toContain("disagree on who is ahead: adam – lion (shift −3.00, means +4.50)");
});

/** Layers of a figure with the rows of their own data. */
function layersOf(document: ReportDocument, id: string) {
  const block = blocks(document).find((one) => one.kind === "chart" && one.id === id);
  if (block?.kind !== "chart") throw new Error(`no figure ${id}`);
  const spec = block.spec as unknown as {
    readonly data: {
      readonly values: readonly { readonly low: number; readonly high: number; readonly mean: number }[];
    };
    readonly layer: readonly {
      readonly mark: { readonly type: string; readonly strokeWidth?: number };
      readonly data?: {
        readonly values: readonly { readonly seed: number; readonly x: number; readonly label: string }[];
      };
    }[];
  };
  return { ...block, points: spec.data.values, layers: spec.layer };
}

test("fewer than five seeds are drawn one by one, and their tables give the lowest and highest", () => {
  const document = buildReport(syntheticStudy({ seeds: 2, epochs: 12, optimizers: ["lion", "adam"] }));
  const { points, layers, provenance } = layersOf(document, "curves-validation-loss");
  expect(points.every(({ low, high, mean }) => low === mean && high === mean)).toBe(true);
  const seeds = layers.find(({ mark, data }) => mark.type === "line" && data !== undefined)!.data!.values;
  expect(seeds).toHaveLength(2 * 2 * 12);
  expect(provenance.interval).toBe("thin lines: the seeds themselves, where they are fewer than 5");
  const { rows, provenance: shown } = table(document, "summary");
  expect(rows[0]![3]!.text).toMatch(/^\d\d\.\d\d % \[\d\d\.\d\d … \d\d\.\d\d\]$/);
  expect(shown.interval).toBe("mean [lowest … highest] of fewer than 5 seeds");
  expect(JSON.stringify(document)).not.toContain("t-interval");
});

test("bands never leave what is possible", () => {
  const { study, trials } = syntheticStudy({ seeds: 5, epochs: 3, rates: 1, optimizers: ["lion", "adam"] });
  const scattered = trials.map((trial) => ({
    ...trial,
    epochs: trial.epochs.map((epoch) => ({
      ...epoch,
      validationAccuracy: [1, 1, 1, 1, 0][trial.config.seed]!,
      validationLoss: [0, 0, 0, 0, 9][trial.config.seed]!,
    })),
  }));
  const document = buildReport({ study, trials: scattered });
  for (const { low, high } of layersOf(document, "curves-validation-accuracy").points)
    expect([low >= 0, high]).toEqual([true, 1]);
  for (const { low, high } of layersOf(document, "curves-validation-loss").points)
    expect([low, high > 1.8]).toEqual([0, true]);
});

test("the best epochs of a few seeds are named one by one, marked, and said to differ from the mean curve", () => {
  const { study, trials } = syntheticStudy({ seeds: 2, epochs: 5, rates: 1, optimizers: ["lion"] });
  const chosen = trials.map((trial) => {
    const bestEpoch = trial.config.seed === 0 ? 1 : 5;
    const epochs = trial.epochs.map((epoch) => ({
      ...epoch,
      validationAccuracy: epoch.epoch === bestEpoch ? 0.9 : 0.5,
    }));
    return { ...trial, epochs, result: { ...trial.result!, bestEpoch } };
  });
  const document = buildReport({ study, trials: chosen });
  const { columns, rows } = table(document, "summary");
  expect(rows[0]![columns.findIndex(({ title }) => title === "best epoch")]).toMatchObject({
    text: "1, 5",
    value: "1, 5",
  });
  const { caption, layers } = layersOf(document, "curves-validation-accuracy");
  expect(caption).toContain("Seeds chose different epochs");
  const dots = layers
    .filter(({ mark, data }) => mark.type === "point" && data !== undefined)
    .flatMap(({ data }) => data!.values);
  expect(dots.map(({ x, seed }) => [x, seed])).toEqual([
    [1, 0],
    [5, 1],
  ]);
});

test("surfaces share one range of heights, have holes where runs diverged and mark where", () => {
  const block = blocks(buildReport(syntheticStudy({ rates: 6, epochs: 10 }))).find((one) => one.kind === "surfaces")!;
  const heights = block.surfaces.flatMap((surface) => surface.measured.z.flat().filter((z) => z !== null));
  expect(block.zRange[0]).toBeLessThanOrEqual(Math.min(...heights));
  expect(block.zRange[1]).toBeGreaterThanOrEqual(Math.max(...heights));
  for (const { measured, diverged } of block.surfaces) {
    expect(diverged.length).toBeGreaterThan(0);
    for (const mark of diverged) {
      const column = measured.rates.indexOf(mark.rate);
      const known = measured.z.map((row) => row[column] !== null);
      expect(known).toEqual(measured.epochs.map((epoch) => epoch <= mark.epoch));
    }
  }
});

test("one rate, and one left beside a diverged one, are in the page's surfaces and not an empty box", async () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion", "adam"], rates: 3, epochs: 4 });
  const rates = [
    ...new Set(trials.filter(({ config }) => config.optimizer.name === "adam").map(({ config }) => config.lr)),
  ];
  const kept = trials
    .filter(({ config }) => config.optimizer.name === "lion" || config.lr !== rates[0])
    .map((trial) => (trial.config.lr === rates[2] ? { ...trial, state: "diverged" as const, epochs: [] } : trial));
  const document = buildReport({ study: { ...study, trialKeys: kept.map(({ key }) => key) }, trials: kept });
  const html = await renderHtml(document, new Map());
  const [, text] = /id="surface-data">([\s\S]*?)<\/script>/.exec(html)!;
  const { surfaces } = JSON.parse(text!) as { surfaces: { lonely: { rate: number; epochs: number[] }[] }[] };
  expect(surfaces[1]!.lonely).toEqual([expect.objectContaining({ rate: rates[1], epochs: [1, 2, 3, 4] })]);
  const block = blocks(document).find((one) => one.kind === "surfaces")!;
  expect(block.caption).toContain("A rate without a measured neighbour is a line of points.");
  expect(block.surfaces[1]!.diverged).toEqual([{ rate: rates[2], epoch: 0 }]);
});

test("a run that stopped early keeps its restored value on the surface, and a line ends there", () => {
  const document = buildReport(syntheticStudy({ epochs: 40, patience: 5 }));
  const block = blocks(document).find((one) => one.kind === "surfaces")!;
  const finishedRate = block.surfaces[0]!.measured.z.at(-1)![2];
  expect(finishedRate).not.toBeNull();
  expect(block.caption).toContain("stopped early");
});

test.each([
  ["nothing has run", { unfinished: 1 }],
  ["some has run", { unfinished: 0.45, seeds: 3 }],
  ["one optimizer", { optimizers: ["lion"] }],
  ["one rate", { rates: 1 }],
  ["one epoch", { epochs: 1 }],
])("a report exists when %s", (_, options) => {
  const document = buildReport(syntheticStudy(options));
  expect(document.sections[0]!.id).toBe("verdict");
  expect(document.sections.map(({ id }) => id)).toContain("summary");
  expect(document.sections.at(-1)!.id).toBe("reproduce");
  expect(JSON.stringify(document)).not.toMatch(/NaN|undefined/);
});

test("a study without any record has a report", () => {
  const document = buildReport({ ...syntheticStudy(), trials: [] });
  expect(document.headline).toBe("So far (0 of 20 trials): no trial has finished.");
  expect(document.progress).toMatchObject({ planned: 20, waiting: 20 });
});

test("trials that carry only their best epoch give the same summary", () => {
  const { study, trials } = syntheticStudy({ seeds: 2 });
  const slim = trials.map((trial) => ({
    ...trial,
    epochs: trial.epochs.filter((epoch) => epoch.epoch === trial.result?.bestEpoch),
  }));
  const render = (records: typeof trials): string =>
    renderTerminalReport(buildReport({ study, trials: records }), { color: false });
  expect(render(slim)).toBe(render(trials));
});

test("a best rate at the end of the grid and unequal grids are pointed out", () => {
  const { study, trials } = syntheticStudy();
  const cut = trials.filter((trial) => !(trial.config.optimizer.name === "lion" && trial.config.lr > 1e-4));
  const document = buildReport({ study: { ...study, trialKeys: cut.map((trial) => trial.key) }, trials: cut });
  expect(texts(document)).toContain("The best rate of lion");
  expect(texts(document)).toContain("different numbers of learning rates (lion 2,");
});

test("the study file of each optimizer is read back as the study of its best rate", () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion", "sgd"], seeds: 2 });
  const files = blocks(buildReport({ study, trials })).filter(
    (block) => block.kind === "code" && block.language === "yaml",
  );
  const configs = files.map((block) => parseStudy(block.kind === "code" ? block.text : ""));
  const best = configs.find((config) => config.optimizers[0]!.name === "sgd")!;
  expect(best).toMatchObject({
    name: "SGD-with-momentum-best",
    data: { name: "fashion-mnist", limitTrain: 12_000, validation: 0.2 },
    training: { epochs: 5, batchSize: 128, schedule: { kind: "constant", warmupSteps: 0 } },
    optimizers: [{ label: "SGD with momentum", lr: [0.05], hyperparameters: { momentum: [0.9], nesterov: [false] } }],
    seeds: [0, 1],
  });
});

test("an optimizer from a program file is reproduced with its program", () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion"] });
  const config = { optimizers: [{ name: "/somewhere/lion.py" }] };
  const document = buildReport({ study: { ...study, config }, trials });
  const code = blocks(document).flatMap((block) => (block.kind === "code" ? [block] : []));
  expect(code[1]!.text).toContain("name: ./lion.py");
  expect(code[2]).toMatchObject({ title: "lion.py, to be saved beside it", text: "# lion\nw = w - lr * g" });
});

test("an optimizer keeps its colour in a figure that leaves another out", () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion", "adam"] });
  const cut = trials.filter((trial) => trial.config.optimizer.name === "adam" || trial.config.lr < 1e-4);
  const unfinished = cut.map((trial) =>
    trial.config.optimizer.name === "lion" ? { ...trial, state: "waiting" as const, result: null, epochs: [] } : trial,
  );
  const chart = blocks(buildReport({ study, trials: unfinished })).find((block) => block.kind === "chart")!;
  expect(JSON.stringify(chart.spec)).toContain(palette[1]);
  expect(JSON.stringify(chart.spec)).not.toContain(palette[0]);
});

test("the terminal report has headline, table and its provenance", () => {
  const shown = renderTerminalReport(buildReport(syntheticStudy()), { color: false, width: 100 });
  expect(shown).toMatch(/^lion leads on validation/);
  expect(shown).toContain("seeds per row: 1; interval: none: one seed per rate");
  expect(shown.endsWith("\n")).toBe(true);
  expect(
    Math.max(
      ...shown
        .split("\n")
        .slice(1)
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(100);
});

test("with several seeds the terminal report says which differences are real", () => {
  const shown = renderTerminalReport(buildReport(syntheticStudy({ seeds: 5, epochs: 20 })), { color: false });
  expect(shown).toMatch(/\n(Higher test accuracy than the seeds alone can explain|No pair differs)/);
});

test("ten thousand trials are a report as few are", () => {
  const { study, trials } = syntheticStudy({ rates: 250, seeds: 10, epochs: 3 });
  expect(trials).toHaveLength(10_000);
  expect(table(buildReport({ study, trials }), "summary").rows).toHaveLength(4);
});

test("the bound of the weights is told where trials followed it, and a broken promise stands out", () => {
  const { study, trials } = syntheticStudy({ seeds: 2, epochs: 3 });
  const followed = (broken: boolean) =>
    trials.map((trial) => ({
      ...trial,
      config: {
        ...trial.config,
        optimizer: {
          ...trial.config.optimizer,
          hyperparameters: { ...trial.config.optimizer.hyperparameters, decay: 0.5 },
        },
        training: { ...trial.config.training, certifyEvery: 25 },
      },
      epochs: trial.epochs.map((epoch, index) => ({
        ...epoch,
        bounds: [
          {
            step: 10 * (index + 1),
            largest: 3 - index,
            outside: 0.1 * (2 - index),
            border: 0.25,
            distance: 2 - index,
            promised: broken && index === 1 ? 0.5 : 2,
            rounding: 1e-6,
          },
        ],
      })),
    }));
  const rowsOf = (records: typeof trials) => table(buildReport({ study, trials: records }), "bounds").rows;
  const held = rowsOf(followed(false));
  const texts = held.map((row) => row.map(({ text }) => text));
  expect(texts[0]!.slice(3)).toEqual(["3.00 → 1.00", "30", "20.00 % → 0.00 %", "25.00 %", "held"]);
  expect(table(buildReport({ study, trials: followed(false) }), "bounds").caption).toContain(
    "Measured every 25 steps and at the end of each epoch; what lies between was not looked at.",
  );
  expect(rowsOf(followed(true))[0]!.at(-1)).toMatchObject({
    tone: "bad",
    text: expect.stringMatching(/^broken at \d+ of \d+ points$/),
  });
  const shown = renderTerminalReport(buildReport({ study, trials: followed(false) }), { color: false });
  expect(shown).toContain("inside after");
  expect(() => rowsOf([...trials])).toThrow();
});

test("top-5 accuracy and curves by steps are shown where trials have them, and only there", () => {
  const { study, trials } = syntheticStudy({ seeds: 2, epochs: 3 });
  const rich = trials.map((trial) => ({
    ...trial,
    epochs: trial.epochs.map((epoch) => ({
      ...epoch,
      steps: [1, 2].map((half) => ({
        step: (epoch.epoch - 1) * 10 + 5 * half,
        trainLoss: 1,
        trainAccuracy: 0.5,
        lr: 0.1,
      })),
    })),
    result:
      trial.result === null || trial.result.test === null
        ? trial.result
        : { ...trial.result, test: { ...trial.result.test, top5: 0.99 } },
  }));
  const [plain, full] = [trials, rich].map((records) => buildReport({ study, trials: records }));
  const titles = (document: typeof plain) => table(document!, "summary").columns.map(({ title }) => title);
  expect(titles(full).filter((title) => !titles(plain).includes(title))).toEqual(["test top-5"]);
  const at = titles(full).indexOf("test top-5");
  const { rows, columns } = table(full!, "summary");
  expect(rows.map((row) => [row[at]!.text.slice(0, 4), row.length])).toEqual(rows.map(() => ["99.0", columns.length]));
  const charts = (document: typeof plain) =>
    blocks(document!).flatMap((block) => (block.kind === "chart" ? [block.id] : []));
  const added = ["step-curves-train-loss", "step-curves-train-accuracy", "step-curves-lr"];
  expect(charts(full).filter((id) => !charts(plain).includes(id))).toEqual(added);
});
