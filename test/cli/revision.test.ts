/**
 * Results of an earlier revision: shown as what they are, kept, and never mixed with those of today.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadDataset } from "../../src/data/index.ts";
import { trialKey } from "../../src/records/identity.ts";
import { openStorage } from "../../src/records/open.ts";
import { sampleEpoch, sampleResult } from "../../src/records/samples.ts";
import type { PlannedTrial } from "../../src/records/storage.ts";
import { planStudy } from "../../src/study/plan.ts";
import { parseStudy } from "../../src/study/read.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const setup = { cwd, env: { LIONLAB_DATA: join(cwd, "data") } };
const store = join(cwd, "runs", "tiny", "study.sqlite");
const text = `name: tiny
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 32 }
optimizers: [{ name: lion, lr: [0.001, 0.002] }]
`;

/** The trials of the study as version 0.1.0 planned them. */
let earlier: readonly PlannedTrial[];

beforeAll(async () => {
  writeSampleFashion(join(cwd, "data"), { train: 100, test: 20 });
  writeFileSync(join(cwd, "tiny.yaml"), text);
  const { fingerprint } = await loadDataset("fashion-mnist", { dataDir: join(cwd, "data") });
  const plan = planStudy(parseStudy(text), { fingerprint, command: "lionlab compare tiny.yaml" });
  earlier = plan.trials.map(({ config }) => {
    const first = { ...config, model: { name: config.model.name } };
    return { key: trialKey(first), config: first };
  });
  const storage = await openStorage(store, { mode: "run" });
  await storage.putStudy({ ...plan.study, trialKeys: earlier.map(({ key }) => key) }, earlier);
  for (const { key } of earlier) {
    await storage.appendEpoch(key, sampleEpoch(1));
    await storage.finishTrial(key, sampleResult(1));
  }
  await storage.close();
});
afterAll(() => folder.dispose());

it("says of stored results before which change they were made, and trains new ones beside them", async () => {
  const note = /These trials were made before a max-pool passed its gradient to the first of equal elements/;
  const { code, out } = await runCli(["show", "tiny"], setup);
  expect(code).toBe(0);
  expect(out.replaceAll("\n", " ")).toMatch(note);

  const run = await runCli(["compare", "tiny.yaml"], setup);
  expect(run.code).toBe(0);
  expect(run.err).toContain("The 2 trials that are stored were made before a max-pool");
  expect(run.err).toMatch(/They are kept, and trained anew\.\n/);

  const storage = await openStorage(store, { mode: "read" });
  const all = await storage.listTrials(null);
  const own = await storage.listTrials("tiny");
  expect([all.length, own.length]).toEqual([4, 2]);
  for (const { key, config } of earlier) {
    expect(all.find((trial) => trial.key === key)).toMatchObject({ config, result: sampleResult(1) });
    expect(own.map((trial) => trial.key)).not.toContain(key);
  }
  await storage.close();

  const shown = (await runCli(["show", "tiny", "--json"], setup)).out;
  const { results } = JSON.parse(shown);
  expect(shown).not.toMatch(note);
  expect(results.map(({ key }: { key: string }) => key)).toEqual(own.map(({ key }) => key));
});
