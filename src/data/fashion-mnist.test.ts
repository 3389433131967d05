import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeSampleFashion } from "../../test/samples/fashion.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { datasets, findDataset, loadDataset, locateDataset } from "./index.ts";

test("loads a folder in its layout, with a fingerprint of the content", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-fashion-"));
  try {
    const options = { dataDir: writeSampleFashion(folder, { train: 30, test: 20 }) };
    const loaded = await loadDataset("fashion-mnist", options);
    expect([loaded.train.count, loaded.test.count, loaded.train.images.length]).toEqual([30, 20, 30 * 784]);
    expect(loaded.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect((await loadDataset("fashion-mnist", options)).fingerprint).toBe(loaded.fingerprint);
    writeSampleFashion(folder, { train: 31, test: 20 });
    expect((await loadDataset("fashion-mnist", options)).fingerprint).not.toBe(loaded.fingerprint);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the record fits itself", () => {
  expect(datasets).toContain(fashionMnist);
  expect(fashionMnist.classes).toHaveLength(10);
  for (const { sha256 } of fashionMnist.files) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(() => findDataset("fashion-mnits")).toThrow("Did you mean fashion-mnist?");
});

const real = locateDataset(fashionMnist, {
  env: { HOME: process.env.HOME, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME },
});

test.runIf(real !== null && existsSync(real))("the real data has the declared counts", async () => {
  const loaded = await loadDataset("fashion-mnist", { dataDir: real! });
  expect({ train: loaded.train.count, test: loaded.test.count }).toEqual(fashionMnist.counts);
  expect([...loaded.train.labels.subarray(0, 5)]).toEqual([9, 0, 0, 3, 0]);
});
