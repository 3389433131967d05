import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { frameOf } from "./framing.ts";
import { readImageFile } from "./image-file.ts";
import { loadImageFolder } from "./image-folder.ts";
import { prepareImages, writeImage } from "./prepare.ts";

interface Recorded {
  readonly name: string;
  readonly file: string;
  readonly seen: string;
}

const recordedAt = new URL("../../test/fixtures/data/pictures.json", import.meta.url);
const recorded = JSON.parse(readFileSync(recordedAt, "utf8")) as readonly Recorded[];
const extent = { height: 14, width: 14 } as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-image-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("predictions see the bytes that training sees, and both see torchvision's", async () => {
  for (const part of ["train", "val"]) mkdirSync(join(folder, part, "a"), { recursive: true });
  for (const { name, file } of recorded) writeFileSync(join(folder, "train/a", name), Buffer.from(file, "base64"));
  writeFileSync(join(folder, "val/a/1.png"), Buffer.from(recorded[0]!.file, "base64"));
  for (const channels of [3, 1] as const) {
    const options = { size: 14, channels, decodeThreads: 0, env: { HOME: folder } };
    const { train, shape } = await loadImageFolder(folder, options);
    expect(shape).toEqual([channels, 14, 14]);
    for (const [i, { name, seen }] of [...recorded].sort((a, b) => (a.name < b.name ? -1 : 1)).entries()) {
      const trained = new Uint8Array(channels * 196);
      writeImage(train, i, trained);
      const predicted = await readImageFile(join(folder, "train/a", name), { channels, extent, framing: "centre" });
      expect([...predicted], name).toEqual([...trained]);
      if (channels === 3) expect(Buffer.from(predicted).toString("hex"), name).toBe(seen);
    }
  }
});

test("a dataset whose whole images are seen is seen whole in predictions, at any size and in grey", async () => {
  const path = join(folder, "colour.png");
  const { file } = recorded.find(({ name }) => name === "colour.png")!;
  writeFileSync(path, Buffer.from(file, "base64"));
  const whole = await readImageFile(path, { channels: 3, extent: { height: 18, width: 24 }, framing: "whole" });
  const part = { count: 1, images: whole, labels: Uint8Array.of(0) };
  const dataset = { classes: ["a"], fingerprint: "", origin: "", train: part, test: part } as const;
  for (const channels of [1, 3] as const) {
    const loaded = { ...dataset, name: "square", shape: [3, 18, 24] } as const;
    const made = prepareImages(loaded, { channels, size: 12 });
    const image = new Uint8Array(channels * 144);
    writeImage(made.train, 0, image);
    expect([...image]).toEqual([
      ...(await readImageFile(path, { channels, extent: { height: 12, width: 12 }, framing: "whole" })),
    ]);
  }
});

test("a whole picture loses only what its proportions ask for", () => {
  expect(frameOf("whole", { height: 28, width: 28 }, { height: 7, width: 7 })).toMatchObject({ height: 28, width: 28 });
  expect(frameOf("whole", { height: 10, width: 30 }, { height: 5, width: 5 })).toMatchObject({ left: 10, width: 10 });
  expect(frameOf("whole", { height: 90, width: 30 }, { height: 5, width: 10 })).toMatchObject({
    height: 15,
    width: 30,
  });
  expect(frameOf("whole", { height: 1, width: 90 }, { height: 9, width: 1 })).toMatchObject({ height: 1, width: 1 });
});

test("what is no file of an image is refused at once", async () => {
  const read = (name: string) => readImageFile(join(folder, name), { channels: 3, extent, framing: "whole" });
  execFileSync("mkfifo", [join(folder, "pipe.png")]);
  mkdirSync(join(folder, "folder.png"));
  writeFileSync(join(folder, "text\u001b[2J.png"), "hello");
  await expect(read("pipe.png")).rejects.toMatchObject({
    code: "not-a-file",
    message: expect.stringContaining("a named pipe"),
  });
  await expect(read("folder.png")).rejects.toMatchObject({
    code: "not-a-file",
    message: expect.stringContaining("a folder"),
  });
  await expect(read("none.png")).rejects.toMatchObject({ code: "no-such-file" });
  await expect(read("text\u001b[2J.png")).rejects.toMatchObject({
    code: "image-broken",
    message: expect.stringMatching(/text\\x1b\[2J\.png does not decode: its content is neither JPEG, PNG nor WebP\.$/),
  });
});
