import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listFolder } from "./folder-listing.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-listing-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
}

const list = async () => {
  const { classes, train, test: tested, passedOver } = await listFolder(folder);
  const names = (part: typeof train) => part.map(({ file, label }) => `${label} ${relative(folder, file)}`);
  return { classes, train: names(train), test: names(tested), passedOver };
};

test("hidden files and files of hidden folders are no images", async () => {
  write("train/cat/1.png", "train/cat/.ipynb_checkpoints/1-checkpoint.png", "train/cat/deep/.cache/2.png");
  write("train/cat/deep/3.png", "train/cat/._1.png", "train/.ipynb_checkpoints/4.png", "val/cat/1.png");
  expect(await list()).toMatchObject({ classes: ["cat"], train: ["0 train/cat/1.png", "0 train/cat/deep/3.png"] });
});

test("what is linked counts as if it lay there, and circles of links end", async () => {
  write("train/cat/1.png", "val/cat/1.png", "elsewhere/a/2.png", "elsewhere/3.png");
  symlinkSync(join(folder, "elsewhere"), join(folder, "train/cat/more"));
  symlinkSync(join(folder, "elsewhere"), join(folder, "train/dog"));
  symlinkSync(join(folder, "elsewhere"), join(folder, "elsewhere/a/back"));
  symlinkSync(join(folder, "elsewhere/3.png"), join(folder, "val/cat/link.png"));
  expect(await list()).toMatchObject({
    train: [
      "0 train/cat/1.png",
      "0 train/cat/more/3.png",
      "0 train/cat/more/a/2.png",
      "1 train/dog/3.png",
      "1 train/dog/a/2.png",
    ],
    test: ["0 val/cat/1.png", "0 val/cat/link.png"],
  });
});

test("class names meet however their accents are written, and two for one class are refused", async () => {
  write("train/caf\u00e9/1.png", "train/zoo/1.png", "val/cafe\u0301/1.png");
  expect(await list()).toMatchObject({ classes: ["caf\u00e9", "zoo"], test: ["0 val/cafe\u0301/1.png"] });
  write("train/cafe\u0301/2.png");
  await expect(listFolder(folder)).rejects.toMatchObject({ code: "folder-same-class" });
});

test("a test folder of no class is passed over for val, and refused where there is no other", async () => {
  write("train/cat/1.png", "test/unlabelled/1.png");
  await expect(listFolder(folder)).rejects.toMatchObject({
    code: "folder-extra-class",
    message: expect.stringContaining("unlabelled"),
  });
  write("val/cat/1.png");
  expect(await list()).toMatchObject({ test: ["0 val/cat/1.png"], passedOver: join(folder, "test") });
  write("test/cat/1.png");
  await expect(listFolder(folder)).rejects.toMatchObject({ code: "folder-extra-class" });
  rmSync(join(folder, "test/unlabelled"), { recursive: true });
  expect(await list()).toMatchObject({ test: ["0 test/cat/1.png"], passedOver: null });
});

test("a pipe that is named like an image is refused and not waited for", async () => {
  write("train/cat/1.png", "val/cat/1.png");
  execFileSync("mkfifo", [join(folder, "train/cat/2.png")]);
  await expect(listFolder(folder)).rejects.toMatchObject({
    code: "not-a-file",
    message: expect.stringContaining("named pipe"),
  });
});
