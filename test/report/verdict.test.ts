/** What was found, in words: right in every case that a study can end in. */
import { expect, test } from "vitest";
import { buildReport } from "../../src/report/build-report.ts";
import { renderTableCsv } from "../../src/report/csv.ts";
import type { StudyReport, TableBlock } from "../../src/report/document.ts";
import { renderJson } from "../../src/report/json.ts";
import { viewStudy } from "../../src/report/study-view.ts";
import { renderTerminalReport } from "../../src/report/table.ts";
import { standingsOf } from "../../src/report/verdict/standings.ts";
import { around, judgedStudy } from "./judged-study.ts";
import { syntheticStudy } from "./synthetic-study.ts";
import { tunedStudy } from "./tuned-study.ts";

function textsOf(document: StudyReport, id: string): readonly string[] {
  const blocks = document.sections.find((section) => section.id === id)?.blocks ?? [];
  return blocks.flatMap((block) => (block.kind === "text" ? [block.text] : []));
}

function verdictOf(document: StudyReport) {
  const { blocks } = document.sections[0]!;
  const words = ["verdict", "conditions"].flatMap((id) => textsOf(document, id)).join("\n");
  const table = blocks.find((block): block is TableBlock => block.kind === "table" && block.id === "verdict")!;
  const last = table.rows.map((row) => row.at(-1)!.text);
  return { document, words, table, last };
}

const judged = (...accuracies: Parameters<typeof judgedStudy>) => verdictOf(buildReport(judgedStudy(...accuracies)));

test("a clear lead is told with points, interval, corrected p and effect size, and what to do", () => {
  const { document, words, last } = judged({ lion: around(0.92, 10), adam: around(0.9, 10), sgd: around(0.88, 10) });
  expect(document.sections[0]!.id).toBe("verdict");
  expect(words).toContain(
    "lion did best on validation and reaches 92.09 ± 0.04 % on the test set (10 seeds, learning rate 1e-5).",
  );
  expect(words).toMatch(
    /That is 2\.00 points more than adam, the next, .* \(95 % interval of the lead \+2\.00 to \+2\.00; p = 0\.006 after correction for 3 pairs; A12 = 1\.00, a large effect\)/,
  );
  expect(words).toContain("The luck of the seeds does not explain it: under these conditions, prefer lion.");
  expect(words).toContain("lion is the best at 10 of 10.");
  expect(last).toEqual(["best on validation", "behind, beyond luck", "behind, beyond luck"]);
});

test("a preference says whose best setting may lie beyond what was tried", () => {
  const study = judgedStudy({ lion: around(0.92, 10), adam: around(0.9, 10), sgd: around(0.88, 10) });
  const border = (about: string) => ({ code: "border", about, sentence: `The best lr of ${about} …` });
  const { words } = verdictOf(buildReport({ ...study, warnings: [border("sgd"), border("lion"), border("sgd")] }));
  expect(words).toContain(
    "prefer lion. But the best settings of sgd and lion may lie beyond what was tried, and tuned further the order may change",
  );
});

test("a difference that luck explains prefers nobody", () => {
  const { words, last } = judged({ lion: around(0.9, 10), adam: [...around(0.9001, 10)].reverse() });
  expect(words).toContain("The luck of the seeds can explain it: between these two, choose by what they cost");
  expect(words).not.toMatch(/prefer (lion|adam)/);
  expect(last[1]).toBe("not told apart");
});

test("a leader on validation that the test set denies is not recommended", () => {
  const { words, last } = judged(
    { lion: around(0.9, 10), adam: around(0.92, 10) },
    { lion: around(0.95, 10), adam: around(0.94, 10) },
  );
  expect(words).toContain("On the test set adam, the next, is ahead of it by 2.00 points");
  expect(words).toContain(
    "validation preferred lion, the test set speaks for adam. Judge the two again on other seeds.",
  );
  expect(words).not.toContain("prefer lion.");
  expect(last).toEqual(["best on validation", "ahead, beyond luck"]);
});

test("which test was used is said, and why", () => {
  const same = judged({ lion: around(0.92, 10), adam: around(0.9, 10) });
  expect(same.words).toContain("Compared seed by seed (Wilcoxon's signed-rank test), since all ran on the same seeds");
  const few = judged({ lion: around(0.92, 5), adam: around(0.9, 5) });
  expect(few.words).toContain("with 5 seeds the paired test could not reach the 5 % level (6 seeds could).");
  const uneven = judged({ lion: around(0.92, 10), adam: around(0.9, 8) });
  expect(uneven.words).toContain("(Mann-Whitney's test), since not all ran on the same seeds.");
  const captions = [same, few].map(({ document }) =>
    document.sections
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => (block.kind === "table" && block.id === "comparison" ? [block.caption] : [])),
  );
  expect(captions.flat()).toEqual([
    expect.stringContaining("Two-sided Wilcoxon signed-rank tests"),
    expect.stringContaining("Two-sided Mann-Whitney tests"),
  ]);
});

test("one and two seeds are no test, and it is said how many could decide", () => {
  for (const [seeds, words] of [
    [
      1,
      "One seed cannot tell this from luck: another may turn the order around. 8 seeds could: run it again with `--seeds 8`",
    ],
    [2, "2 seeds cannot tell this from luck"],
  ] as const) {
    const found = verdictOf(buildReport(syntheticStudy({ seeds })));
    expect(found.words).toContain(words);
    expect(found.words).toContain("in the mean");
    expect(found.words).not.toMatch(/p [=<]|prefer/);
    expect(found.last[1]).toBe("too few seeds to test");
  }
});

test("with too few seeds for a decision no effect is named and nothing recommended", () => {
  const { words, last } = verdictOf(buildReport(syntheticStudy({ seeds: 3 })));
  expect(words).toContain("3 seeds cannot decide whether a difference is real");
  expect(words).toContain("8 seeds could decide.");
  expect(words).not.toMatch(/effect|prefer /);
  expect(last[1]).toBe("too few seeds to tell");
});

test("one optimizer is compared with nothing", () => {
  const { words, table } = verdictOf(buildReport(syntheticStudy({ optimizers: ["lion"], seeds: 3 })));
  expect(words).toContain("It is alone in this study");
  expect(words).toContain("It had 5 settings with 3 seeds each and 5 epochs of training.");
  expect(words).not.toMatch(/the order|than/);
  expect(table.rows).toHaveLength(1);
});

test("a tie on validation is one, at every seed too", () => {
  const { words, last } = judged({ lion: [0.5], adam: [0.5] });
  expect(words).toContain("lion and adam tie on validation.");
  expect(words).toContain("it is level with adam, the next");
  expect(last).toEqual(["tied on validation", "tied on validation"]);
  const seeds = judged({ lion: [0.5, 0.3125, 0.5625], adam: [0.5625, 0.5, 0.3125] });
  expect(seeds.words).toContain("adam is the best at 2 of 3, lion at 1.");
});

test("where every run diverged there is a hint and no winner", () => {
  const { words, last } = judged({ lion: [null, null], adam: [null, null] });
  expect(words).toBe(
    "All 4 trials diverged (lion and adam), so nothing can be compared. As a rule the rates are too high: try rates ten times lower, or warm-up steps.",
  );
  expect(last).toEqual(["diverged", "diverged"]);
});

test("who diverged altogether is named beside who can be compared", () => {
  const { words, last } = judged({ lion: around(0.9, 5), adam: around(0.8, 5).map(() => null), sgd: around(0.8, 5) });
  expect(words).toContain("Every run that ended of adam diverged");
  expect(words).toContain("points more than SGD with momentum, the next");
  expect(last).toEqual(["best on validation", "behind, beyond luck", "diverged"]);
});

test("a seed that diverged at the best rate is counted, and leaves no interval", () => {
  const { words } = judged({ lion: [0.92, 0.93, null, 0.925, 0.92], adam: [null, 0.91, 0.9, 0.9, null] });
  expect(words).toContain("(4 seeds, learning rate 1e-5; 1 more diverged there, and counts as the worst)");
  expect(words).toContain("no interval: runs diverged");
  expect(words).not.toContain("∞");
});

test("an unfinished study says so, and who has no result yet", () => {
  const { words } = verdictOf(buildReport(syntheticStudy({ unfinished: 0.45, seeds: 3 })));
  expect(words).toContain("The study is unfinished: 33 of 60 trials have ended, and all of this may change.");
  expect(words).toContain("Without a result yet: SGD with momentum.");
  const nothing = verdictOf(buildReport({ ...syntheticStudy(), trials: [] }));
  expect(nothing.words).toBe("Nothing can be said yet: none of 20 trials has ended.");
});

test("the best of guessers has learned nothing", () => {
  const { words } = judged({ lion: [0.1, 0.1, 0.1], adam: [0.104, 0.104, 0.1] });
  expect(words).toContain("by luck up to 10.50 % on 10,000 images: it has learned nothing that the test set shows.");
});

test("figures that the same runs chose are said to be optimistic, and only where something was chosen", () => {
  const tuned = verdictOf(buildReport(syntheticStudy({ seeds: 3 }))).words;
  expect(tuned).toContain("optimistic: the same runs chose its best setting, of up to 5 settings");
  expect(tuned).toContain("give the study `tuning:` and `evaluation:`, or save its study file");
  expect(judged({ lion: around(0.9, 5), adam: around(0.8, 5) }).words).not.toContain("optimistic");
});

test("how it was compared says where several kinds of processor computed a study, and how batches were cut", () => {
  const { study, trials } = judgedStudy({ lion: around(0.9, 5), adam: around(0.8, 5) });
  const reportOn = (processors: readonly string[], partSize?: number): StudyReport => {
    const computed = trials.map((trial, i) => {
      const measuredOn = { ...trial.result!.measuredOn!, processor: processors[i % processors.length]! };
      const training = { ...trial.config.training, ...(partSize === undefined ? {} : { partSize }) };
      return { ...trial, config: { ...trial.config, training }, result: { ...trial.result!, measuredOn } };
    });
    return buildReport({ study, trials: computed });
  };
  const mixed = textsOf(reportOn(["B with AVX2", "A with AVX-512"]), "conditions");
  expect(mixed.filter((text) => text.includes("processor"))).toEqual([
    "Its trials were computed on several kinds of processor (A with AVX-512; B with AVX2), between which figures of one trial differ in their last digits; on one kind they would be the same, byte for byte.",
  ]);
  expect(textsOf(reportOn(["B with AVX2"]), "conditions").join()).not.toContain("processor");
  const { batchSize } = trials[0]!.config.training;
  const trainingOf = (partSize?: number) =>
    reportOn(["B"], partSize).facts.find(({ name }) => name === "training")!.value;
  expect(trainingOf()).toContain(`, batch ${batchSize}, `);
  expect(trainingOf(batchSize)).toContain(`, batch ${batchSize} as a whole, `);
  expect(trainingOf(16)).toContain(`, batch ${batchSize} in parts of 16, `);
});

test("unequal tuning is a warning, and other lengths of training may give another order", () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion", "adam"], seeds: 2 });
  const cut = trials.filter(({ config }) => config.optimizer.name === "adam" || config.lr < 1e-3);
  const { sections } = buildReport({ study: { ...study, trialKeys: cut.map(({ key }) => key) }, trials: cut });
  const { blocks } = sections.find(({ id }) => id === "conditions")!;
  expect(blocks).toContainEqual({
    kind: "text",
    tone: "warning",
    text: expect.stringContaining("Tuning was unequal: settings tried were 4 of lion and 5 of adam"),
  });
  expect(blocks).toContainEqual({
    kind: "text",
    tone: "warning",
    text: expect.stringContaining("longer or shorter training"),
  });
});

test("settings of one entry are tries of one optimizer, not rivals", () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion", "adam"], seeds: 5, rates: 1 });
  const doubled = trials.flatMap((trial) =>
    [0, 1].map((decay) => {
      const { optimizer } = trial.config;
      const label = `${optimizer.label} decay=${decay}`;
      const hyperparameters = { ...optimizer.hyperparameters, decay };
      return {
        ...trial,
        key: `${trial.key}-${decay}`,
        config: { ...trial.config, optimizer: { ...optimizer, label, hyperparameters } },
      };
    }),
  );
  const document = buildReport({ study: { ...study, trialKeys: doubled.map(({ key }) => key) }, trials: doubled });
  const { table, words } = verdictOf(document);
  expect(table.rows.map((row) => row[0]!.text)).toEqual(["lion decay=0", "adam decay=0"]);
  expect(words).toContain("Each had 2 settings with 5 seeds each");
  expect(document.standings.map(({ settings, trials: { planned } }) => [settings, planned])).toEqual([
    [2, 10],
    [2, 10],
  ]);
  const pairs = document.sections
    .flatMap(({ blocks }) => blocks)
    .find((block) => block.kind === "table" && block.id === "comparison");
  expect(pairs).toMatchObject({ rows: { length: 1 } });
});

test("the terminal ends with what was found", () => {
  const document = buildReport(judgedStudy({ lion: around(0.92, 10), adam: around(0.9, 10) }));
  const shown = renderTerminalReport(document, { color: false, width: 100 });
  const [before, after] = shown.split("\nWhat was found\n");
  expect(before).toContain("validation");
  expect(after!.replaceAll("\n", " ")).toContain("under these conditions, prefer lion.");
  expect(after).not.toContain("──");
});

test("programs get the words and the figures: in JSON and as a table of its own", () => {
  const { document, words, table } = judged({ lion: around(0.92, 10), adam: around(0.9, 10) });
  const data = JSON.parse(renderJson(document));
  expect([...data.verdict, ...data.conditions].join("\n")).toBe(words);
  expect(data.standings[1]).toMatchObject({
    label: "adam",
    seeds: 10,
    test: { n: 10 },
    behindLeader: { lead: { value: expect.closeTo(0.02, 6) }, decision: "ahead", seeds: { ahead: 10 } },
  });
  const [head, , row] = renderTableCsv(table).split("\n");
  expect(head).toBe("optimizer,rate,test accuracy,leader's lead,p (Holm),A12,size,best at,settings,trials,verdict");
  expect(row).toMatch(
    /^adam,0\.00005,0\.90\d+,(?:2|1\.99)\d*(?:\.\d+)?,[\d.e-]+,1,large,0,1,10,"behind, beyond luck"$/,
  );
});

test("a study that tunes first is judged by fresh seeds alone, and nothing is said to be optimistic", () => {
  const { document, words, table } = verdictOf(buildReport(tunedStudy()));
  expect(table.rows).toHaveLength(2);
  expect(document.standings.map(({ seeds, settings, trials }) => [seeds, settings, trials.planned])).toEqual([
    [10, 16, 16],
    [10, 16, 16],
  ]);
  expect(words).toContain("Each had 16 settings with 1 seed each and 6 epochs of training.");
  expect(words).toContain("trained again on 10 seeds that no tuning saw; the test set was read only there.");
  expect(words).not.toContain("optimistic");
  expect(document.results).toHaveLength(2 * 16 + 2 * 10);
});

test("while a study is tuned nothing is judged", () => {
  const { words, document } = verdictOf(buildReport(tunedStudy({ judged: 0 })));
  expect(words).toBe(
    "Nothing can be said yet: the study is still tuning (32 of 32 known trials have ended). Winners are then trained on seeds that chose nothing, and judged.",
  );
  expect(document.headline).toContain("its test accuracy not read yet");
});

test("the trials of a study are gone through once for all its optimizers", () => {
  const { study, trials } = syntheticStudy({
    optimizers: ["lion", "adamw", "adam", "sgd", "nadam"],
    seeds: 3,
    rates: 2,
  });
  let readings = 0;
  const view = {
    ...viewStudy(study, trials, "lionlab compare x"),
    get trials() {
      readings++;
      return trials;
    },
  };
  const standings = standingsOf(view);
  expect(readings).toBe(1);
  expect(standings.map((standing) => standing.trials.planned)).toEqual([6, 6, 6, 6, 6]);
});

test("what comes first is short, in the files as on a terminal", () => {
  const studies = [
    judgedStudy({ lion: around(0.92, 10), adam: around(0.9, 10), sgd: around(0.88, 10) }),
    judgedStudy({ lion: around(0.9, 10), adam: [...around(0.9001, 10)].reverse() }),
    syntheticStudy({ seeds: 3 }),
    syntheticStudy({ seeds: 1 }),
    tunedStudy(),
  ];
  for (const study of studies) {
    const document = buildReport(study);
    const found = textsOf(document, "verdict");
    expect(found.join(" ").match(/[a-z%)]\.(?= |$)/g)!.length).toBeLessThanOrEqual(6);
    const shown = renderTerminalReport(document, { color: false, width: 10_000 }).split("\nWhat was found\n")[1]!;
    expect(shown.trim().split("\n\n")).toHaveLength(found.length);
  }
});

test("a study that tells two not apart says which lead it could have missed", () => {
  const { words } = judged({ lion: around(0.9, 10), adam: [...around(0.9001, 10)].reverse() });
  expect(words).toMatch(/With seeds and a spread such as these, a lead of 0\.\d\d points is found 8 times in 10/);
  expect(judged({ lion: around(0.92, 10), adam: around(0.9, 10) }).words).not.toContain("times in 10");
});

test("settings that a race stopped early were tried too", () => {
  const { study, trials } = tunedStudy();
  const raced = trials.map((trial) => {
    const stopped = trial.config.test === "never" && Number(trial.key.split("-").at(-1)) % 8 !== 7;
    return stopped
      ? { ...trial, config: { ...trial.config, training: { ...trial.config.training, epochs: 2 } } }
      : trial;
  });
  const config = { tuning: { sampler: "halving", trials: 16, seeds: [0] }, evaluation: { seeds: 10 } };
  const document = buildReport({ study: { ...study, config }, trials: raced });
  const { words, table } = verdictOf(document);
  expect(document.facts.find(({ name }) => name === "training")?.value).toMatch(/^6 epochs,/); // its first trial has two
  expect(words).toContain(
    "Each had 16 settings with 1 seed each, of which halving trained 2 for all 6 epochs and stopped the others on the way.",
  );
  expect(table.rows[0]![8]).toMatchObject({ text: "16, 2 to the end", value: 16 });
  expect(document.standings.map(({ settings, whole }) => [settings, whole])).toEqual([
    [16, 2],
    [16, 2],
  ]);
  expect(textsOf(document, "cost").join("\n")).toContain(
    "of the settings that were trained to the end: adamw at 1 of 2 and lion at 1 of 2. Those that did badly early were stopped, so this does not say how much tuning an optimizer takes.",
  );
});

test("settings that a search chose are no fair draw", () => {
  const { study, trials } = tunedStudy();
  const config = { tuning: { sampler: "tpe", trials: 16, seeds: [0] }, evaluation: { seeds: 10 } };
  const told = textsOf(buildReport({ study: { ...study, config }, trials }), "cost").join("\n");
  expect(told).toContain("tpe tries more settings near those that did well, so this does not say how much tuning");
  expect(told).not.toContain("The more, the less tuning it takes");
});

test("what an objection says, the summary does not say again", () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion", "adam"], seeds: 2, rates: 3 });
  const cut = trials.filter(({ config }) => config.optimizer.name === "adam" || config.lr < 1e-3);
  const input = { study: { ...study, trialKeys: cut.map(({ key }) => key) }, trials: cut };
  const alone = textsOf(buildReport(input), "summary").join("\n");
  expect(alone).toContain("lies at the end of the grid");
  expect(alone).toContain("different numbers of learning rates");
  const warnings = ["lion", "adam"].map((about) => ({ code: "border", about, sentence: `The best lr of ${about} …` }));
  const said = buildReport({ ...input, warnings: [...warnings, { code: "budgets", sentence: "Budgets differ …" }] });
  expect(textsOf(said, "summary").join("\n")).not.toMatch(/end of the grid|different numbers/);
  const note = "Imported from a.csv. Rates are those of the file.";
  const sentences = ["Imported from a.csv.", "Rates are those of the file."].map((sentence) => ({ sentence }));
  expect(textsOf(buildReport({ ...input, note }), "summary")).toContain(note);
  expect(textsOf(buildReport({ ...input, note, warnings: sentences }), "summary")).not.toContain(note);
  expect(textsOf(buildReport({ ...input, note, warnings }), "summary")).toContain(note);
  const half = buildReport({ ...input, warnings: warnings.slice(1) });
  expect(textsOf(half, "summary").join("\n")).toMatch(/best rate of lion .* lies at the end of the grid/);
});

test("a budget of minutes is equal where times are, whatever the number of settings", () => {
  const { study, trials } = tunedStudy();
  const slower = trials.filter(({ key }) => !/^tune-lion-(?:[89]|1\d)$/.test(key)); // 8 settings of lion, 16 of adamw
  const config = { tuning: { sampler: "random", minutes: 2, seeds: [0] }, evaluation: { seeds: 10 } };
  const cut = { ...study, config, trialKeys: slower.map(({ key }) => key) };
  const { words } = verdictOf(buildReport({ study: cut, trials: slower }));
  expect(words).toMatch(
    /Each could train for 2 minutes to be tuned, by the times that its trials recorded on this machine: \d+ settings of \w+ in \d\.\d minutes and \d+ settings of \w+ in \d\.\d minutes, with 1 seed each and 6 epochs of training\./,
  );
  expect(words).not.toContain("Tuning was unequal");
});
