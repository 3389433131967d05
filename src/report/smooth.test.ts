import fc from "fast-check";
import { expect, test } from "vitest";
import type { SurfaceGrid } from "./document.ts";
import { lonelyLines, plateaus, rateTicks, smoothGrid, steppedGrid } from "./smooth.ts";

const grid: SurfaceGrid = {
  rates: [1e-4, 1e-3, 1e-2],
  epochs: [1, 2],
  z: [
    [0.1, 0.5, null],
    [0.3, 0.9, 0.4],
  ],
};

test("the smooth grid passes through every measured point and keeps holes", () => {
  const smooth = smoothGrid(grid, 8);
  grid.epochs.forEach((epoch, i) => {
    grid.rates.forEach((rate, j) => {
      const row = smooth.epochs.indexOf(epoch);
      const column = smooth.rates.findIndex((dense) => Math.abs(dense / rate - 1) < 1e-9);
      const height = grid.z[i]![j]!;
      expect(smooth.z[row]![column]).toEqual(height === null ? null : expect.closeTo(height, 12));
    });
  });
  const besideHole = smooth.rates.map((rate, j) => (rate > 1.01e-3 ? smooth.z[0]![j] : null));
  expect(besideHole.every((height) => height === null)).toBe(true);
});

test("every measured point is in a face of the surface or in a line of its own", () => {
  const column = { ...grid, rates: [1e-3], z: [[0.1], [0.3]] };
  expect(lonelyLines(column)).toEqual([{ rate: 1e-3, epochs: [1, 2], heights: [0.1, 0.3] }]);
  expect(lonelyLines(grid)).toEqual([{ rate: 1e-2, epochs: [2], heights: [0.4] }]);
  const beside = { rates: [1, 2, 3], epochs: [1, 2, 3], z: [[0.1, null, null], [0.2, 0.5, null], [null, 0.6, 0.7]] }; // biome-ignore format: a grid
  expect(lonelyLines(beside).map(({ rate, epochs }) => [rate, epochs])).toEqual([
    [1, [1, 2]],
    [2, [2, 3]],
    [3, [3]],
  ]);
  const cell = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(rows, (z) => {
      const some: SurfaceGrid = { rates: [1, 2, 3], epochs: [1, 2, 3, 4], z };
      const faces = new Set<string>();
      for (const i of [0, 1, 2])
        for (const j of [0, 1]) {
          const corners = [[i, j], [i + 1, j], [i, j + 1], [i + 1, j + 1]] as const; // biome-ignore format: four pairs
          if (corners.every(([a, b]) => z[a]![b] !== null)) for (const corner of corners) faces.add(corner.join());
        }
      const lines = lonelyLines(some).flatMap(({ rate, epochs }) => epochs.map((epoch) => `${epoch - 1},${rate - 1}`));
      const measured = z.flatMap((row, i) => row.flatMap((height, j) => (height === null ? [] : `${i},${j}`)));
      expect([...faces, ...lines].sort()).toEqual(measured.sort());
    }),
  );
});

test("interpolation never leaves the range of the measured points, whatever they are", () => {
  const heights = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(heights, (z) => {
      const smooth = smoothGrid({ rates: [1e-4, 2e-4, 1e-3, 0.5], epochs: [1, 2, 3], z }, 9);
      const all = smooth.z.flat().map((height) => height!);
      expect(Math.min(...all)).toBeGreaterThanOrEqual(Math.min(...z.flat()) - 1e-12);
      expect(Math.max(...all)).toBeLessThanOrEqual(Math.max(...z.flat()) + 1e-12);
    }),
    { numRuns: 50 },
  );
});

test("steps have walls half-way between the points and show measured heights only", () => {
  const stepped = steppedGrid(grid);
  expect(stepped.epochs).toEqual([0.5, 1.5, 1.5, 2.5]);
  expect(stepped.rates.map((rate) => Math.log10(rate))).toEqual(
    [-4.5, -3.5, -3.5, -2.5, -2.5, -1.5].map((exponent) => expect.closeTo(exponent, 12)),
  );
  expect(stepped.z[0]).toEqual([0.1, 0.1, 0.5, 0.5, null, null]);
  expect(plateaus([3])).toEqual([2.5, 3.5]);
});

test("ticks are powers of ten, finer on a short axis", () => {
  expect(rateTicks([1e-5, 1e-1]).texts).toEqual(["1e-5", "1e-4", "0.001", "0.01", "0.1"]);
  expect(rateTicks([1e-3, 1e-2]).values).toEqual([0.001, 0.002, 0.005, 0.01]);
});
