import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import type { BlobStore } from "../blobs/blob-store.ts";
import { folderBlobs } from "../blobs/folder.ts";
import { checkpointKey, openCheckpoints, removeCheckpoints } from "./checkpoint.ts";
import { initialState, type TrainingState } from "./state.ts";
import { planTrial } from "./trial-plan.ts";

const dataset = tinyDataset();
const planOf = (lr: number) => planTrial(tinyConfig(dataset, { lr }), { dataset, model: tinyModel });
const plan = planOf(0.01);
const processors = ["a processor"];

let folder: string;
let store: BlobStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-checkpoint-"));
  store = folderBlobs(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = async (of = plan, damaged: string[] = []) =>
  openCheckpoints(store, of).load({ onDamaged: (key) => damaged.push(key) });
const save = async (...states: readonly TrainingState[]) => {
  const checkpoints = openCheckpoints(store, plan);
  for (const state of states) await checkpoints.save({ state, processors });
};
const fileOf = (step: number): string => join(folder, checkpointKey(plan.key, plan.stepsPerEpoch + step));

function stateAt(step: number): TrainingState {
  const state = initialState(plan);
  const slots = state.slots.map((slot) => slot.map((_, i) => Math.fround(Math.sin(i + step))));
  const record = {
    epoch: 1,
    trainLoss: 0.1 + 0.2,
    trainAccuracy: 1 / 3,
    validationLoss: 1e-17,
    validationAccuracy: 0.5,
    lr: 0.01,
  };
  const timing = { epoch: 1, trainSeconds: 1.5, evaluateSeconds: 0.1, imagesPerSecond: 10 };
  const best = { weights: state.weights.map((x) => -x), statistics: state.statistics.map((x) => x + 1) };
  return { ...state, slots, step, lossSum: Math.PI, best, history: [{ record, timing }] };
}

test("what is read back is what was written", async () => {
  expect(await load()).toBeNull();
  for (const state of [initialState(plan), stateAt(3)]) {
    await save(state);
    expect(await load()).toEqual({ state, processors });
  }
});

test("the last two stay, in the order of their writing", async () => {
  await save(...[1, 2, 9, 10].map(stateAt));
  const keys = [9, 10].map((step) => checkpointKey(plan.key, plan.stepsPerEpoch + step));
  expect(new Set(await store.list(""))).toEqual(new Set(keys));
  expect((await load())!.state.step).toBe(10);
  await save(stateAt(10));
  expect((await load())!.state.step).toBe(10);
});

test("a damaged one is told and passed over for the one before it, then for a fresh start", async () => {
  await save(stateAt(3), stateAt(5));
  const bytes = readFileSync(fileOf(5));
  const flipped = Buffer.from(bytes);
  flipped[500]! ^= 1;
  for (const damage of [Buffer.alloc(0), bytes.subarray(0, 100), bytes.subarray(0, -1), flipped, Buffer.from("text")]) {
    writeFileSync(fileOf(5), damage);
    const damaged: string[] = [];
    expect((await load(plan, damaged))!.state.step).toBe(3);
    expect(damaged).toEqual([checkpointKey(plan.key, plan.stepsPerEpoch + 5)]);
  }
  rmSync(fileOf(5));
  expect((await load())!.state.step).toBe(3);
  writeFileSync(fileOf(3), "x");
  expect(await load()).toBeNull();
});

test("after a damaged one the trial goes on, and what it then writes is found", async () => {
  await save(stateAt(3), stateAt(7));
  writeFileSync(fileOf(7), "x");
  const checkpoints = openCheckpoints(store, plan);
  expect((await checkpoints.load())!.state.step).toBe(3);
  for (const step of [4, 5]) await checkpoints.save({ state: stateAt(step), processors });
  expect(await store.list("")).toEqual([4, 5].map((step) => checkpointKey(plan.key, plan.stepsPerEpoch + step)));
});

test("another trial's are not seen, and a shorter one's where it is named", async () => {
  await save(stateAt(3));
  const other = planOf(0.02);
  expect(await load(other)).toBeNull();
  expect((await openCheckpoints(store, other).load({ of: plan.key }))!.state).toEqual(stateAt(3));
  const [key] = await store.list("");
  await store.put(checkpointKey(other.key, 14), (await store.get(key!))!);
  expect(await load(other)).toBeNull();
});

test("what is whole but no state, or one of another version, is passed over", async () => {
  await save(stateAt(3));
  const [key] = await store.list("");
  const text = Buffer.from((await store.get(key!))!).toString("latin1");
  for (const [from, to, told] of [
    ["lossSum", "lossSun", 1],
    ['\\"epoch\\":1,\\"trainLoss', '\\"epoch\\":2,\\"trainLoss', 1],
    ['"version":"3"', '"version":"9"', 0],
  ] as const) {
    expect(text).toContain(from);
    await store.put(key!, Buffer.from(text.replace(from, to), "latin1"));
    const damaged: string[] = [];
    expect([await load(plan, damaged), damaged.length]).toEqual([null, told]);
  }
});

test("removing leaves nothing, not even what a killed writer left", async () => {
  await save(stateAt(3), stateAt(5));
  writeFileSync(join(folder, plan.key, ".1.safetensors.tmp-1"), "x");
  for (let i = 0; i < 2; i++) await removeCheckpoints(store, plan.key);
  expect(readdirSync(folder)).toEqual([]);
});

test("a place that cannot be written is one sentence", async () => {
  writeFileSync(join(folder, "plain"), "");
  const checkpoints = openCheckpoints(folderBlobs(join(folder, "plain")), plan);
  await expect(checkpoints.save({ state: stateAt(1), processors })).rejects.toMatchObject({ code: "not-a-folder" });
});
