import { expect, test } from "vitest";
import { batchParts, type PartedBatch, partSizeMember } from "./batch-parts.ts";

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

test("a size that a trial was planned with goes before the model's own", () => {
  expect(sizesOf(128, { partSize: 64 })).toEqual([64, 64]);
  expect(sizesOf(128, { partSize: 128 })).toEqual([128]);
  expect(sizesOf(64, { partSize: 16, model: { statistics: [] } })).toEqual([16, 16, 16, 16]);
  expect(sizesOf(128, { partSize: 16, device: "webgpu" })).toEqual([128]);
});

test("a config names the size of its parts where these are not those of the model's own size, and cuts by it alike", () => {
  const memberOf = (batchSize: number, partSize: number | undefined, changes: Partial<PartedBatch> = {}) =>
    partSizeMember({ model: { partSize: 32, statistics: [] }, batchSize, device: "cpu", partSize, ...changes });
  expect(memberOf(128, undefined)).toEqual({});
  expect(memberOf(128, 32)).toEqual({});
  expect(memberOf(128, 50)).toEqual({});
  expect(memberOf(128, 500)).toEqual({ partSize: 128 });
  expect(memberOf(100, 30)).toEqual({});
  expect(memberOf(100, 24)).toEqual({ partSize: 20 });
  expect(memberOf(32, 64)).toEqual({});
  expect(memberOf(128, 16, { device: "cuda" })).toEqual({});
  expect(memberOf(128, 16, { mixes: true })).toEqual({});
  expect(
    memberOf(128, 16, { model: { partSize: 32, statistics: [{ name: "mean", shape: [1], initial: 0 }] } }),
  ).toEqual({});
  for (const partSize of [128, 20, 7]) {
    const named = memberOf(120, partSize);
    expect(memberOf(120, named.partSize)).toEqual(named);
    expect(sizesOf(120, named)).toEqual(sizesOf(120, { partSize }));
  }
});
