import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeSafetensors } from "../../src/core/safetensors.ts";
import { sizeOf, type Tensor } from "../../src/core/tensor.ts";
import { resnetOf } from "../../src/models/families/resnet.ts";
import { fashionCnn } from "../../src/models/fashion-cnn.ts";
import type { Model } from "../../src/models/model.ts";
import { vitTi4 } from "../../src/models/vit-ti-4.ts";
import { openStorage } from "../../src/records/open.ts";
import { sampleEpoch, sampleResult, sampleStudy, sampleTrial } from "../../src/records/samples.ts";
import { encodeSavedWeights } from "../../src/weights/saved-weights.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.dispose());

const run = (...args: string[]) => runCli(args, { cwd: folder.path });
const at = (...names: string[]): string => join(folder.path, ...names);

/** Random-looking weights; `scale` tells two of them apart. */
function weightsOf(model: Model, scale = 1): Map<string, Tensor> {
  return new Map(
    [...model.parameters, ...model.statistics].map(({ name, shape }) => {
      const data = Float32Array.from(
        { length: sizeOf(shape) },
        (_, i) => (scale * Math.sin(i * 1.618 + name.length)) / 8,
      );
      return [name, { dtype: "float", shape, data: name.endsWith("running_var") ? data.map(Math.abs) : data }];
    }),
  );
}

function npy(path: string, descr: string, shape: readonly number[], data: Uint8Array): void {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")}, )}`;
  const begin = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length & 255, header.length >> 8]);
  writeFileSync(path, Buffer.concat([begin, Buffer.from(header), data]));
}

const classes = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
const facts = {
  model: "fashion-cnn",
  input: fashionCnn.input,
  classes,
  trial: "k",
  normalization: null,
  framing: "whole",
} as const;
const pixels = Uint8Array.from({ length: 2 * 784 }, (_, i) => (i * 37) % 256);

test("arrays of bytes and floats, channels first, last or none, give the same logits", async () => {
  writeFileSync(at("w.safetensors"), encodeSavedWeights(weightsOf(fashionCnn), facts));
  const floats = new Uint8Array(Float32Array.from(pixels, (value) => value / 255).buffer);
  npy(at("first.npy"), "|u1", [2, 1, 28, 28], pixels);
  npy(at("last.npy"), "<f4", [2, 28, 28, 1], floats);
  npy(at("none.npy"), "|u1", [28, 28], pixels.subarray(0, 784));
  const [first, last, none] = await Promise.all(
    ["first", "last", "none"].map((name) => run("predict", "w.safetensors", "--input", `${name}.npy`, "--json")),
  );
  const read = JSON.parse(first!.out);
  expect(read).toMatchObject({ model: "fashion-cnn", input: [1, 28, 28], classes });
  expect(read.predictions.length).toBe(2);
  const [{ logits, top, image }] = read.predictions;
  expect(image).toBe("first.npy[0]");
  expect(top[0].index).toBe(logits.indexOf(Math.max(...logits)));
  expect(top[0].class).toBe(classes[top[0].index]);
  for (const [i, value] of JSON.parse(last!.out).predictions[0].logits.entries())
    expect(value).toBeCloseTo(logits[i], 5);
  for (const [i, value] of JSON.parse(none!.out).predictions[0].logits.entries())
    expect(value).toBeCloseTo(logits[i], 5);
  const text = await run("predict", "w.safetensors", "--input", "none.npy");
  expect(text.out).toMatch(new RegExp(`none.npy\\[0\\] +${top[0].class} +\\d+\\.\\d\\d %`));
});

test("--normalize stands in for what the file says", async () => {
  const normalization = { mean: [0.5], std: [0.5] };
  writeFileSync(at("plain.safetensors"), encodeSavedWeights(weightsOf(fashionCnn), facts));
  writeFileSync(at("half.safetensors"), encodeSavedWeights(weightsOf(fashionCnn), { ...facts, normalization }));
  npy(at("x.npy"), "|u1", [28, 28], pixels.subarray(0, 784));
  const logits = async (...words: string[]): Promise<readonly number[]> =>
    JSON.parse((await run("predict", ...words, "--input", "x.npy", "--json")).out).predictions[0].logits;
  const said = await logits("half.safetensors");
  expect(await logits("plain.safetensors", "--normalize", "half")).toEqual(said);
  expect(await logits("plain.safetensors")).not.toEqual(said);
  expect(await logits("half.safetensors", "--normalize", "none")).toEqual(await logits("plain.safetensors"));
});

test("image files are resized, cut to the middle and turned to the model's colours", async () => {
  writeFileSync(at("w.safetensors"), encodeSavedWeights(weightsOf(fashionCnn), facts));
  const grey = Buffer.from(pixels.subarray(0, 784));
  const square = sharp(grey, { raw: { width: 28, height: 28, channels: 1 } });
  await square.clone().png().toFile(at("grey.png"));
  await square.clone().toColourspace("srgb").webp({ lossless: true }).toFile(at("colour.webp"));
  const wide = { left: 28, right: 28, background: "white" };
  await square.clone().extend(wide).png().toFile(at("wide.png"));
  npy(at("same.npy"), "|u1", [28, 28], pixels.subarray(0, 784));
  const files = await run("predict", "w.safetensors", "--input", "grey.png", "colour.webp", "wide.png", "--json");
  const array = await run("predict", "w.safetensors", "--input", "same.npy", "--json");
  const { predictions } = JSON.parse(files.out);
  const [expected] = JSON.parse(array.out).predictions;
  expect(predictions.map(({ image }: { image: string }) => image)).toEqual(["grey.png", "colour.webp", "wide.png"]);
  for (const { logits } of predictions) {
    for (const [i, value] of logits.entries()) expect(value).toBeCloseTo(expected.logits[i], 4);
  }
});

test("--size exports and predicts at a size of one's own, where the network takes it", async () => {
  const net = resnetOf({ name: "x", block: "basic", blocks: [2, 2, 2, 2], input: [3, 32, 32], classes: 3 });
  const tiny = vitTi4.fit!([3, 16, 16], 3);
  for (const [name, model] of [
    ["resnet-18", net],
    ["vit-ti-4", tiny],
  ] as const) {
    writeFileSync(
      at("w.safetensors"),
      encodeSafetensors({ tensors: Object.fromEntries(weightsOf(model)), metadata: {} }),
    );
    const words = ["--model", name, "--size", "24"];
    const exported = await run("export-model", "w.safetensors", "out.onnx", ...words);
    expect(exported.out).toContain("input images [batch, 3, 24, 24]");
    const image = Uint8Array.from({ length: 3 * 576 }, (_, i) => (i * 37) % 256);
    npy(at("x.npy"), "|u1", [3, 24, 24], image);
    const predicted = JSON.parse((await run("predict", "w.safetensors", ...words, "--input", "x.npy", "--json")).out);
    const session = await InferenceSession.create(readFileSync(at("out.onnx")));
    const images = Float32Array.from(image, (value) => value / 255);
    const { logits } = await session.run({ images: new OrtTensor("float32", images, [1, 3, 24, 24]) });
    const expected: readonly number[] = predicted.predictions[0].logits;
    const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const [i, value] of expected.entries())
      expect(Math.abs((logits!.data as Float32Array)[i]! - value)).toBeLessThan(1e-4 * scale);
    await session.release();
  }
  writeFileSync(at("f.safetensors"), encodeSavedWeights(weightsOf(fashionCnn), facts));
  const fixed = await run("export-model", "f.safetensors", "no.onnx", "--size", "32");
  expect(fixed).toMatchObject({ code: 2, err: expect.stringMatching(/takes 28 × 28 alone|do not fit/) });
});

test("a file without facts takes its sizes from the tensors, or from the array", async () => {
  const small = resnetOf({ name: "x", block: "basic", blocks: [2, 2, 2, 2], input: [1, 32, 32], classes: 7 });
  const tensors = Object.fromEntries(weightsOf(small));
  writeFileSync(at("r.safetensors"), encodeSafetensors({ tensors, metadata: {} }));
  npy(at("x.npy"), "|u1", [1, 32, 32], pixels.subarray(0, 1024));
  const { out } = await run("predict", "r.safetensors", "--input", "x.npy", "--json");
  const read = JSON.parse(out);
  expect(read).toMatchObject({ model: "resnet-18", input: [1, 32, 32], classes: ["0", "1", "2", "3", "4", "5", "6"] });
  const wrong = await run("predict", "r.safetensors", "--model", "resnet-50", "--input", "x.npy");
  expect(wrong).toMatchObject({
    code: 2,
    err: expect.stringMatching(/do not fit the model resnet-50: missing: layer1.0.conv3/),
  });
});

test("a run gives its best trial's weights, and the exported model computes the same in plain ONNX Runtime", async () => {
  const trials = [sampleTrial(0.1), sampleTrial(0.2)];
  mkdirSync(at("runs", "mine", "weights"), { recursive: true });
  const storage = await openStorage(at("runs", "mine", "study.sqlite"), { mode: "run" });
  await storage.putStudy(sampleStudy(trials, "mine"), trials);
  for (const [i, { key }] of trials.entries()) {
    await storage.startTrial(key);
    const { record, timing } = sampleEpoch(1);
    await storage.appendEpoch(key, { record: { ...record, validationAccuracy: [0.3, 0.9][i]! }, timing });
    await storage.finishTrial(key, sampleResult(1));
  }
  await storage.close();
  const none = await run("predict", "mine", "--input", "x.npy");
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining("kept no weights of them in runs/mine/weights") });
  for (const [i, { key }] of trials.entries()) {
    const bytes = encodeSavedWeights(weightsOf(fashionCnn, i + 1), { ...facts, trial: key });
    writeFileSync(at("runs", "mine", "weights", `${key}.safetensors`), bytes);
  }
  npy(at("x.npy"), "|u1", [28, 28], pixels.subarray(0, 784));
  const predicted = JSON.parse((await run("predict", "mine", "--input", "x.npy", "--json")).out);
  expect(predicted.weights).toBe(join("runs", "mine", "weights", `${trials[1]!.key}.safetensors`));
  const exported = await run("export-model", "mine", "model.onnx");
  expect(exported.out).toMatch(/input images \[batch, 1, 28, 28\] float32 in 0..1, output logits \[batch, 10\]/);
  const session = await InferenceSession.create(readFileSync(at("model.onnx")));
  const images = Float32Array.from(pixels.subarray(0, 784), (value) => value / 255);
  const { logits } = await session.run({ images: new OrtTensor("float32", images, [1, 1, 28, 28]) });
  const expected = predicted.predictions[0].logits as number[];
  for (const [i, value] of expected.entries()) expect((logits!.data as Float32Array)[i]).toBeCloseTo(value, 4);
  await session.release();
});

test("wrong input gets one sentence, exit code 2 and leaves nothing", async () => {
  writeFileSync(at("w.safetensors"), encodeSavedWeights(weightsOf(fashionCnn), facts));
  npy(at("big.npy"), "|u1", [32, 32], pixels.subarray(0, 1024));
  npy(at("ints.npy"), "<i2", [28, 28], new Uint8Array(2 * 784));
  npy(at("x.npy"), "|u1", [28, 28], pixels.subarray(0, 784));
  writeFileSync(at("text.png"), "hello");
  const before = readdirSync(folder.path).sort();
  const cases: readonly [string[], RegExp][] = [
    [["predict", "w.safetensors"], /needs images/],
    [["predict", "w.safetensors", "--input", "big.npy"], /takes images \[n, 1, 28, 28\] or .* has shape \[32, 32\]/],
    [["predict", "w.safetensors", "--input", "ints.npy"], /uint8 in 0..255 or float/],
    [["predict", "w.safetensors", "--input", "none.png"], /no such file/],
    [
      ["predict", "w.safetensors", "--input", "text.png"],
      /text.png does not decode: its content is neither JPEG, PNG nor WebP/,
    ],
    [["predict", "w.safetensors", "--input", "x.npy", "text.png"], /one .npy array of all of them, or image files/],
    [["predict", "none.safetensors", "--input", "x.npy"], /no such file/],
    [["predict", "nothing", "--input", "x.npy"], /There is no run "nothing" here/],
    [
      ["export-model", "w.safetensors", "out.onnx", "--model", "vit-ti-4"],
      /weights are for images|do not fit the model/,
    ],
    [["export-model", "text.png", "out.onnx"], /begins like none of them/],
  ];
  const results = await Promise.all(cases.map(([args]) => run(...args)));
  for (const [i, { code, out, err }] of results.entries()) {
    expect([code, out, err.trim().split("\n").length], err).toEqual([2, "", 1]);
    expect(err).toMatch(cases[i]![1]);
  }
  expect(readdirSync(folder.path).sort()).toEqual(before);
});
