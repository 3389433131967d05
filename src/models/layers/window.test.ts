import { expect, test } from "vitest";
import { byWindowCount, rowMajor, windowTable } from "./window.ts";

/** How many windows read each input, by counting entries of the table. */
function readings(table: readonly number[], inputs: number): number[] {
  return Array.from({ length: inputs }, (_, i) => table.filter((entry) => entry === i).length);
}

test.each([
  [5, 3, 0, 1],
  [5, 3, 1, 1],
  [8, 5, 2, 1],
  [4, 1, 0, 1],
  [12, 4, 0, 2],
  [9, 4, 1, 3],
])(
  "positions of a map of %i under windows of %i with padding %i and stride %i come by how often they are read",
  (size, kernel, padding, stride) => {
    const inputs = byWindowCount(size, kernel, { padding, stride });
    expect(new Set(inputs.map(({ row, column }) => row * size + column)).size).toBe(size * size);
    const out = Math.floor((size + 2 * padding - kernel) / stride) + 1;
    const table = windowTable(rowMajor(out, out), { inputs, kernel, padding, stride });
    const counts = readings(table, size * size);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  },
);

test("padding reads zeros outside, and only there", () => {
  const inputs = rowMajor(3, 3);
  const table = windowTable(inputs, { inputs, kernel: 3, padding: 1 });
  expect(table.filter((entry) => entry < 0)).toHaveLength(9 * 9 - (4 * 4 + 4 * 6 + 9));
  expect(table.slice(4 * 9, 5 * 9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]); // the middle tap reads the output's place
  expect(() => windowTable(inputs, { inputs, kernel: 3 })).toThrow(/leaves its input/);
});
