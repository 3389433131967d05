/**
 * The parts that batches go through a network in: a table of the user's, what a study says itself, and a study that was begun with others.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { processorKinds } from "../../src/core/processor.ts";
import { openStorage } from "../../src/records/open.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const env = { LIONLAB_DATA: join(cwd, "data") };
const table = join(cwd, "parts.json");
const measured = { cwd, env: { ...env, LIONLAB_PART_SIZES: table } };

beforeAll(() => {
  writeSampleFashion(join(cwd, "data"), { train: 100, test: 20 });
  const rows = processorKinds.map((kind) => ({ kind, measured: "a test", sizes: { "fashion-cnn": 8 } }));
  writeFileSync(table, JSON.stringify(rows));
  writeFileSync(
    join(cwd, "tiny.yaml"),
    "name: tiny\ndata: { name: fashion-mnist }\nmodel: fashion-cnn\ntraining: { epochs: 1, batchSize: 32 }\noptimizers: [{ name: lion, lr: 0.001 }]\n",
  );
});
afterAll(() => folder.dispose());

/** How the batches of a run's trials were cut. */
async function partSizesOf(out: string): Promise<readonly (number | undefined)[]> {
  const storage = await openStorage(join(cwd, out, "study.sqlite"), { mode: "read" });
  const trials = await storage.listTrials("tiny");
  await storage.close();
  expect(trials.every(({ result }) => result?.status === "finished")).toBe(true);
  return trials.map(({ config }) => config.training.partSize);
}

it("plans by the table that LIONLAB_PART_SIZES names, and goes on with a study as it was begun", async () => {
  expect((await runCli(["compare", "tiny.yaml", "--out", "fresh"], measured)).code).toBe(0);
  expect(await partSizesOf("fresh")).toEqual([8]);

  const again = await runCli(["compare", "tiny.yaml", "--out", "fresh", "--seeds", "2"], { cwd, env });
  expect(again.code).toBe(0);
  expect(again.err).toContain(
    "The study was begun with batches in parts of 8 images and goes on so; begun on this processor, it would train with batches as a whole.\n",
  );
  expect(await partSizesOf("fresh")).toEqual([8, 8]);

  const doneBy = async (...words: readonly string[]): Promise<unknown> => {
    const { out } = await runCli(["plan", "tiny.yaml", "--out", "fresh", "--json", ...words], { cwd, env });
    return JSON.parse(out).done;
  };
  expect([await doneBy(), await doneBy("--part-size", "8"), await doneBy("--part-size", "16")]).toEqual([1, 1, 0]);
});

it("refuses a table with a mistake before anything is written", async () => {
  const broken = join(cwd, "broken.json");
  writeFileSync(broken, '{ "kind": "arm64", "measured": "a test", "sizes": { "fashion-cnn": "whole" } }');
  const setup = { cwd, env: { ...env, LIONLAB_PART_SIZES: broken } };
  const { code, err } = await runCli(["compare", "tiny.yaml", "--out", "refused"], setup);
  expect(code).toBe(2);
  expect(err).toContain(
    'broken.json:1:68, the file that LIONLAB_PART_SIZES names: sizes.fashion-cnn must be a number, but it is "whole".',
  );
  expect(existsSync(join(cwd, "refused"))).toBe(false);
});
