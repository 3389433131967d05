import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import { encodeSafetensors } from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";
import { mixerOf } from "../models/families/mixer.ts";
import { vitOf } from "../models/families/vit.ts";
import { fromGoogleNames } from "./google-names.ts";
import { matchWeights } from "./match-weights.ts";
import { modelAsIn } from "./model-sizes.ts";
import { encodeSavedWeights, type SavedWeightsFacts, savedWeightsFacts } from "./saved-weights.ts";
import { decodeWeights, readWeightsFile } from "./weights-file.ts";

const fixture = (name: string): string => new URL(`../../test/fixtures/weights/${name}`, import.meta.url).pathname;

const size = { depth: 2, width: 6, patch: 4, input: [3, 8, 8], classes: 3 } as const;
const google = [
  ["google-vit", vitOf({ name: "vit", heads: 3, ...size })],
  ["google-mixer", mixerOf({ name: "mixer", ...size })],
] as const;

test.each(google)("%s.npz is what timm makes of it", async (name, model) => {
  const { format, tensors } = await readWeightsFile(fixture(`${name}.npz`));
  const timm = await readWeightsFile(fixture(`${name}.safetensors`));
  expect([format, timm.format]).toEqual(["google-npz", "safetensors"]);
  for (const [key, { shape, data }] of timm.tensors)
    expect([key, tensors.get(key)]).toEqual([key, { dtype: "float", shape, data }]);
  expect(matchWeights(model, tensors, { head: "keep" }).report).toMatchObject({
    replacedHead: null,
    ignored: name === "google-vit" ? ["pre_logits.weight", "pre_logits.bias"] : [],
  });
  const fitted = modelAsIn(model.fit!([1, 32, 32], 10), tensors);
  expect([fitted.input, fitted.classes]).toEqual([[3, 8, 8], 3]);
});

test("the kind is told by the content, and other files are refused by one sentence", async () => {
  const torch = zipSync({ "archive/data.pkl": Uint8Array.of(1, 2) });
  expect(() => decodeWeights(torch, "resnet50.pth")).toThrow(LabError);
  const pickle = Uint8Array.of(0x80, 2, 0x7d, 0x2e);
  expect(() => decodeWeights(pickle, "x.pkl")).toThrow(/x\.pkl is none: it is a pickle that PyTorch did not write/);
  expect(() => decodeWeights(new Uint8Array(0), "x")).toThrow(/it is empty/);
  expect(() => decodeWeights(Buffer.from("<html><body>"), "x")).toThrow(/it begins like none of them/);
  await expect(readWeightsFile("/nowhere/x.safetensors")).rejects.toMatchObject({ code: "no-such-file" });
  const folder = mkdtempSync(join(tmpdir(), "lionlab-weights-"));
  await expect(readWeightsFile(folder)).rejects.toBeInstanceOf(LabError);
  writeFileSync(join(folder, "a.npz"), encodeSafetensors({ tensors: {}, metadata: { trial: "k", counters: "{}" } }));
  expect((await readWeightsFile(join(folder, "a.npz"))).format).toBe("lionlab-checkpoint");
  rmSync(folder, { recursive: true });
});

test("a Google file whose tensors have other axes is refused", () => {
  const kernel = (shape: number[]): Tensor => ({ dtype: "float", shape, data: new Float32Array(4) });
  const read = (name: string, shape: number[]) => () => fromGoogleNames(new Map([[name, kernel(shape)]]));
  expect(read("embedding/kernel", [2, 2])).toThrow(/"embedding\/kernel" of a Google checkpoint should have 4 axes/);
  expect(read("Transformer/encoderblock_0/MultiHeadDotProductAttention_1/query/kernel", [4])).toThrow(/3 axes/);
  expect([...read("something/else", [4])().keys()]).toEqual(["something/else"]);
});

const facts: SavedWeightsFacts = {
  model: "fashion-cnn",
  input: [1, 28, 28],
  classes: ["shirt", "coat"],
  trial: "abc",
  normalization: { mean: [0.5], std: [0.25] },
  framing: "centre",
};

test("PyTorch's files are read, a wrapper's prefix taken off", () => {
  const path = new URL("../../test/fixtures/weights/torch.json", import.meta.url);
  const recorded = JSON.parse(readFileSync(path, "utf8")) as { name: string; file: string }[];
  const files = recorded.filter(({ name }) => name.startsWith("state dict"));
  expect(files.length).toBe(4);
  for (const { name, file } of files) {
    const read = decodeWeights(Uint8Array.from(Buffer.from(file, "base64")), name);
    expect(read).toMatchObject({ format: "torch", prefix: null });
    expect([...read.tensors.keys()].slice(0, 3)).toEqual(["conv1.weight", "conv1.bias", "bn1.weight"]);
  }
});

test("saved weights come back with what they say", () => {
  const weight: Tensor = { dtype: "float", shape: [2], data: Float32Array.of(1, 2) };
  for (const given of [facts, { ...facts, normalization: null }]) {
    const read = decodeWeights(encodeSavedWeights(new Map([["w", weight]]), given), "x");
    expect(read.format).toBe("lionlab-weights");
    expect(read.tensors.get("w")).toEqual(weight);
    expect(savedWeightsFacts(read.metadata)).toEqual(given);
  }
  expect(savedWeightsFacts({})).toBeNull();
  const { framing: _, ...older } = decodeWeights(encodeSavedWeights(new Map(), facts), "x").metadata;
  expect(savedWeightsFacts(older)?.framing).toBe("whole");
});

test("saved weights that do not fit their contract are refused", () => {
  const good = decodeWeights(encodeSavedWeights(new Map(), facts), "x").metadata;
  const wrong: Readonly<Record<string, string>>[] = [
    { version: "2" },
    { input: "[1,2]" },
    { input: "no" },
    { classes: "[]" },
    { classes: "[1]" },
    { model: "" },
    { normalization: `{"mean":[1],"std":[0]}` },
    { normalization: `{"mean":[1,2],"std":[1,2]}` },
    { normalization: "null" },
    { framing: "half" },
  ];
  for (const change of wrong)
    expect(() => savedWeightsFacts({ ...good, ...change }), JSON.stringify(change)).toThrow(LabError);
});
