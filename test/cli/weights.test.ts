import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../src/core/safetensors.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { fashionCnn } from "../../src/models/fashion-cnn.ts";
import { resnet18 } from "../../src/models/resnet-18.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.dispose());

const run = (...args: string[]) => runCli(args, { cwd: folder.path });
const google = new URL("../fixtures/weights/google-vit.npz", import.meta.url).pathname;

/** Writes the tensors of fashion-cnn, all 0, with some changes. */
function writeFashion(name: string, change: (tensors: Record<string, Tensor>) => void = () => {}): void {
  const tensors: Record<string, Tensor> = Object.fromEntries(
    fashionCnn.parameters.map(({ name, shape }) => {
      const data = new Float32Array(shape.reduce((size, extent) => size * extent, 1));
      return [name, { dtype: "float", shape, data }];
    }),
  );
  change(tensors);
  writeFileSync(join(folder.path, name), encodeSafetensors({ tensors, metadata: {} }));
}

test("inspect prints tensors and the model that they fit, or what keeps the nearest from fitting", async () => {
  writeFashion("good.safetensors");
  const good = await run("weights", "inspect", "good.safetensors");
  expect(good).toMatchObject({ code: 0, err: "" });
  expect(good.out).toMatch(/conv1.weight +32 × 1 × 3 × 3 +float32\n/);
  expect(good.out).toMatch(
    /safetensors: 10 tensors of 93,322 numbers\nfits fashion-cnn: images 1 × 28 × 28, 10 classes\n/,
  );
  writeFashion("bad.safetensors", (tensors) => {
    delete tensors["dense1.bias"];
  });
  const bad = JSON.parse((await run("weights", "inspect", "bad.safetensors", "--json")).out);
  expect(bad.models).toMatchObject([{ name: "fashion-cnn", fits: false, missing: ["dense1.bias"] }]);
});

test("convert turns npz and checkpoints into safetensors with timm's names", async () => {
  expect(await run("weights", "convert", google, "vit.safetensors")).toMatchObject({ code: 0, err: "" });
  const { tensors } = decodeSafetensors(readFileSync(join(folder.path, "vit.safetensors")));
  expect(tensors["blocks.0.attn.qkv.weight"]!.shape).toEqual([18, 6]);
  const { parameterCount: length } = fashionCnn;
  const flat = (size: number): Tensor => ({ dtype: "float", shape: [size], data: new Float32Array(size) });
  const state = { tensors: { weights: flat(length), statistics: flat(0) }, metadata: { trial: "k", counters: "{}" } };
  writeFileSync(join(folder.path, "k.safetensors"), encodeSafetensors(state));
  const unnamed = await run("weights", "convert", "k.safetensors", "out.safetensors");
  expect(unnamed).toMatchObject({ code: 2, err: expect.stringContaining("--model NAME") });
  const wrong = await run("weights", "convert", "k.safetensors", "out.safetensors", "--model", "vit-ti-4");
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("holds 93322 parameters") });
  expect(readdirSync(folder.path)).not.toContain("out.safetensors");
  const named = await run("weights", "convert", "k.safetensors", "out.safetensors", "--model", "fashion-cnn", "--json");
  expect(JSON.parse(named.out)).toMatchObject({ from: "lionlab-checkpoint", tensors: 10 });
});

test("a prefix of all names is taken off, and that is said", async () => {
  writeFashion("good.safetensors");
  const { tensors } = decodeSafetensors(readFileSync(join(folder.path, "good.safetensors")));
  const wrapped = Object.fromEntries(Object.entries(tensors).map(([name, one]) => [`module._orig_mod.${name}`, one]));
  writeFileSync(join(folder.path, "wrapped.safetensors"), encodeSafetensors({ tensors: wrapped, metadata: {} }));
  const { out } = await run("weights", "inspect", "wrapped.safetensors");
  expect(out).toContain(
    'wrapped.safetensors: names are read without "module._orig_mod.", which all of them begin with\n',
  );
  expect(out).toContain("\nfits fashion-cnn: ");
  const converted = await run("weights", "convert", "wrapped.safetensors", "plain.safetensors");
  expect(converted).toMatchObject({ code: 0, err: expect.stringContaining('without "module._orig_mod."') });
  expect(Object.keys(decodeSafetensors(readFileSync(join(folder.path, "plain.safetensors"))).tensors)).toEqual(
    Object.keys(tensors),
  );
});

test("weights with NaN fit nothing and are not converted", async () => {
  writeFashion("nan.safetensors", (tensors) => {
    tensors["conv1.bias"]!.data[3] = Number.NaN;
  });
  const { out } = await run("weights", "inspect", "nan.safetensors");
  expect(out).toContain("NaN or infinite numbers in conv1.bias: such weights are of no use");
  expect(out).toContain("nearest is fashion-cnn: with NaN or infinite numbers: conv1.bias");
  for (const words of [[], ["--model", "fashion-cnn"]]) {
    const refused = await run("weights", "convert", "nan.safetensors", "out.safetensors", ...words);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("1 of the 10 tensors hold NaN") });
  }
  expect(readdirSync(folder.path)).not.toContain("out.safetensors");
});

test("a file of very many tensors, and names that a terminal would obey, are printed", async () => {
  const empty: Tensor = { dtype: "float", shape: [0], data: new Float32Array(0) };
  const many = Object.fromEntries(Array.from({ length: 150_000 }, (_, i) => [`t${i}`, empty]));
  const tensors = { ...many, "a\u001b[2J\nb": empty };
  writeFileSync(join(folder.path, "many.safetensors"), encodeSafetensors({ tensors, metadata: {} }));
  const { code, out } = await run("weights", "inspect", "many.safetensors");
  expect(code).toBe(0);
  expect(out).toContain("a\\x1b[2J\\nb");
  expect(out).not.toContain("\u001b");
  expect(out).toContain("safetensors: 150,001 tensors of 0 numbers");
});

test("wrong files and names get one sentence and exit code 2", async () => {
  mkdirSync(join(folder.path, "folder"));
  writeFileSync(join(folder.path, "text"), "hello, this is text");
  writeFashion("cut.safetensors");
  const whole = readFileSync(join(folder.path, "cut.safetensors"));
  writeFileSync(join(folder.path, "cut.safetensors"), whole.subarray(0, 5000));
  const cases: readonly [string[], RegExp][] = [
    [["inspect", "nothing.npz"], /no such file/],
    [["inspect", "folder"], /it is a folder, and a regular file is needed/],
    [["inspect", "text"], /text is none: it begins like none of them/],
    [["inspect", "cut.safetensors"], /This is not a whole safetensors file/],
    [["fetch", "vit-b-16-21"], /no published weights named "vit-b-16-21"\. Did you mean vit-b-16-21k/],
    [["fetch", "vit-b-16-21k"], /curl -L -o vit-b-16-21k\.npz https:.* --sha256 HEX/],
    [["fetch", "vit-b-16-21k", "--sha256", "12"], /needs 64 hexadecimal digits/],
    [
      ["convert", google, "out.safetensors", "--model", resnet18.name],
      /do not fit the model resnet-18: missing: conv1.weight/,
    ],
  ];
  const results = await Promise.all(cases.map(([args]) => run("weights", ...args)));
  for (const [i, { code, out, err }] of results.entries()) {
    expect([code, out, err.trim().split("\n").length], err).toEqual([2, "", 1]);
    expect(err).toMatch(cases[i]![1]);
  }
});

test("lists what is published", async () => {
  const { out, code } = await run("weights", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)[0]).toMatchObject({ name: "resnet-18-a1", model: "resnet-18", path: null });
});
