import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gridSchema, points, settingSchema } from "./grid.ts";

describe("grids", () => {
  test.each([
    [0.5, [0.5]],
    [
      [0.1, 0.2],
      [0.1, 0.2],
    ],
    [{ from: 0.0001, to: 0.0005, by: 0.0001 }, [0.0001, 0.0002, 0.0003, 0.0004, 0.0005]],
    [{ from: 0.02, to: 0.1, by: 0.01 }, [0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1]],
    [{ from: 1, to: 0.4, by: -0.3 }, [1, 0.7, 0.4]],
    [{ from: 0, to: 1, by: 0.3 }, [0, 0.3, 0.6, 0.9]],
    [{ from: 1e-5, to: 1e-3, points: 5, scale: "log" }, [1e-5, 3.16228e-5, 1e-4, 3.16228e-4, 1e-3]],
    [{ from: 0, to: 1, points: 4, scale: "linear" }, [0, 0.333333333333, 0.666666666667, 1]],
    [{ from: 2, to: 2, points: 1, scale: "log" }, [2]],
    [
      [1, { from: 1, to: 3, by: 1 }, 2, 9],
      [1, 2, 3, 9],
    ],
  ])("%j", (grid, expected) => {
    expect(gridSchema.parse(grid)).toEqual(expected);
    expect(settingSchema.parse(grid)).toEqual(expected);
  });

  test("settings may be flags", () => {
    expect(settingSchema.parse(true)).toEqual([true]);
    expect(settingSchema.parse([false, true, false])).toEqual([false, true]);
    expect(gridSchema.safeParse(true).success).toBe(false);
  });

  test("steps of decimals have no more digits than their ends", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 8 }),
        (a, b, digits) => {
          const decimal = (x: number) => Number(`${x}e-${digits}`);
          const grid = points({ from: decimal(a), to: decimal(a + 20 * b), by: decimal(b) });
          expect(grid).toEqual(Array.from({ length: 21 }, (_, i) => decimal(a + i * b)));
        },
      ),
    );
  });

  test("logarithmic points have equal ratios to six digits, and their ends are exact", () => {
    const grid = points({ from: 1e-5, to: 1e-1, points: 25, scale: "log" });
    expect(grid).toHaveLength(25);
    expect([grid[0], grid[24]]).toEqual([1e-5, 1e-1]);
    for (const [i, x] of grid.entries()) expect(Math.log10(x)).toBeCloseTo(-5 + i / 6, 5);
  });
});
