import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeBroken, writeImageFolder, writeImages } from "../../test/samples/image-folder.ts";
import type { FetchEvent } from "./fetch.ts";
import { type FolderOptions, loadImageFolder } from "./image-folder.ts";
import { loadDataset } from "./index.ts";
import { measureNormalization } from "./normalize.ts";
import { pictureOf, writeImage } from "./prepare.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-images-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = (options: FolderOptions = {}) =>
  loadImageFolder(join(folder, "images"), { size: 14, decodeThreads: 0, env: { HOME: folder }, ...options });
const refused = (code: string, options: FolderOptions = {}) =>
  expect(load(options)).rejects.toMatchObject({ name: "LabError", code });
const image = (part: Parameters<typeof writeImage>[0], index: number): Uint8Array => {
  const target = new Uint8Array(3 * 14 * 14);
  writeImage(part, index, target);
  return target;
};

test("classes are folders by name, images are files by name, in any of four endings", async () => {
  await writeImages(join(folder, "images"), [
    "train/dog/b.png",
    "train/dog/a.JPG",
    "train/cat/x.webp",
    "val/dog/1.jpeg",
  ]);
  writeFileSync(join(folder, "images/train/dog/notes.txt"), "no image");
  writeFileSync(join(folder, "images/train/dog/._a.jpg"), "no image");
  const { name, shape, classes, train, test: testPart } = await load();
  expect({ name, shape, classes }).toEqual({ name: "folder", shape: [3, 14, 14], classes: ["cat", "dog"] });
  expect([train.count, [...train.labels], testPart.count, [...testPart.labels]]).toEqual([3, [0, 1, 1], 1, [1]]);
});

test("pictures are kept a little larger, and evaluation sees their middle", async () => {
  await writeImages(join(folder, "images"), ["train/cat/1.png", "val/cat/1.png"]);
  const { train, shape } = await load();
  const picture = pictureOf(train, 0, shape);
  expect([picture.channels, picture.height, picture.width]).toEqual([3, 16, 21]);
  const seen = image(train, 0);
  for (const [channel, y, x] of [
    [0, 0, 0],
    [1, 5, 7],
    [2, 13, 13],
  ] as const)
    expect(seen[(channel * 14 + y) * 14 + x]).toBe(picture.data[(channel * 16 + y + 1) * 21 + x + 4]);
});

test("a lossless picture of the kept size is kept as it is; grey and alpha become three channels", async () => {
  const pixels = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => (i * 7) % 256);
  for (const part of ["train", "val"]) mkdirSync(join(folder, "images", part, "cat"), { recursive: true });
  const raw = { width: 16, height: 16 } as const;
  await sharp(pixels, { raw: { ...raw, channels: 4 } })
    .png()
    .toFile(join(folder, "images/train/cat/a.png"));
  const grey = await sharp(pixels.subarray(0, 256), { raw: { ...raw, channels: 1 } })
    .toColourspace("b-w")
    .png()
    .toBuffer();
  writeFileSync(join(folder, "images/train/cat/b.png"), grey);
  writeFileSync(join(folder, "images/val/cat/a.png"), grey);
  const { train, shape } = await load();
  const [colour, flat] = [pictureOf(train, 0, shape).data, pictureOf(train, 1, shape).data];
  for (const pixel of [0, 100, 255])
    for (const channel of [0, 1, 2]) {
      expect(colour[channel * 256 + pixel]).toBe(pixels[4 * pixel + channel]);
      expect(flat[channel * 256 + pixel]).toBe(pixels[pixel]);
    }
});

test("the fingerprint is that of paths and bytes, whatever the size of images", async () => {
  await writeImageFolder(join(folder, "images"), 4);
  const { fingerprint } = await load();
  expect((await load({ size: 7 })).fingerprint).toBe(fingerprint);
  renameSync(join(folder, "images/train/cat/0.jpg"), join(folder, "images/train/cat/9.jpg"));
  const renamed = (await load()).fingerprint;
  expect(renamed).not.toBe(fingerprint);
  appendFileSync(join(folder, "images/train/cat/9.jpg"), "!");
  expect((await load()).fingerprint).not.toBe(renamed);
});

test("images that do not decode are listed, refused above a share, and otherwise left out", async () => {
  await writeImageFolder(join(folder, "images"), 4);
  writeBroken(join(folder, "images"), "train/cat/2.jpg");
  const whole = readFileSync(join(folder, "images/train/dog/1.jpg"));
  writeFileSync(join(folder, "images/train/dog/1.jpg"), whole.subarray(0, whole.length / 2));
  await expect(load()).rejects.toMatchObject({
    code: "images-broken",
    message: expect.stringMatching(
      /^2 of the 10 images of .*, and at most 1 % may be broken: .*cat.2\.jpg, .*dog.1\.jpg\. Mend/,
    ),
  });
  const events: FetchEvent[] = [];
  const { train } = await load({ tolerateBroken: 0.2, onEvent: (event) => events.push(event) });
  expect([train.count, [...train.labels]]).toEqual([6, [0, 0, 0, 1, 1, 1]]);
  expect(events.at(-1)).toMatchObject({ kind: "skipped", total: 10, broken: [expect.anything(), expect.anything()] });
  expect(events.filter(({ kind }) => kind === "decoding")).toHaveLength(10);
});

test("what is no image folder is refused in one sentence", async () => {
  await expect(loadDataset("folder", { env: {} })).rejects.toMatchObject({ code: "folder-path" });
  await expect(loadImageFolder(join(folder, "nowhere"))).rejects.toMatchObject({ code: "folder-missing" });
  mkdirSync(join(folder, "images"));
  await refused("folder-no-train");
  await writeImages(join(folder, "images"), ["train/cat/1.png"]);
  await refused("folder-no-test");
  await writeImages(join(folder, "images"), ["val/cat/1.png", "val/dog/1.png"]);
  await refused("folder-extra-class");
  mkdirSync(join(folder, "images/train/dog"));
  await refused("folder-empty-class");
  await writeImages(join(folder, "images"), ["train/dog/1.png"]);
  expect((await load()).classes).toEqual(["cat", "dog"]);
});

test("a test folder with classes goes before val", async () => {
  await writeImages(join(folder, "images"), ["train/cat/1.png", "val/cat/1.png", "val/cat/2.png", "test/cat/1.png"]);
  expect((await load()).test.count).toBe(1);
});

test.each([3 * 16 * 21 * 10 - 1, 3 * 16 * 16 * 10 - 1])(
  "pictures beyond %d bytes are decoded when they are loaded, and are the same",
  async (mostBytes) => {
    await writeImageFolder(join(folder, "images"), 4);
    const whole = await load();
    const events: FetchEvent[] = [];
    const options = { mostBytes, onEvent: (event: FetchEvent) => events.push(event) };
    const { train, test: testPart, fingerprint, shape } = await load(options);
    expect(fingerprint).toBe(whole.fingerprint);
    expect(events).toHaveLength(10);
    await train.source!.load!(Int32Array.of(5, 2, 5), Int32Array.of(0, 7));
    for (const index of [5, 2]) expect(image(train, index)).toEqual(image(whole.train, index));
    expect(() => image(train, 3)).toThrow("was not loaded");
    await train.source!.load!(Int32Array.of(0), Int32Array.of());
    expect(pictureOf(train, 0, shape)).toEqual(pictureOf(whole.train, 0, shape));
    expect(() => image(train, 5)).toThrow("was not loaded");
    await testPart.source!.load!(Int32Array.of(1), Int32Array.of());
    expect(image(testPart, 1)).toEqual(image(whole.test, 1));
    expect(() => measureNormalization(train, Int32Array.of(0), shape)).toThrow(
      expect.objectContaining({ code: "normalize-streamed" }),
    );
  },
);

test("a large folder is read once, and again when a file changes", async () => {
  await writeImageFolder(join(folder, "images"), 4);
  writeBroken(join(folder, "images"), "train/cat/2.jpg");
  const decoded = async () => {
    const events: FetchEvent[] = [];
    const options = { mostBytes: 100, tolerateBroken: 0.5, onEvent: (event: FetchEvent) => events.push(event) };
    const { fingerprint, train } = await load(options);
    const count = events.filter(({ kind }) => kind === "decoding").length;
    return { fingerprint, count, labels: [...train.labels] };
  };
  const first = await decoded();
  expect([first.count, first.labels]).toEqual([10, [0, 0, 0, 1, 1, 1, 1]]);
  expect(await decoded()).toEqual({ ...first, count: 0 });
  appendFileSync(join(folder, "images/train/cat/0.jpg"), "!");
  const changed = await decoded();
  expect(changed.count).toBe(10);
  expect(changed.fingerprint).not.toBe(first.fingerprint);
});

test("a file that breaks after it was read ends the trial with a sentence", async () => {
  await writeImageFolder(join(folder, "images"), 4);
  const { train } = await load({ mostBytes: 100 });
  writeBroken(join(folder, "images"), "train/cat/1.jpg");
  await train.source!.load!(Int32Array.of(0), Int32Array.of(1));
  await expect(train.source!.load!(Int32Array.of(1), Int32Array.of())).rejects.toMatchObject({ code: "image-broken" });
  await train.source!.load!(Int32Array.of(2), Int32Array.of());
});
