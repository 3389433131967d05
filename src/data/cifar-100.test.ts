import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cifarBytes, writeFiles } from "../../test/samples/cifar.ts";
import { cifar100 } from "./cifar-100.ts";
import { datasets, loadDataset } from "./index.ts";

test("reads its two files, and the fine one of two labels", async () => {
  const root = mkdtempSync(join(tmpdir(), "lionlab-cifar-100-"));
  try {
    const layout = { labels: 2, classes: 100 } as const;
    const train = cifarBytes(9, layout);
    writeFiles(join(root, "cifar-100-binary"), { "train.bin": train, "test.bin": cifarBytes(4, layout) });
    const loaded = await loadDataset("cifar-100", { dataDir: root, env: {} });
    expect([loaded.train.count, loaded.test.count, loaded.origin]).toEqual([9, 4, root]);
    expect([...loaded.train.labels]).toEqual(Array.from({ length: 9 }, (_, i) => train[i * 3074 + 1]));
    expect([...loaded.train.images.subarray(3072, 2 * 3072)]).toEqual([...train.subarray(3074 + 2, 2 * 3074)]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("the record fits itself", () => {
  expect(datasets).toContain(cifar100);
  expect(new Set(cifar100.classes).size).toBe(100);
  expect(cifar100.files[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
});
