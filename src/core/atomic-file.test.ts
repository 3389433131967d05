import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { explainFileError, removeLeftovers, writeFileAtomically } from "./atomic-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-atomic-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("writes, replaces, makes folders and leaves nothing else", async () => {
  const path = join(folder, "a", "b", "file.txt");
  await writeFileAtomically(path, "old");
  await writeFileAtomically(path, Uint8Array.of(110, 101, 119));
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(readdirSync(join(folder, "a", "b"))).toEqual(["file.txt"]);
});

test("pieces of text are one file, small and large ones, and nothing is left of a source that fails", async () => {
  const path = join(folder, "file");
  const large = "é".repeat(1_500_000);
  await writeFileAtomically(path, ["a", "", "b\n", large, "c"]);
  expect(readFileSync(path, "utf8") === `ab\n${large}c`).toBe(true);
  await writeFileAtomically(path, []);
  expect(readFileSync(path, "utf8")).toBe("");
  function* failing(): Generator<string> {
    yield large;
    throw new RangeError("no more");
  }
  await expect(writeFileAtomically(path, failing())).rejects.toThrow("no more");
  expect([readdirSync(folder), readFileSync(path, "utf8")]).toEqual([["file"], ""]);
});

test("many pieces of any characters are the bytes of their whole, also where the buffer is full", async () => {
  const path = join(folder, "file");
  const pieces = Array.from({ length: 4000 }, (_, index) => `${index}é日😀`.repeat(1 + (index % 150)));
  await writeFileAtomically(path, pieces);
  expect(readFileSync(path, "utf8") === pieces.join("")).toBe(true);
});

test("many writers at once leave one whole content", async () => {
  const path = join(folder, "file");
  const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
  expect(contents).toContain(readFileSync(path, "utf8"));
  expect(readdirSync(folder)).toEqual(["file"]);
});

test("a place that cannot be written says so and leaves no temporary file", async () => {
  mkdirSync(join(folder, "taken"));
  await expect(writeFileAtomically(join(folder, "taken"), "x")).rejects.toMatchObject({ code: "is-a-folder" });
  writeFileSync(join(folder, "plain"), "");
  await expect(writeFileAtomically(join(folder, "plain", "x"), "x")).rejects.toMatchObject({ code: "not-a-folder" });
  expect(readdirSync(folder).sort()).toEqual(["plain", "taken"]);
});

test.runIf(existsSync("/dev/full"))("a full disk is one sentence", async () => {
  const { writeFile } = await import("node:fs/promises");
  const error = await writeFile("/dev/full", "x").catch((cause: unknown) => explainFileError(cause, "write x"));
  expect(error).toMatchObject({
    code: "disk-full",
    message: expect.stringContaining("Could not write x: the disk is full"),
  });
});

test("unknown errors come back as they are", () => {
  const error = new Error("other");
  expect(explainFileError(error, "read x")).toBe(error);
});

test("leftovers of a killed writer are removed, other files are not", async () => {
  writeFileSync(join(folder, ".file.tmp-1"), "");
  writeFileSync(join(folder, ".other.tmp-1"), "");
  await removeLeftovers(join(folder, "file"));
  expect(readdirSync(folder)).toEqual([".other.tmp-1"]);
  await removeLeftovers(join(folder, "missing", "file"));
});
