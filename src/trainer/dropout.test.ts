import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { fashionCnn } from "../models/fashion-cnn.ts";
import { banksOf, drawBank, drawRows } from "./dropout.ts";
import { maskCallsOf } from "./forward.ts";

const calls = [
  { input: "r0", rate: 0.25, rows: 300 },
  { input: "r1", rate: 0.5, rows: 10 },
  { input: "r2", rate: 0.25, rows: 20 },
];

test("calls of one rate share a bank of at least their rows", () => {
  expect(banksOf(calls)).toEqual([
    { inputs: ["dropout-bank-0.25"], rate: 0.25, rows: 512 },
    { inputs: ["dropout-bank-0.5"], rate: 0.5, rows: 256 },
  ]);
  expect(banksOf(calls, 2)[0]!.inputs).toEqual(["dropout-bank-0.25.0", "dropout-bank-0.25.1"]);
  expect(banksOf([{ input: "r", rate: 0.1, rows: 1e6 }])[0]!.rows).toBe(65_536);
});

test("the calls of fashion-cnn: a row for each feature that is dropped", () => {
  const found = maskCallsOf(fashionCnn, 16).dropout;
  expect(found.map(({ rate }) => rate)).toEqual([0.25, 0.25, 0.5]);
  expect(found.at(-1)!.rows).toBe(64);
});

test("a bank keeps 1 - rate of its entries, scaled, in every row and column", () => {
  const bank = { inputs: ["b"], rate: 0.25, rows: 1024 };
  const facts = { seed: 1, epoch: 2, batchSize: 64 };
  const drawn = (changes = {}) => drawBank(bank, { ...facts, ...changes }).b!;
  const { data, shape } = drawn();
  expect(shape).toEqual([1024, 64]);
  expect(new Set(data)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
  const mean = (data as Float32Array).reduce((sum, value) => sum + value, 0) / data.length;
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt((1 / 0.75 - 1) / data.length));
  expect(drawn().data).toEqual(data);
  expect(drawn({ epoch: 3 }).data).not.toEqual(data);
  expect(drawn({ seed: 2 }).data).not.toEqual(data);
  const parts = drawBank({ ...bank, inputs: ["b.0", "b.1"] }, facts);
  for (const [part, input] of ["b.0", "b.1"].entries()) {
    const columns = data.filter((_, i) => Math.floor((i % 64) / 32) === part);
    expect(parts[input]).toEqual({ dtype: "float", shape: [1024, 32], data: columns });
  }
});

test("rows are uniform over the bank", () => {
  const rows = new Int32Array(64_001);
  drawRows(createRng(3), 64, rows);
  const counts = new Array<number>(64).fill(0);
  for (const row of rows) counts[row]! += 1;
  const chiSquared = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chiSquared).toBeLessThan(103.4); // 0.1 % point of chi squared with 63 degrees of freedom
});
