import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { archiveOf, sampleCifar10, writeFiles } from "../../test/samples/cifar.ts";
import { readRecords } from "./cifar.ts";
import { cifar10 } from "./cifar-10.ts";
import { datasets, loadDataset, locateDataset } from "./index.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lionlab-cifar-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const files = sampleCifar10(3);
const load = (dataDir: string) => loadDataset("cifar-10", { dataDir, env: {} });

test("is the same from the archive, the folder around what was unpacked, that folder itself, and a cache", async () => {
  const inner = writeFiles(join(root, "unpacked", "cifar-10-batches-bin"), files);
  const archive = await archiveOf("cifar-10-batches-bin", files);
  const packed = writeFiles(join(root, "packed"), { "cifar-10-binary.tar.gz": archive });
  const first = await load(inner);
  expect([first.train.count, first.test.count, first.train.images.length]).toEqual([15, 3, 15 * 3072]);
  for (const place of [join(root, "unpacked"), packed, join(packed, "cifar-10-binary.tar.gz")]) {
    expect((await load(place)).fingerprint, place).toBe(first.fingerprint);
  }
  const cache = writeFiles(join(root, "lionlab", "cifar-10"), { "cifar-10-binary.tar.gz": archive });
  expect(locateDataset(cifar10, { env: { XDG_CACHE_HOME: root } })).toBe(cache);
});

test("records: the label, then three planes of pixels; of two labels the fine one counts", async () => {
  const record = Uint8Array.from({ length: 3074 }, (_, i) => i % 251);
  record.set([7, 42]);
  const fileOf = (bytes: Uint8Array) => ({ path: "file", bytes: bytes.length, read: async () => bytes });
  const two = await readRecords([fileOf(record)], { labels: 2, classes: 100 });
  expect([two.count, two.labels[0]]).toEqual([1, 42]);
  expect([...two.images]).toEqual([...record.subarray(2)]);
  const one = await readRecords([fileOf(record.subarray(1))], { labels: 1, classes: 100 });
  expect([...one.images]).toEqual([...two.images]);
});

test("a file is read when the one before it was taken over, and one that changed meanwhile is refused", async () => {
  const record = (label: number) => new Uint8Array(3073).fill(label, 0, 1).fill(10 + label, 1);
  const events: string[] = [];
  const fileOf = (label: number, read = record(label)) => ({
    path: `${label}.bin`,
    bytes: 3073,
    read: async () => {
      events.push(`read ${label}`);
      return read;
    },
  });
  const layout = { labels: 1, classes: 10 } as const;
  const { count, labels, images } = await readRecords([fileOf(1), fileOf(2)], layout);
  expect([count, ...labels, images[0], images[3072], images.length]).toEqual([2, 1, 2, 11, 12, 2 * 3072]);
  await expect(readRecords([fileOf(3, new Uint8Array(3073).fill(200)), fileOf(4)], layout)).rejects.toThrow(
    "label 200",
  );
  expect(events).toEqual(["read 1", "read 2", "read 3"]);
  for (const other of [0, 3072, 2 * 3073])
    await expect(readRecords([fileOf(1, new Uint8Array(other))], layout)).rejects.toThrow(
      `from 3073 to ${other} bytes`,
    );
});

test("the record fits itself", () => {
  expect(datasets).toContain(cifar10);
  expect(new Set(cifar10.classes).size).toBe(10);
  expect(cifar10.files[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
});

describe("what is wrong with a file is said", () => {
  test.each([
    ["cut short", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1), "cifar-size", /records of 3073 bytes/],
    ["empty", () => new Uint8Array(), "cifar-size", /has 0 bytes/],
    [
      "of another dataset",
      (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, i) => (i === 3073 ? 10 : byte)),
      "cifar-label",
      /image 1 has label 10/,
    ],
  ] as const)("%s", async (_, damage, code, message) => {
    const damaged = { ...files, "data_batch_2.bin": damage(files["data_batch_2.bin"]!) };
    const folder = writeFiles(join(root, "cifar-10-batches-bin"), damaged);
    await expect(load(folder)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await expect(load(folder)).rejects.toThrow(/data_batch_2.bin/);
  });

  test("an archive that lacks a file, is cut short, or is no archive", async () => {
    const { "test_batch.bin": _, ...some } = files;
    const archive = await archiveOf("cifar-10-batches-bin", some);
    const loadArchive = async (bytes: Uint8Array) => {
      mkdirSync(join(root, "a"), { recursive: true });
      writeFileSync(join(root, "a", "cifar-10-binary.tar.gz"), bytes);
      return await load(join(root, "a"));
    };
    await expect(loadArchive(archive)).rejects.toMatchObject({ code: "archive-incomplete" });
    await expect(loadArchive(archive.subarray(0, archive.length / 2))).rejects.toMatchObject({ code: "gzip-damaged" });
    await expect(loadArchive(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: "not-gzip" });
    await expect(loadArchive(gzipSync("no archive at all".repeat(100)))).rejects.toMatchObject({
      code: expect.stringMatching(/^archive-/),
    });
  });

  test("a folder without it", () => {
    mkdirSync(join(root, "bare"));
    expect(() => locateDataset(cifar10, { dataDir: join(root, "bare"), env: {} })).toThrow(/cifar-10-binary.tar.gz/);
  });
});
