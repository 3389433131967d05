import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { crc32c } from "../core/crc32c.ts";
import { LabError } from "../core/errors.ts";
import { createRng } from "../core/rng.ts";
import { trialPhase } from "../records/records.ts";
import { type ImportedRecords, importedRecords } from "./imported-study.ts";
import { readForeign } from "./read-foreign.ts";

const words = { name: "x", command: "c", model: "imported", data: "imported", validationAsTest: false };
const fixtures = fileURLToPath(new URL("../../test/fixtures/imports/", import.meta.url));
const events = readFileSync(join(fixtures, "events.out.tfevents.lion"));
const optuna = join(fixtures, "optuna.sqlite");
const folder = mkdtempSync(join(tmpdir(), "lionlab-import-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function records(
  ...files: readonly (readonly [path: string, bytes: Uint8Array, place?: string])[]
): Promise<ImportedRecords> {
  const read = [];
  for (const [path, bytes, place = path] of files)
    read.push(await readForeign({ path, place, bytes }, { lowerIsBetter: false }));
  return importedRecords(read, words);
}

describe("events of TensorBoard", () => {
  it("reads scalars, simple ones and tensors, at the steps that validate", async () => {
    const { trials, imported } = await records(["runs/lion-seed4/events.out.tfevents.1", events]);
    expect(imported).toMatchObject({ files: [{ tool: "events of TensorBoard" }] });
    expect(imported.remarks.join(" ")).toContain("not read: grad_norm.");
    expect(trials).toHaveLength(1);
    const [trial] = trials;
    expect(trial!.config).toMatchObject({ seed: 4, optimizer: { name: "lion" } });
    expect(trial!.config.lr).toBeCloseTo(0.0027, 8);
    expect(trial!.epochs.map(({ validationAccuracy }) => validationAccuracy)).toEqual(
      [0.625, 0.635, 0.75, 0.76, 0.875, 0.885].map((value) => Number(Math.fround(value).toPrecision(9))),
    );
    expect(trial!.epochs.map(({ trainLoss }) => trainLoss)).toEqual([1.5, Number.NaN, 1, Number.NaN, 0.5, Number.NaN]);
    expect(trial!.result).toMatchObject({ bestEpoch: 6, test: null });
  });

  it("joins the folders train and validation of one run", async () => {
    const { trials } = await records(
      ["logs/lion/train/events.out.tfevents.1", events],
      ["logs/lion/validation/events.out.tfevents.1", events],
    );
    expect(trials.map(({ config }) => config.optimizer.label)).toEqual(["lion"]);
  });

  it("reads what lies before the place where a file was cut, and refuses a changed byte", async () => {
    const cut = await records(["lion/events.out.tfevents.1", events.subarray(0, events.length - 300)]);
    expect(cut.trials[0]!.epochs.length).toBeLessThan(6);
    expect(cut.imported.remarks.join(" ")).toContain("ends inside a record");
    const changed = Uint8Array.from(events);
    changed[400]! ^= 1;
    await expect(records(["lion/events.out.tfevents.1", changed])).rejects.toThrow(
      expect.objectContaining({ code: "events-damaged" }),
    );
  });

  it("knows the checksum's published value", () => {
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
  });

  it("meets 2,000 damaged files with records or a sentence", async () => {
    const rng = createRng(0, "events");
    let refused = 0;
    for (let k = 0; k < 2000; k++) {
      const bytes = Uint8Array.from(events.subarray(0, k % 2 === 0 ? events.length : rng.below(events.length)));
      for (let n = rng.below(3); n > 0 && bytes.length > 0; n--) bytes[rng.below(bytes.length)] = rng.below(256);
      refused += await refusals(() => records(["lion/events.out.tfevents.1", bytes]));
    }
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(2000);
  });
});

describe("a store of Optuna", () => {
  it("reads its trials as tries of each optimizer, judged by their value", async () => {
    const { trials, imported } = await records(["optuna.sqlite", readFileSync(optuna), optuna]);
    expect(trials).toHaveLength(11); // of 12 one failed
    expect(imported.remarks.join(" ")).toContain("failed or have no value: 1.");
    expect(trials.every(({ config, result }) => trialPhase(config) === "tuning" && result.test === null)).toBe(true);
    const [first] = trials;
    expect(first!.config).toMatchObject({
      lr: 0.0016051911333587634,
      optimizer: {
        name: "adamw",
        hyperparameters: { weight_decay: 0.10897663659937938, nesterov: false, layers: 2, "activation=gelu": true },
      },
    });
    expect(first!.epochs.map(({ validationAccuracy }) => validationAccuracy)).toEqual([
      0.8750504250064745, 0.8850504250064745, 0.8950504250064745, 0.9050504250064745,
    ]);
    expect(first!.result).toMatchObject({ bestEpoch: 4, status: "finished" });
    expect(trials[4]!.config.training.epochs).toBeLessThan(4); // pruned
  });

  it("meets damaged stores with records or a sentence", async () => {
    const whole = readFileSync(optuna);
    const rng = createRng(0, "optuna");
    let refused = 0;
    for (let k = 0; k < 150; k++) {
      const bytes = Uint8Array.from(k % 5 === 0 ? whole.subarray(0, 16 + rng.below(whole.length)) : whole);
      for (let n = 200; n > 0; n--) bytes[16 + rng.below(bytes.length - 16)] = rng.below(256);
      const place = join(folder, `${k}.sqlite`);
      writeFileSync(place, bytes);
      refused += await refusals(() => records(["a.sqlite", bytes, place]));
    }
    expect(refused).toBeGreaterThan(20);
  });
});

/** 1 where the work is refused in a sentence. */
async function refusals(work: () => Promise<unknown>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    expect(error.message).not.toMatch(/undefined|\n/);
    return 1;
  }
}
