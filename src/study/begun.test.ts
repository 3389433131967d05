import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { trialKey } from "../records/identity.ts";
import { openStorage } from "../records/open.ts";
import type { PlannedTrial, Storage } from "../records/storage.ts";
import { partSizesFor } from "../trainer/part-sizes.ts";
import { goOnAsBegun } from "./begun.ts";
import { planStudy } from "./plan.ts";
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

test("trials of an earlier revision are trained anew, so they bind nothing", async () => {
  await begin(studyOf(), ({ config: { engine: _, ...config } }) => ({ key: trialKey(config), config }));
  const { here, plan, note } = await goOn();
  expect([plan, note]).toEqual([here, null]);
});
