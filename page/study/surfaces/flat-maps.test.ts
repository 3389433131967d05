import { expect, it } from "vitest";
import type { SurfacesData } from "../../../src/report/surfaces-data.ts";
import { layFlatMaps } from "./flat-layout.ts";
import { flatMaps } from "./flat-maps.ts";

const gridOf = (rates: readonly number[], epochs: number) => ({
  rates,
  epochs: Array.from({ length: epochs }, (_, i) => i + 1),
  z: Array.from({ length: epochs }, (_, i) => rates.map((_, j) => (i + 1) / (epochs * (j + 1)))),
});
const named = (...labels: string[]): Pick<SurfacesData, "surfaces"> => ({
  surfaces: labels.map((label) => ({ label, diverged: [] }) as unknown as SurfacesData["surfaces"][number]),
});

it("shows every epoch where there are few, and of many at most forty with the last among them", () => {
  const few = flatMaps(named("lion"), [gridOf([0.001, 0.01], 7)]);
  expect([few.every, few.maps[0]!.epochs]).toEqual([1, [1, 2, 3, 4, 5, 6, 7]]);
  const many = flatMaps(named("lion"), [gridOf([0.001, 0.01], 157)]);
  const { epochs, cells, best } = many.maps[0]!;
  expect(many.every).toBe(4);
  expect([epochs.length, epochs[0], epochs.at(-1)]).toEqual([40, 4, 157]);
  expect(cells).toHaveLength(epochs.length);
  expect(best).toEqual({ column: 0, row: 39, height: 1 });
});

it("marks where a run diverged, in the row after the last epoch that it ended", () => {
  const data = named("sgd");
  const diverged = [
    { rate: 0.0100001, epoch: 2 },
    { rate: 0.001, epoch: 0 },
  ];
  const surfaces = data.surfaces.map((surface) => ({ ...surface, diverged }));
  const grid = gridOf([0.001, 0.01], 4);
  const { maps } = flatMaps({ surfaces }, [{ ...grid, z: grid.z.map((row) => row.map(() => null)) }]);
  expect(maps[0]!.diverged).toEqual([
    { column: 1, row: 2 },
    { column: 0, row: 0 },
  ]);
  expect(maps[0]!.best).toBeNull();
});

it("lays maps side by side while there is room, else below each other, within the width", () => {
  const { maps } = flatMaps(named("a", "b", "c"), [gridOf([1, 2], 5), gridOf([1, 2], 5), gridOf([1, 2], 5)]);
  for (const width of [320, 700, 1200]) {
    const { placed, scaleTop, height } = layFlatMaps(maps, width);
    for (const [at, { x, y, left, cell, map }] of placed.entries()) {
      expect(x + left + cell.width * map.rates.length).toBeLessThanOrEqual(width);
      if (at > 0) expect([x, y]).not.toEqual([placed[at - 1]!.x, placed[at - 1]!.y]);
    }
    expect(new Set(placed.map(({ y }) => y)).size).toBe(width < 602 ? 3 : width < 914 ? 2 : 1);
    expect(scaleTop).toBeLessThan(height);
  }
});
