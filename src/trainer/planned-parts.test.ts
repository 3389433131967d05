/** A trial is computed in the parts that it was planned with, on whichever kind of processor. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSampleFashion } from "../../test/samples/fashion.ts";
import { fakeClock } from "../core/clock.ts";
import type { LoadedDataset } from "../data/dataset.ts";
import { loadDataset } from "../data/index.ts";
import { fashionCnn } from "../models/fashion-cnn.ts";
import type { Model } from "../models/model.ts";
import type { TrialConfig } from "../records/records.ts";
import { planStudy } from "../study/plan.ts";
import { parseStudy } from "../study/read.ts";
import { partSizesFor } from "./part-sizes.ts";
import { runTrial } from "./run-trial.ts";

const study = parseStudy(`name: parts
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1 }
optimizers: [{ name: sgd, lr: 0.1 }]
`);
let folder: string;
let dataset: LoadedDataset;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-parts-"));
  dataset = await loadDataset("fashion-mnist", { dataDir: writeSampleFashion(folder, { train: 330, test: 20 }) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plannedOn(kind: "amd-avx512" | "intel-avx512"): TrialConfig {
  const options = { fingerprint: dataset.fingerprint, command: "", partSizes: partSizesFor(kind) };
  return planStudy(study, options).trials[0]!.config;
}

async function recordsOf(config: TrialConfig, model?: Model) {
  const records: object[] = [];
  const options = { dataset, checkpoints: null, clock: fakeClock(), shouldStop: () => false };
  for await (const event of runTrial(config, model === undefined ? options : { ...options, model }))
    if (event.kind === "epoch") records.push(event.record);
    else if (event.kind === "finished") records.push(event.result);
  return records;
}

test("trials planned for two kinds of processor are each computed here as there", async () => {
  const [amd, intel] = [plannedOn("amd-avx512"), plannedOn("intel-avx512")];
  const [whole, inParts] = [await recordsOf(amd), await recordsOf(intel)];
  const { partSize, ...training } = amd.training;
  expect([partSize, amd.engine, intel.training.partSize, intel.engine]).toEqual([128, undefined, undefined, 2]);
  const { partSize: _, ...uncut } = fashionCnn;
  const { fit: __, ...fixed } = uncut;
  expect(await recordsOf({ ...amd, training, engine: 2 }, fixed)).toEqual(whole);
  expect(whole).not.toEqual(inParts); // the order of sums
  expect(whole).toMatchObject([{ trainLoss: expect.closeTo((inParts[0] as { trainLoss: number }).trainLoss, 4) }, {}]);
});
