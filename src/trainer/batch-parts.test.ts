import { expect, test } from "vitest";
import { batchParts, type PartedBatch } from "./batch-parts.ts";

const sizesOf = (batchSize: number, changes: Partial<PartedBatch> = {}): readonly number[] =>
  batchParts({ model: { partSize: 32, statistics: [] }, batchSize, device: "cpu", ...changes }).map(({ size }) => size);

test("a batch is cut into the largest equal parts that are small enough", () => {
  expect(sizesOf(128)).toEqual([32, 32, 32, 32]);
  expect(sizesOf(100)).toEqual([25, 25, 25, 25]);
  expect(sizesOf(66)).toEqual([22, 22, 22]);
  expect(batchParts({ model: { partSize: 32, statistics: [] }, batchSize: 64, device: "cpu" })).toEqual([
    { index: 0, of: 2, start: 0, size: 32 },
    { index: 1, of: 2, start: 32, size: 32 },
  ]);
});

test("a batch stays whole that is small, has no such divisor, or may not be cut", () => {
  expect(sizesOf(32)).toEqual([32]);
  expect(sizesOf(127)).toEqual([127]);
  expect(sizesOf(128, { device: "webgpu" })).toEqual([128]);
  expect(sizesOf(128, { mixes: true })).toEqual([128]);
  expect(sizesOf(128, { model: { statistics: [] } })).toEqual([128]);
  const statistics = [{ name: "mean", shape: [1], initial: 0 }];
  expect(sizesOf(128, { model: { partSize: 32, statistics } })).toEqual([128]);
});
