import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeSafetensors } from "../../src/core/safetensors.ts";
import { loadImageFolder } from "../../src/data/image-folder.ts";
import { pictureOf, writeImage } from "../../src/data/prepare.ts";
import { writeBroken, writeImageFolder } from "../samples/image-folder.ts";
import { build } from "../study/harness.ts";
import { runCli } from "./run-cli.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const study = `
name: pictures
data: { name: folder, path: ../images, size: 32, normalize: half, augment: { resizedCrop: {}, flip: true } }
model: cifar-cnn
training: { epochs: 1, batchSize: 8 }
optimizers: [{ name: adam, lr: 0.001 }, { name: lion, lr: 0.0001 }]
`;

test("threads decode the same pictures as the thread that asks", async () => {
  const images = join(folder, "images");
  await writeImageFolder(images, 8);
  const { loadImageFolder: threaded } = (await import(pathToFileURL(join(build, "data", "image-folder.js")).href)) as {
    loadImageFolder: typeof loadImageFolder;
  };
  const [here, there] = [
    await loadImageFolder(images, { size: 14, decodeThreads: 0 }),
    await threaded(images, { size: 14, decodeThreads: 2 }),
  ];
  expect(there.fingerprint).toBe(here.fingerprint);
  for (let i = 0; i < here.train.count; i++)
    expect(pictureOf(there.train, i, there.shape)).toEqual(pictureOf(here.train, i, here.shape));
  const streamed = await threaded(images, { size: 14, decodeThreads: 2, mostBytes: 1000, env: { HOME: folder } });
  await streamed.train.source!.load!(Int32Array.of(3, 9), Int32Array.of(4, 5));
  for (const i of [3, 9])
    expect(pictureOf(streamed.train, i, here.shape)).toEqual(pictureOf(here.train, i, here.shape));
});

test("a study on a folder of images is planned, trained and gone on with; its path starts at the study's file", async () => {
  await writeImageFolder(join(folder, "images"), 16);
  mkdirSync(join(folder, "studies"));
  writeFileSync(join(folder, "studies", "study.yaml"), study);
  const call = (...args: string[]) => runCli([...args, "--out", "run"], { cwd: folder });
  expect(await call("plan", "studies/study.yaml")).toMatchObject({ code: 0 });
  const first = await call("compare", "studies/study.yaml", "--workers", "1");
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toContain("lion");
  const again = await call("compare", "studies/study.yaml", "--workers", "1", "--json");
  expect(again).toMatchObject({ code: 0 });
  expect(again.out).not.toContain('"kind":"progress"');
});

test("a model of grey pictures is trained, kept with its framing, and predicts what its evaluation saw", async () => {
  await writeImageFolder(join(folder, "images"), 6);
  mkdirSync(join(folder, "studies"));
  const grey = study.replace("size: 32", "size: 16, channels: 1").replace("cifar-cnn", "vit-ti-4");
  writeFileSync(join(folder, "studies", "study.yaml"), grey);
  const call = (...args: string[]) => runCli(args, { cwd: folder });
  const words = ["--optimizers", "adam", "--workers", "1", "--keep-weights", "--out", "run"];
  const trained = await call("compare", "studies/study.yaml", ...words);
  expect(trained.code, trained.err).toBe(0);
  const [name] = readdirSync(join(folder, "run", "weights"));
  const { metadata } = decodeSafetensors(readFileSync(join(folder, "run", "weights", name!)));
  expect(metadata).toMatchObject({ framing: "centre", input: "[1,16,16]" });
  const { test: tested, shape } = await loadImageFolder(join(folder, "images"), {
    size: 16,
    channels: 1,
    decodeThreads: 0,
    env: { HOME: folder },
  });
  expect(shape).toEqual([1, 16, 16]);
  const seen = new Uint8Array(256);
  writeImage(tested, 1, seen);
  writeFileSync(join(folder, "seen.npy"), Buffer.concat([npyHeader("(1, 16, 16)"), seen]));
  const logitsOf = async (input: string): Promise<readonly number[]> => {
    const { out, err } = await call("predict", "run", "--input", input, "--json");
    expect(err).toBe("");
    return JSON.parse(out).predictions[0].logits;
  };
  expect(await logitsOf("images/val/cat/1.jpg")).toEqual(await logitsOf("seen.npy"));
});

function npyHeader(shape: string): Buffer {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}}`;
  return Buffer.concat([
    Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, text.length & 255, text.length >> 8]),
    Buffer.from(text),
  ]);
}

test("a folder with broken images is refused, and trained on when it is told to be tolerated", async () => {
  await writeImageFolder(join(folder, "images"), 16);
  writeBroken(join(folder, "images"), "train/cat/3.jpg");
  mkdirSync(join(folder, "studies"));
  writeFileSync(join(folder, "studies", "study.yaml"), study);
  const call = (...args: string[]) =>
    runCli(["compare", "studies/study.yaml", "--optimizers", "adam", ...args], { cwd: folder });
  const refused = await call();
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/1 of the 40 images of .* do not decode/);
  const tolerated = await call("--set", "data.tolerateBroken=0.1");
  expect(tolerated.err).toContain("left out 1 of 40 images that do not decode");
  expect(tolerated.code).toBe(0);
});
