import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSampleFashion } from "../../../test/samples/fashion.ts";
import { pooledFashion, poolImages } from "./pooled-fashion.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-pooled-"));
  writeSampleFashion(join(folder, "data"), { train: 120, test: 30 });
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a sixth validates, the rest trains, standardised over the training pixels", async () => {
  for (const side of [8, 14] as const) {
    const { train, validation } = await pooledFashion({ side, dataDir: join(folder, "data") });
    expect([train.count, validation.count]).toEqual([100, 20]);
    expect(train.x.shape).toEqual([100, side * side]);
    expect(train.y.shape).toEqual([100]);
    const few = await pooledFashion({ side, dataDir: join(folder, "data"), images: 30 });
    expect(few.train.count).toBe(30);
    expect(few.train.x.data).toEqual(train.x.data.slice(0, 30 * side * side));
    expect(few.train.y.data).toEqual(train.y.data.slice(0, 30));
    expect(few.validation.count).toBe(20);
    expect(few.fingerprint).not.toBe((await pooledFashion({ side, dataDir: join(folder, "data") })).fingerprint);
    const pixels = Array.from(train.x.data);
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    const variance = pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length;
    expect(mean).toBeCloseTo(0, 4);
    expect(variance).toBeCloseTo(1, 4);
  }
});

test("a pixel is the mean of its cell, with a border of zeros at 8 × 8", () => {
  const images = new Uint8Array(12 * 784);
  for (let i = 0; i < images.length; i++) images[i] = (i * 37) % 251;
  const given = { count: 12, images, labels: Uint8Array.from({ length: 12 }, (_, i) => i % 10) };
  for (const [side, cell, border] of [
    [8, 4, 2],
    [14, 2, 0],
  ] as const) {
    const { train, validation } = poolImages(given, { side, fingerprint: "made" });
    const rows = [...Array.from(train.x.data), ...Array.from(validation.x.data)];
    const labels = [...Array.from(train.y.data), ...Array.from(validation.y.data)];
    const mean = (image: number, row: number, column: number): number => {
      let sum = 0;
      for (let i = 0; i < cell * cell; i++) {
        const [y, x] = [row * cell + Math.floor(i / cell) - border, column * cell + (i % cell) - border];
        if (y >= 0 && y < 28 && x >= 0 && x < 28) sum += images[image * 784 + y * 28 + x]!;
      }
      return sum / cell ** 2;
    };
    // the first two pixels of an image undo the standardisation, the others must follow it
    for (const [n, label] of labels.entries()) {
      const image = [...given.labels.keys()].find(
        (candidate) =>
          given.labels[candidate] === label &&
          follows(rows, n * side * side, (i) => mean(candidate, Math.floor(i / side), i % side), side * side),
      );
      expect(image).toBeDefined();
    }
  }
});

/** Whether `rows` from `from` on is an increasing linear function of `value`. */
function follows(rows: readonly number[], from: number, value: (i: number) => number, count: number): boolean {
  const at = Array.from({ length: count }, (_, i) => i);
  const [low, high] = [
    at.reduce((a, b) => (value(b) < value(a) ? b : a)),
    at.reduce((a, b) => (value(b) > value(a) ? b : a)),
  ];
  const slope = (rows[from + high]! - rows[from + low]!) / (value(high) - value(low));
  return (
    slope > 0 && at.every((i) => Math.abs(rows[from + i]! - rows[from + low]! - slope * (value(i) - value(low))) < 1e-4)
  );
}

test("label noise replaces its share of training labels and nothing else", async () => {
  const dataDir = join(folder, "data");
  const clean = await pooledFashion({ side: 8, dataDir });
  const noisy = await pooledFashion({ side: 8, dataDir, labelNoise: 0.5 });
  const changed = clean.train.y.data.filter((label, i) => label !== noisy.train.y.data[i]).length;
  expect(changed).toBeGreaterThan(25);
  expect(changed).toBeLessThan(65);
  expect(noisy.validation).toBe(clean.validation);
  expect(noisy.fingerprint).not.toBe(clean.fingerprint);
});

test("missing data is the data set's error", async () => {
  await expect(pooledFashion({ side: 8, dataDir: join(folder, "nowhere") })).rejects.toMatchObject({
    code: "data-not-in-folder",
  });
});
