/** A user's program may call its hyperparameters as a trial calls its own: every format keeps both, and our import gives them back. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { filesBelow, importedBack, toldBy } from "../../test/samples/imported-back.ts";
import { resolveProgram } from "../optimizers/resolve-text.ts";
import type { TrialRecord } from "../records/records.ts";
import { formatNamed } from "./index.ts";
import { sampleReading } from "./sample-reading.ts";
import { settingOfTrial } from "./trial-setting.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-clashes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = ["seed", "optimizer", "rate", "method", "Seed", "model", "data", "epochs", "batch_size"];
const declared = names.map((name, index) => `hyper ${name} = ${index + 2}`);
const sum = names.join(" + ");
const text = [...declared, `w = w - lr * (${sum}) * g`].join("\n");
const hyperparameters = Object.fromEntries(names.map((name, index) => [name, index + 2]));

const study = syntheticStudy({ optimizers: ["lion"], rates: 2, seeds: 2, epochs: 2 });
const trials = study.trials.map((trial): TrialRecord => {
  const resolved = resolveProgram({ name: "odd", text, hyperparameters: {} });
  const optimizer = { ...trial.config.optimizer, program: resolved.program, hyperparameters: resolved.hyperparameters };
  return { ...trial, config: { ...trial.config, optimizer } };
});
const run = sampleReading({ ...study, trials });
const own = ({ config }: TrialRecord) => ({ optimizer: config.optimizer.label, lr: config.lr, seed: config.seed });

async function write(name: string): Promise<string> {
  const format = formatNamed(name);
  const place = join(folder, format.output);
  if (format.form === "folder") mkdirSync(place);
  await format.write(run, place);
  return place;
}

it("is a program with hyperparameters of these names", () => {
  expect(trials[0]!.config.optimizer.hyperparameters).toEqual(hyperparameters);
});

it.each(["optuna", "tensorboard"])("%s gives back the trial's own values and the hyperparameters", async (name) => {
  const place = await write(name);
  const back = await importedBack(name === "optuna" ? [place] : filesBelow(place, "tfevents"));
  const told = (all: readonly ReturnType<typeof toldBy>[]) =>
    all
      .map(({ label, lr, seed, hyperparameters: given }) => ({ label, lr: Math.fround(lr), seed, given }))
      .sort((a, b) => a.lr - b.lr || a.seed - b.seed);
  expect(told(back)).toEqual(told(trials.map(toldBy)));
  expect(back[0]!.hyperparameters).toEqual(hyperparameters);
});

it("mlflow has a parameter for each", async () => {
  const place = await write("mlflow");
  const [experiment] = readdirSync(place);
  for (const trial of trials) {
    const params = join(place, experiment!, trial.key, "params");
    const read = Object.fromEntries(
      readdirSync(params).map((name) => [name, readFileSync(join(params, name), "utf8")]),
    );
    const { model, data, training } = trial.config;
    expect(read).toMatchObject({
      ...Object.fromEntries(Object.entries(own(trial)).map(([name, value]) => [name, String(value)])),
      model: model.name,
      data: data.name,
      epochs: String(training.epochs),
      batch_size: String(training.batchSize),
      "hyper.optimizer": "3",
      "hyper.rate": "4",
      "hyper.model": "7",
      "hyper.epochs": "9",
    });
    expect([read["hyper.seed"], read["hyper.Seed"], read["hyper.Seed_2"], read["hyper.seed_2"]]).toEqual(
      expect.arrayContaining(["2", "6"]), // where case does not count, one has a number
    );
  }
});

it("jsonl and parquet keep hyperparameters apart from the rest", async () => {
  const lines = readFileSync(await write("jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line).config.optimizer.hyperparameters)).toEqual(
    trials.map(() => hyperparameters),
  );
  const file = await asyncBufferFromFile(join(await write("parquet"), "trials.parquet"));
  const rows = await parquetReadObjects({ file });
  for (const [index, trial] of trials.entries())
    expect(rows[index]).toMatchObject({
      lr: trial.config.lr,
      seed: BigInt(trial.config.seed),
      optimizer: trial.config.optimizer.name,
      hyper_seed: 2,
      hyper_optimizer: 3,
      hyper_Seed: 6,
    });
});

it("no two names become one, whatever an import brought", () => {
  const odd = { lr: 1, "hyper.lr": 2, "Learning-Rate": 3, "hyper.hyper.lr": 4, beta1: 5 };
  const { config } = trials[0]!;
  const setting = settingOfTrial({ ...config, optimizer: { ...config.optimizer, hyperparameters: odd } });
  expect([...setting]).toEqual([
    ["optimizer", "lion"],
    ["lr", config.lr],
    ["seed", config.seed],
    ["hyper.lr", 1],
    ["hyper.hyper.lr", 2],
    ["hyper.Learning-Rate", 3],
    ["hyper.hyper.hyper.lr", 4],
    ["beta1", 5],
  ]);
});
