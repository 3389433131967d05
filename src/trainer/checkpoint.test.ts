import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import { decodeSafetensors, encodeSafetensors } from "../core/safetensors.ts";
import { loadCheckpoint, removeCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { initialState, type TrainingState } from "./state.ts";
import { planTrial } from "./trial-plan.ts";

const dataset = tinyDataset();
const planOf = (lr: number) => planTrial(tinyConfig(dataset, { lr }), { dataset, model: tinyModel });
const plan = planOf(0.01);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-checkpoint-"));
  path = join(folder, "trial.safetensors");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

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
  expect(await loadCheckpoint(path, plan)).toBeNull();
  for (const state of [initialState(plan), stateAt(3)]) {
    await saveCheckpoint(path, plan, state);
    expect(await loadCheckpoint(path, plan)).toEqual(state);
  }
});

test("a damaged file is passed over for the previous one, then for a fresh start", async () => {
  await saveCheckpoint(path, plan, stateAt(3));
  await saveCheckpoint(path, plan, stateAt(5));
  const bytes = readFileSync(path);
  for (const damage of [
    Buffer.alloc(0),
    bytes.subarray(0, 100),
    bytes.subarray(0, bytes.length - 1),
    Buffer.from("text, not tensors"),
  ]) {
    writeFileSync(path, damage);
    expect((await loadCheckpoint(path, plan))!.step).toBe(3);
  }
  rmSync(path);
  expect((await loadCheckpoint(path, plan))!.step).toBe(3);
  writeFileSync(`${path}.previous`, "x");
  expect(await loadCheckpoint(path, plan)).toBeNull();
});

test("damaged counters and another trial's file are passed over", async () => {
  await saveCheckpoint(path, plan, stateAt(3));
  expect(await loadCheckpoint(path, planOf(0.02))).toBeNull();
  const text = readFileSync(path, "latin1");
  for (const [from, to] of [
    ["lossSum", "lossSun"],
    ['\\"epoch\\":1,\\"trainLoss', '\\"epoch\\":2,\\"trainLoss'],
    ['"version":"2"', '"version":"9"'],
  ]) {
    expect(text).toContain(from);
    writeFileSync(path, Buffer.from(text.replace(from!, to!), "latin1"));
    expect(await loadCheckpoint(path, plan)).toBeNull();
  }
});

test("a file from before there were observers goes on where nothing is observed", async () => {
  await saveCheckpoint(path, plan, stateAt(3));
  const text = readFileSync(path, "latin1");
  expect(text).toContain('\\"observed\\":{}');
  writeFileSync(path, Buffer.from(text.replace('"sum":', '"old":').replace("observed", "obsolete"), "latin1"));
  expect(await loadCheckpoint(path, plan)).toMatchObject(stateAt(3));
});

test("leftovers of a killed writer go, and removing leaves nothing", async () => {
  await saveCheckpoint(path, plan, stateAt(3));
  await saveCheckpoint(path, plan, stateAt(5));
  writeFileSync(join(folder, ".trial.safetensors.tmp-1"), "x");
  await loadCheckpoint(path, plan);
  expect(readdirSync(folder).sort()).toEqual(["trial.safetensors", "trial.safetensors.previous"]);
  await removeCheckpoint(path);
  expect(readdirSync(folder)).toEqual([]);
  await removeCheckpoint(path);
});

test("a place that cannot be written is one sentence", async () => {
  writeFileSync(join(folder, "plain"), "");
  const wrong = join(folder, "plain", "x.safetensors");
  await expect(saveCheckpoint(wrong, plan, stateAt(1))).rejects.toMatchObject({ code: "not-a-folder" });
  expect(existsSync(wrong)).toBe(false);
});

test("a flipped bit anywhere in a file is told, and the file is passed over", async () => {
  await saveCheckpoint(path, plan, stateAt(3));
  await saveCheckpoint(path, plan, stateAt(5));
  const bytes = readFileSync(path);
  const header = 8 + Number(bytes.readBigUInt64LE(0));
  const places = [header, header + 5, Math.floor((header + bytes.length) / 2), bytes.length - 1];
  for (const place of [...places, bytes.indexOf("lossSum") + 10, bytes.indexOf("trainSeconds") + 15]) {
    const flipped = Buffer.from(bytes);
    flipped[place]! ^= 1;
    writeFileSync(path, flipped);
    const damaged: string[] = [];
    const state = await loadCheckpoint(path, plan, { onDamaged: (file) => damaged.push(file) });
    expect([place, state?.step, damaged]).toEqual([place, 3, [path]]);
  }
});

test("a file of before there were checksums is read", async () => {
  await saveCheckpoint(path, plan, stateAt(3));
  const { tensors, metadata } = decodeSafetensors(readFileSync(path));
  const { sum, ...rest } = metadata;
  expect(sum).toMatch(/^[0-9a-f]{8}$/);
  writeFileSync(path, encodeSafetensors({ tensors, metadata: rest }));
  expect(await loadCheckpoint(path, plan)).toEqual(stateAt(3));
});

test("of files of earlier versions what these did not count is not known, until the epoch ends", async () => {
  const older = async (state: TrainingState): Promise<TrainingState> => {
    await saveCheckpoint(path, plan, state);
    const { tensors, metadata } = decodeSafetensors(readFileSync(path));
    const { top5: _, bestAnswers: __, ...counters } = JSON.parse(metadata.counters!);
    const { sum: ___, ...words } = metadata;
    writeFileSync(path, encodeSafetensors({ tensors, metadata: { ...words, counters: JSON.stringify(counters) } }));
    return (await loadCheckpoint(path, plan))!;
  };
  expect(await older(stateAt(3))).toMatchObject({ top5: Number.NaN, bestAnswers: null });
  expect(await older(stateAt(0))).toMatchObject({ top5: 0 });
  await saveCheckpoint(path, plan, { ...stateAt(3), top5: Number.NaN });
  expect(await loadCheckpoint(path, plan)).toMatchObject({ top5: Number.NaN });
});
