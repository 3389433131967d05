import { describe, expect, it } from "vitest";
import { sampleHeights } from "../../../src/lionk/figures/contour-lines.ts";
import { contourLevels, heightRanks } from "./levels.ts";

const cells = { columns: 90, rows: 90 };
const heightsOf = (f: (x: number, y: number) => number) => sampleHeights(f, { x: [-2, 2], y: [-2, 2] }, cells).heights;

describe("levels", () => {
  it.each([
    ["a bowl", (x: number, y: number) => x * x + y * y],
    ["Rosenbrock's valley", (x: number, y: number) => (1 - x) ** 2 + 100 * (y - x * x) ** 2],
    ["large numbers close together", (x: number, y: number) => 1e6 + 1e-3 * (x * x + y * y)],
  ])("of %s rise and share the area, more of them where it is low", (_, f) => {
    const heights = heightsOf(f);
    const levels = contourLevels(heights, 13);
    expect(levels.length).toBeGreaterThanOrEqual(9);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    const below = levels.map((level) => heights.filter((height) => height < level).length / heights.length);
    const shares = below.map((share, i) => share - (below[i - 1] ?? 0));
    expect(Math.max(...shares, 1 - below.at(-1)!)).toBeLessThan(0.2);
    expect(below[0]).toBeLessThan(0.05);
  });

  it("are short numbers", () => {
    for (const level of contourLevels(
      heightsOf((x, y) => x * x + y * y),
      8,
    )) {
      expect(String(level).length).toBeLessThanOrEqual(5);
    }
  });

  it("are none where a function is flat or nowhere finite", () => {
    expect(
      contourLevels(
        heightsOf(() => 3),
        9,
      ),
    ).toEqual([]);
    expect(
      contourLevels(
        heightsOf(() => Number.NaN),
        9,
      ),
    ).toEqual([]);
  });
});

it("ranks say which share of the area lies lower, and what has no height is highest", () => {
  expect([...heightRanks(Float64Array.of(5, 1, Number.NaN, 3))]).toEqual([1, 0, 1, 0.5]);
});
