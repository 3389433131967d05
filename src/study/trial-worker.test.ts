import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import { folderBlobs } from "../blobs/folder.ts";
import { fakeClock } from "../core/clock.ts";
import { runTrial } from "../trainer/run-trial.ts";
import { planTrial } from "../trainer/trial-plan.ts";
import type { SliceOrder } from "./trial-job.ts";
import { run } from "./trial-worker.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-slices-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const config = tinyConfig(tinyDataset());

/** A trainer whose trial does this. */
const trainerOf = (body: string) =>
  `data:text/javascript,export const computedOn = () => "a kind"; export const loadDataset = async () => ({}); export async function* runTrial(config, options) { ${body} }`;

const orderOf = (body: string, from: string | null = null): SliceOrder => ({
  trial: {
    config: { ...config, data: { ...config.data, name: "none" } }, // a worker keeps the data of its last trial
    key: "k",
    checkpoints: folder,
    goesOnFrom: null,
    initPath: null,
    initBlobs: null,
    keepsWeights: false,
    checkpointEverySteps: null,
    dataDir: null,
    trainerModule: trainerOf(body),
  },
  until: { stretches: 3 },
  from,
  processor: null,
});
const context = { tell: async () => {}, shouldStop: () => false };

test("says from which blob the trial goes on, or that it has ended", async () => {
  const stopped = `yield { kind: "checkpoint", step: 4 }; yield { kind: "checkpoint", step: options.slice.stretches }; return null;`;
  expect(await run(orderOf(stopped), context)).toEqual({
    kind: "goes-on",
    from: "k/3.safetensors",
    processor: "a kind",
  });
  expect(await run(orderOf(`return { status: "finished" };`), context)).toEqual({ kind: "ended" });
  expect(await run(orderOf("return null;"), context)).toEqual({ kind: "goes-on", from: null, processor: "a kind" });
});

test("refuses to begin anew where the checkpoint should be, and is not", async () => {
  const order = orderOf(`return null;`, "k/3.safetensors");
  await expect(run(order, context)).rejects.toMatchObject({
    code: "checkpoint-missing",
    message: expect.stringContaining("k/3.safetensors is not in file://"),
  });
  await folderBlobs(folder).put("k/2.safetensors", Buffer.from("older"));
  expect(await run(order, context)).toEqual({ kind: "goes-on", from: "k/3.safetensors", processor: "a kind" });
});

test("leaves a trial to the kind of processor that began it, with all that it left", async () => {
  const { key } = planTrial(config, { dataset: tinyDataset(), model: tinyModel });
  const own = new URL("../../test/samples/tiny-trainer.ts", import.meta.url).href;
  const order = { ...orderOf(""), trial: { ...orderOf("").trial, config, key, trainerModule: own } };
  const checkpoints = folderBlobs(folder);
  const given = { dataset: tinyDataset(), model: tinyModel, checkpoints, clock: fakeClock({ tickSeconds: 60 }) };
  const begun = runTrial(config, { ...given, slice: order.until, shouldStop: () => false, processor: "a made-up one" });
  for await (const _ of begun);
  const before = await checkpoints.list("");
  expect(before).not.toEqual([]);
  expect(await run(order, context)).toEqual({ kind: "elsewhere", processor: "a made-up one" });
  expect(await checkpoints.list("")).toEqual(before);
});
