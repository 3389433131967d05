import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeSampleFashion } from "../../test/samples/fashion.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { cacheFolder, locateDataset, missingFiles } from "./locate.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lionlab-locate-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const sample = (...path: string[]): string => writeSampleFashion(join(root, ...path), { train: 2, test: 1 });
const withoutDebian = { ...fashionMnist, debian: null };

test("order: the option, the variable, the cache, Debian's folder", () => {
  const debian = { ...fashionMnist, debian: { package: "p", folder: join(root, "debian") } };
  const env = { HOME: root };
  expect(locateDataset(debian, { env })).toBeNull();
  sample("debian");
  expect(locateDataset(debian, { env })).toBe(join(root, "debian"));
  const cache = sample(".cache", "lionlab", "fashion-mnist");
  expect(locateDataset(debian, { env })).toBe(cache);
  const variable = sample("variable");
  expect(locateDataset(debian, { env: { ...env, LIONLAB_DATA: variable } })).toBe(variable);
  const option = sample("option");
  expect(locateDataset(debian, { dataDir: option, env: { ...env, LIONLAB_DATA: variable } })).toBe(option);
});

test("the cache follows XDG_CACHE_HOME", () => {
  expect(cacheFolder(fashionMnist, { XDG_CACHE_HOME: "/x", HOME: "/h" })).toBe("/x/lionlab/fashion-mnist");
  expect(cacheFolder(fashionMnist, { XDG_CACHE_HOME: "", HOME: "/h" })).toBe("/h/.cache/lionlab/fashion-mnist");
});

test("a named folder may hold a subfolder of the dataset's name, and is never passed over", () => {
  const inside = sample("all", "fashion-mnist");
  expect(locateDataset(fashionMnist, { dataDir: join(root, "all"), env: {} })).toBe(inside);
  mkdirSync(join(root, "bare"));
  expect(() => locateDataset(fashionMnist, { dataDir: join(root, "bare"), env: {} })).toThrow(
    expect.objectContaining({ code: "data-not-in-folder", message: expect.stringContaining("--data") }),
  );
  expect(() => locateDataset(fashionMnist, { env: { LIONLAB_DATA: join(root, "absent") } })).toThrow("LIONLAB_DATA");
});

test("a folder that lacks a file does not count", () => {
  const cache = sample(".cache", "lionlab", "fashion-mnist");
  rmSync(join(cache, "t10k-labels-idx1-ubyte.gz"));
  expect(missingFiles(fashionMnist, cache)).toEqual(["t10k-labels-idx1-ubyte.gz"]);
  expect(locateDataset(withoutDebian, { env: { HOME: root } })).toBeNull();
});
