import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { sealLength } from "../core/sealed-bytes.ts";
import { bytesOf, describeBlobStore } from "./blob-store.conformance.ts";
import { folderBlobs } from "./folder.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-blobs-"));
const shared = join(folder, "deep", "shared");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeBlobStore("a folder of blobs", {
  open: async () => folderBlobs(shared),
  reset: async () => rmSync(shared, { recursive: true, force: true }),
  async damage(key, how) {
    const bytes = readFileSync(join(shared, key));
    if (how === "flip") bytes[Math.floor(bytes.length / 3)]! ^= 1;
    writeFileSync(join(shared, key), how === "cut" ? bytes.subarray(0, bytes.length - 1) : bytes);
  },
});

test("the content is the beginning of the file, with a line behind it", async () => {
  const store = folderBlobs(join(folder, "plain"));
  await store.put("a/b.bin", bytesOf(100));
  const file = readFileSync(join(folder, "plain", "a", "b.bin"));
  expect(file.length).toBe(100 + sealLength);
  expect(Buffer.compare(file.subarray(0, 100), bytesOf(100))).toBe(0);
});

test("what killed writers left an hour ago goes with the next put, what others write now stays", async () => {
  const place = join(folder, "left");
  mkdirSync(join(place, "t"), { recursive: true });
  const [old, young] = [".1.tmp-old", ".2.tmp-young"].map((name) => join(place, "t", name));
  for (const file of [old!, young!]) writeFileSync(file, "part");
  utimesSync(old!, new Date("2020-01-01"), new Date("2020-01-01"));
  const store = folderBlobs(place);
  await store.put("t/3", bytesOf(1));
  expect(readdirSync(join(place, "t")).sort()).toEqual([".2.tmp-young", "3"]);
  expect(await store.list("")).toEqual(["t/3"]);
  await store.clear("t/");
  expect(existsSync(join(place, "t"))).toBe(false);
});

test("a place that cannot be written or read is one sentence", async () => {
  writeFileSync(join(folder, "file"), "");
  const store = folderBlobs(join(folder, "file"));
  await expect(store.put("a", bytesOf(1))).rejects.toMatchObject({ code: "not-a-folder" });
  await expect(store.get("a")).rejects.toMatchObject({ code: "not-a-folder" });
  await expect(store.list("")).rejects.toMatchObject({ code: "not-a-folder" });
});
