import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { archiveOf, sampleCifar10 } from "../../../test/samples/cifar.ts";
import { writeSampleFashion } from "../../../test/samples/fashion.ts";
import { loadDataset } from "../../data/index.ts";
import { SampleImagesShelf, samplesAtOnce } from "./sample-images.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lionlab-samples-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("gives test images with their classes, the same bytes as training reads, and begins again behind the last", async () => {
  const folder = writeSampleFashion(root, { train: 10, test: 30 });
  const { test: own, classes } = await loadDataset("fashion-mnist", { dataDir: folder });
  const shelf = new SampleImagesShelf({ LIONLAB_DATA: folder });
  const first = await shelf.of("fashion-mnist", 0);
  if (first.sentence !== null) throw new Error(first.sentence);
  expect(first).toMatchObject({ title: "Fashion-MNIST", from: 0, count: 30, shape: [1, 28, 28] });
  expect(first.samples).toHaveLength(samplesAtOnce);
  for (const [i, { label, name, bytes }] of first.samples.entries()) {
    expect([label, name]).toEqual([own.labels[i], classes[own.labels[i]!]]);
    expect(Buffer.from(bytes, "base64").equals(own.images.subarray(i * 784, (i + 1) * 784))).toBe(true);
  }
  const last = await shelf.of("fashion-mnist", samplesAtOnce);
  expect(last.sentence === null && last.samples.length).toBe(30 - samplesAtOnce);
  expect(await shelf.of("fashion-mnist", 30)).toEqual(first);
});

test("reads the test set of an archive that holds all parts", async () => {
  const files = sampleCifar10(3);
  writeFileSync(join(root, "cifar-10-binary.tar.gz"), await archiveOf("cifar-10-batches-bin", files));
  const found = await new SampleImagesShelf({ LIONLAB_DATA: root }).of("cifar-10", 0);
  const { test: own } = await loadDataset("cifar-10", { dataDir: root });
  if (found.sentence !== null) throw new Error(found.sentence);
  expect(found.samples.map(({ label }) => label)).toEqual([...own.labels]);
  expect(found.shape).toEqual([3, 32, 32]);
});

test("says in a sentence what is missing, elsewhere, damaged or not ours, and is asked again", async () => {
  const cache = { HOME: root, XDG_CACHE_HOME: root };
  const shelf = new SampleImagesShelf(cache);
  expect((await shelf.of("cifar-100", 0)).sentence).toContain("npx lionlab data fetch cifar-100");
  expect((await shelf.of("folder", 0)).sentence).toContain("Fashion-MNIST, CIFAR-10, CIFAR-100");
  expect((await shelf.of("../../etc", 0)).sentence).toContain("the data set ../../etc");
  expect((await new SampleImagesShelf({ LIONLAB_DATA: root }).of("cifar-10", 0)).sentence).toContain("LIONLAB_DATA");
  const folder = join(root, "lionlab", "fashion-mnist");
  mkdirSync(folder, { recursive: true });
  writeSampleFashion(folder, { train: 10, test: 10 });
  writeFileSync(join(folder, "t10k-labels-idx1-ubyte.gz"), "no gzip");
  expect((await shelf.of("fashion-mnist", 0)).sentence).toContain("should be a gzip file");
  writeSampleFashion(folder, { train: 10, test: 10 });
  expect((await shelf.of("fashion-mnist", 0)).sentence).toBeNull();
});
