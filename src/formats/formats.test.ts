import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { afterAll, describe, expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { reportCommand } from "../cli/commands/report.ts";
import type { TrialRecord } from "../records/records.ts";
import { buildReport } from "../report/build-report.ts";
import { describeFormats } from "./format.conformance.ts";
import { formatNamed, formats } from "./index.ts";
import { sampleReading } from "./sample-reading.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-formats-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Four optimizers, two of whose trials diverged, one of them before its first epoch; the last trials have not run. */
const study = syntheticStudy({ rates: 5, epochs: 4, unfinished: 0.1 });
const diverged = study.trials.filter(({ state }) => state === "diverged");

/** A run of another tool that logged the validation accuracy alone. */
const untold = {
  study: { ...syntheticStudy({ rates: 1 }).study, config: { imported: { files: [], remarks: [] } } },
  trials: syntheticStudy({ rates: 1, optimizers: ["lion", "adamw"] }).trials.map((trial) => ({
    ...trial,
    config: { ...trial.config, imported: "x", lr: Number.NaN },
    timings: [],
    epochs: trial.epochs.map((epoch) => ({
      ...epoch,
      trainLoss: Number.NaN,
      trainAccuracy: Number.NaN,
      validationLoss: Number.NaN,
      lr: Number.NaN,
    })),
    result: { ...trial.result!, test: { loss: Number.NaN, accuracy: 0.5 } },
  })),
};

const reading = (records: typeof study) => sampleReading(records, async () => buildReport(records));

describeFormats({
  formats,
  untold: () => reading(untold),
  runs: {
    "a study": () => reading(study),
    "a study without results": () => reading(syntheticStudy({ rates: 2, unfinished: 1 })),
  },
});

it("names every format in the help of the command", () => {
  expect(reportCommand.meanings?.to?.about).toMatch(new RegExp(`: ${formats.map(({ name }) => name).join(", ")}\\.$`));
});

it("has diverged trials to write", () => {
  expect(diverged.length).toBeGreaterThan(0);
});

describe("jsonl", () => {
  it("holds each trial's record as it is", async () => {
    const path = join(folder, "trials.jsonl");
    await formatNamed("jsonl").write(sampleReading(study), path);
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    const read = lines.map((line) => JSON.parse(line) as TrialRecord & { readonly study: string });
    expect(read.map(({ study: _, ...trial }) => trial)).toEqual(study.trials);
    expect(new Set(read.map((line) => line.study))).toEqual(new Set(["synthetic"]));
  });
});

describe("parquet", () => {
  const place = join(folder, "parquet");
  const rowsOf = async (name: string) => parquetReadObjects({ file: await asyncBufferFromFile(join(place, name)) });

  it("gives another reader the same figures, row by row", async () => {
    mkdirSync(place);
    await formatNamed("parquet").write(sampleReading(study), place);
    const trials = await rowsOf("trials.parquet");
    expect(trials).toHaveLength(study.trials.length);
    for (const [index, { key, config, result, state, epochs }] of study.trials.entries()) {
      expect(trials[index]).toMatchObject({
        study: "synthetic",
        key,
        label: config.optimizer.label,
        lr: config.lr,
        seed: BigInt(config.seed),
        state,
        epochs: epochs.length,
        test_accuracy: result?.test?.accuracy ?? null,
        hyper_beta1: config.optimizer.hyperparameters.beta1 ?? null,
        hyper_nesterov: config.optimizer.hyperparameters.nesterov ?? null,
        config: JSON.stringify(config),
      });
    }
    const epochs = await rowsOf("epochs.parquet");
    const wanted = study.trials.flatMap(({ key, epochs: records }) => records.map((record) => ({ key, record })));
    expect(epochs).toHaveLength(wanted.length);
    for (const [index, { key, record }] of wanted.entries()) {
      expect(epochs[index]).toMatchObject({
        key,
        epoch: record.epoch,
        train_loss: record.trainLoss,
        validation_accuracy: record.validationAccuracy,
        validation_top5: null,
        rate: record.lr,
      });
    }
  });

  it("writes groups of rows as they fill, and null for figures that an import does not tell", async () => {
    const many = syntheticStudy({ optimizers: ["lion"], rates: 1, epochs: 24_000, patience: null });
    const [trial] = many.trials;
    const imported = {
      ...trial!,
      epochs: trial!.epochs.map((epoch) => ({ ...epoch, trainLoss: Number.NaN })),
      timings: [],
    };
    const large = join(folder, "large");
    mkdirSync(large);
    await formatNamed("parquet").write(sampleReading({ ...many, trials: [imported] }), large);
    const file = await asyncBufferFromFile(join(large, "epochs.parquet"));
    const metadata = await parquetMetadataAsync(file);
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([20_000, 4_000]);
    const rows = await parquetReadObjects({ file, rowStart: 20_000, rowEnd: 20_001 });
    expect(rows).toMatchObject([{ epoch: 20_001, train_loss: null, train_seconds: null }]);
  });
});
