import { expect, test } from "vitest";
import { sampleTrial } from "../records/samples.ts";
import { type EngineUse, engineMember } from "./engine-revision.ts";
import { trialChanges, trialsNote } from "./outdated.ts";

const { config } = sampleTrial(0.1);
const use = (program: string, clipGlobalNorm: number | null = null): EngineUse => ({
  ...config,
  optimizer: { ...config.optimizer, program },
  training: { ...config.training, batchSize: 16, clipGlobalNorm },
});

test("only trials that take a norm have another revision", () => {
  expect(engineMember(use("w = w - lr * g"))).toEqual({});
  expect(engineMember(use("w = w - lr * g", 1))).toEqual({ engine: 2 });
  expect(engineMember(use("pull = polar(c)"))).toEqual({ engine: 2 });
  expect(engineMember(use("w = w - lr * clip_by_global_norm(g, 1)"))).toEqual({ engine: 2 });
  expect(engineMember(use("my_norm = 1\nw = w - lr * (my_norm) * g"))).toEqual({});
  expect(engineMember(use("def train(w, g, m, v, lr):\n  update = clip(g, lr)\n  return update, m, v"))).toEqual({});
});

test("only trials whose batches are cut into parts have another revision for it", () => {
  const revision = (changes: Partial<EngineUse>) => engineMember({ ...use("w = w - lr * g"), ...changes });
  const cut = { model: { name: "cifar-cnn" }, training: { ...config.training, batchSize: 128 } };
  expect(revision(cut)).toEqual({ engine: 2 });
  expect(revision({ ...cut, device: "cuda" })).toEqual({});
  expect(revision({ ...cut, training: { ...config.training, batchSize: 16 } })).toEqual({});
  expect(revision({ ...cut, data: { ...config.data, augment: { mixup: 0.2 } } })).toEqual({});
  expect(revision({ ...cut, model: { name: "resnet-18" } })).toEqual({});
  expect(revision({ ...cut, training: { ...cut.training, partSize: 128 } })).toEqual({});
  expect(revision({ ...cut, training: { ...cut.training, partSize: 64 } })).toEqual({ engine: 2 });
});

test("older trials of such are told from new ones", () => {
  const { optimizer } = use("w = w - lr * g / norm(g)");
  const older = { ...config, optimizer, model: { name: "vit-ti-4" } };
  expect(trialChanges(older)).toHaveLength(2);
  expect(trialChanges({ ...older, ...engineMember(older) })).toEqual([]);
  expect(trialsNote([older])).toContain("made before norms");
});

test("trials on WebGPU have another revision for how their products are written", () => {
  const revision = (trial: EngineUse) => engineMember(trial).engine ?? 1;
  expect(revision({ ...config, device: "webgpu" })).toBe(revision({ ...config, device: "cuda" }) + 1);
});
