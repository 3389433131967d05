import { expect, test } from "vitest";
import { processorKinds } from "../core/processor.ts";
import { models } from "../models/index.ts";
import { type MeasuredPartSizes, measuredPartSizes, partSizesFor } from "./part-sizes.ts";

test("each row is of a kind that exists and was measured, on models whose batches are cut; no kind has two", () => {
  const cut = models.filter(({ partSize }) => partSize !== undefined).map(({ name }) => name);
  expect(new Set(measuredPartSizes.map(({ kind }) => kind)).size).toBe(measuredPartSizes.length);
  for (const { kind, measured, sizes } of measuredPartSizes) {
    expect(processorKinds.filter((one) => one !== "other")).toContain(kind);
    expect(measured).toMatch(/\d{4}/);
    for (const [model, size] of Object.entries(sizes)) {
      expect(cut).toContain(model);
      expect(size).toSatisfy((n: number) => Number.isInteger(n) && n >= 1);
    }
  }
});

test("the first row of a kind that names a model counts; a kind without a row has no sizes", () => {
  const rows: readonly MeasuredPartSizes[] = [
    { kind: "arm64", measured: "2026", sizes: { a: 8 } },
    { kind: "other", measured: "2026", sizes: { a: 2 } },
    { kind: "arm64", measured: "2026", sizes: { a: 16, b: 4 } },
  ];
  expect(partSizesFor("arm64", rows)).toEqual({ a: 8, b: 4 });
  expect(partSizesFor("amd-avx2", rows)).toEqual({});
  expect(partSizesFor("other")).toEqual({});
});
