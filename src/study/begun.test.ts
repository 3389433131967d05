import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { trialKey } from "../records/identity.ts";
import { openStorage } from "../records/open.ts";
import { sampleEpoch, sampleResult } from "../records/samples.ts";
import type { PlannedTrial, Storage } from "../records/storage.ts";
import { partSizesFor } from "../trainer/part-sizes.ts";
import { goOnAsBegun } from "./begun.ts";
import type { StudyConfig } from "./config.ts";
import { Growth } from "./growth.ts";
import { planStudy, type StudyPlan } from "./plan.ts";
import { parseStudy } from "./read.ts";

let folder: string;
let storage: Storage;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-begun-"));
  storage = await openStorage(join(folder, "study.sqlite"), { mode: "run" });
});
afterEach(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const options = (kind: "amd-avx512" | "intel-avx512") => ({
  fingerprint: "0".repeat(64),
  command: "lionlab compare x.yaml",
  partSizes: partSizesFor(kind),
});

const studyOf = (training: object = {}, more: object = {}) =>
  parseStudy(
    JSON.stringify({
      name: "x",
      data: { name: "fashion-mnist" },
      model: "fashion-cnn",
      training: { epochs: 2, ...training },
      optimizers: [{ name: "lion", lr: [0.1, 0.2] }],
      ...more,
    }),
  );

/** Plans the study on an AMD, where the store has what it has. */
async function goOn(config = studyOf()) {
  const here = options("amd-avx512");
  const plan = planStudy(config, here);
  return { here: plan, ...(await goOnAsBegun(config, { plan, options: here, storage })) };
}

async function begin(config = studyOf(), change = (trial: PlannedTrial): PlannedTrial => trial) {
  const { study, trials } = planStudy(config, options("intel-avx512"));
  const changed = trials.map(change);
  await storage.putStudy({ ...study, trialKeys: changed.map(({ key }) => key) }, changed);
  return changed.map(({ key }) => key);
}

test("a study that was begun on another kind of processor goes on with its trials, and says what is otherwise", async () => {
  const keys = await begin();
  const { here, plan, note } = await goOn(studyOf({}, { seeds: 2 }));
  expect(plan.study.trialKeys).toEqual(expect.arrayContaining(keys));
  expect(plan.trials.map(({ config }) => config.training.partSize)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(here.trials.map(({ config }) => config.training.partSize)).toEqual([128, 128, 128, 128]);
  expect(note).toBe(
    "The study was begun with batches in parts of 64 images and goes on so; begun on this processor, it would train with batches as a whole.",
  );
});

test("nothing is said where nothing was begun, or what was begun is cut as here", async () => {
  expect(await goOn()).toMatchObject({ note: null });
  await begin(studyOf({ batchSize: 64 }));
  expect(await goOn(studyOf({ batchSize: 64 }))).toMatchObject({ note: null });
});

test("what the study says of its parts goes first, and other batches, models and devices tell nothing of these", async () => {
  await begin();
  const others = [studyOf({ partSize: 32 }), studyOf({ batchSize: 256 }), studyOf({}, { model: "cifar-cnn" })];
  for (const config of others) {
    const { here, plan, note } = await goOn(config);
    expect([plan, note]).toEqual([here, null]);
  }
  await begin(studyOf({}, { device: "webgpu" }));
  expect(await goOn()).toMatchObject({ note: null });
});

describe("a study that tunes and names no sampler", () => {
  const tuned = (tuning: object = {}, more: object = {}) =>
    studyOf({}, { tuning: { trials: 4, ...tuning }, evaluation: { seeds: 2 }, optimizers: ["lion"], ...more });
  const keysOf = (config: StudyConfig) => planStudy(config, options("amd-avx512")).trials.map(({ key }) => key);
  const ratesOf = ({ trials }: StudyPlan) => trials.map(({ config: { lr } }) => lr);

  /** As version 0.1.0 stored a study that named none: the record names the sampler that was usual then, and these were its points. */
  const beginAsOnce = async () => {
    const { study, trials } = planStudy(tuned({ sampler: "random" }), options("amd-avx512"));
    expect(study.config).toMatchObject({ tuning: { sampler: "random", trials: 4, seeds: [0] } });
    expect(trials.map(({ config: { lr } }) => lr)).toEqual([0.0001, 0.00000684, 0.0000346, 0.0000656]);
    await storage.putStudy(study, trials);
    for (const { key } of trials.slice(0, 2)) {
      await storage.appendEpoch(key, sampleEpoch(1));
      await storage.finishTrial(key, sampleResult(1));
    }
    return trials.map(({ key }) => key);
  };

  test("is tuned by quasi-random points where it is begun now, and its record names them", async () => {
    const { plan, note } = await goOn(tuned());
    expect(note).toBeNull();
    expect(plan.trials.map(({ key }) => key)).toEqual(keysOf(tuned({ sampler: "quasi-random" })));
    expect(plan.study.config).toMatchObject({ tuning: { sampler: "quasi-random", trials: 4 } });
    const top = Math.log10(Math.max(...ratesOf(plan)) / 1e-4);
    expect(top).toBeGreaterThan(0.5); // of four points one lies in the upper third of three decades
  });

  test("goes on with the sampler that it was begun with, trains nothing again, and says so", async () => {
    const keys = await beginAsOnce();
    const { plan, note } = await goOn(tuned());
    expect(plan.trials.map(({ key }) => key)).toEqual(keys);
    expect(plan.study.config).toMatchObject({ tuning: { sampler: "random" } });
    expect(plan.study.command).toBe("lionlab compare x.yaml --set tuning.sampler=random"); // repeats it elsewhere
    expect(note).toBe(
      "The study was begun with random points and goes on so; begun now, it would be tuned by quasi-random.",
    );
    const growth = await Growth.open(plan, storage);
    expect(growth.trials.map(({ key }) => [key, growth.hasResult(key)])).toEqual(
      keys.map((key, index) => [key, index < 2]),
    );
    expect((await goOn(tuned({ trials: 5 }))).plan.trials.slice(0, 4).map(({ key }) => key)).toEqual(keys);
  });

  test("a sampler that it names goes first, and one of its record that was the usual one already needs no word", async () => {
    await beginAsOnce();
    for (const sampler of ["random", "quasi-random", "tpe"]) {
      const { here, plan, note } = await goOn(tuned({ sampler }));
      expect([plan, note]).toEqual([here, null]);
      expect(plan.sampler).toBe(sampler);
    }
    const { study, trials } = planStudy(tuned(), options("amd-avx512"));
    await storage.putStudy(study, trials);
    expect(await goOn(tuned())).toMatchObject({ note: null, plan: { sampler: "quasi-random" } });
  });

  test("keeps parts and sampler alike where both were begun otherwise", async () => {
    const keys = await begin(tuned({ sampler: "random" }));
    const { plan, note } = await goOn(tuned());
    expect(plan.trials.map(({ key }) => key)).toEqual(keys);
    expect(note).toMatch(/^The study was begun with random points .* The study was begun with batches in parts of 64 /);
  });

  test("is refused where what it says now does not go with the sampler that it was begun with", async () => {
    await begin(tuned({ sampler: "halving" }));
    await expect(goOn(tuned({ trials: undefined, minutes: 5 }))).rejects.toThrow(
      /begun with the sampler halving, and names none now; `halving` lays its trials out .* Name a sampler as tuning\.sampler/,
    );
  });
});

test("trials of an earlier revision are trained anew, so they bind nothing", async () => {
  await begin(studyOf(), ({ config: { engine: _, ...config } }) => ({ key: trialKey(config), config }));
  const { here, plan, note } = await goOn();
  expect([plan, note]).toEqual([here, null]);
});
