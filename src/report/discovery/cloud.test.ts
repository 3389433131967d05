import { expect, it } from "vitest";
import { createRng } from "../../core/rng.ts";
import { cloudOf } from "./cloud.ts";

it("counts every program that scored in the range in one cell, however many there are, in at most 6,144 cells", () => {
  const rng = createRng(3, "cloud");
  const size = 200_000;
  const lengths = Uint16Array.from({ length: size }, () => 1 + rng.below(400));
  const fitness = Float32Array.from({ length: size }, () => (rng.uniform() < 0.1 ? 0 : rng.uniform()));
  const range = [0.2, 0.9] as const;
  const inside = lengths.filter((length, i) => length <= 128 && fitness[i]! >= 0.2 && fitness[i]! < 0.9).length;
  const { cells, shown } = cloudOf([{ lengths, fitness }], range);
  expect(Math.abs(shown - inside)).toBeLessThan(3); // on a border by rounding
  expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(shown);
  expect(cells.length).toBeLessThanOrEqual(6144);
  expect(JSON.stringify(cells).length).toBeLessThan(350_000);
});

it("puts programs of several searches together, the middle of a row for their fitness", () => {
  const one = { lengths: Uint16Array.of(5, 5, 7), fitness: Float32Array.of(0.5, 0.501, 0) };
  const other = { lengths: Uint16Array.of(5), fitness: Float32Array.of(0.5) };
  const { cells, shown } = cloudOf([one, other], [0.02, 0.98]);
  expect([cells, shown]).toEqual([[{ length: 5, fitness: 0.51, count: 3 }], 3]);
});
