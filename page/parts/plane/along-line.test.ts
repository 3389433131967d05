import { describe, expect, it } from "vitest";
import { labelPlaces, placesAlong, uprightAngle } from "./along-line.ts";

describe("places along a line", () => {
  it("are equally far apart by way, around corners too", () => {
    const places = placesAlong([0, 0, 10, 0, 10, 20], 10);
    expect(places.map(({ x, y }) => [x, y])).toEqual([
      [5, 0],
      [10, 5],
      [10, 15],
    ]);
    expect(places[1]!.angle).toBeCloseTo(Math.PI / 2, 12);
  });

  it("end where a line leaves all that can be drawn, and have an end on any line", () => {
    expect(placesAlong([0, 0, 10, 0, Number.POSITIVE_INFINITY, 0, 30, 0], 10)).toHaveLength(1);
    expect(placesAlong([0, 0, 1e12, 0], 10)).toHaveLength(400);
    expect(placesAlong([0, 0, 0, 0, 0, 0], 10)).toEqual([]);
  });
});

describe("labels", () => {
  const size = { width: 600, height: 400 };

  it("keep clear of the border and of each other; a short line bears none", () => {
    const level = (y: number): number[] => [0, y, 600, y];
    const places = labelPlaces([level(200), level(210), level(5), [0, 300, 40, 300]], size);
    expect(places[0]).not.toBeNull();
    expect(Math.hypot(places[1]!.x - places[0]!.x, places[1]!.y - places[0]!.y)).toBeGreaterThanOrEqual(74);
    expect(places.slice(2)).toEqual([null, null]);
  });

  it("are never upside down", () => {
    for (const angle of [-3, -2, -1, 0, 1, 2, 3])
      expect(Math.abs(uprightAngle(angle))).toBeLessThanOrEqual(Math.PI / 2);
    expect(uprightAngle(3)).toBeCloseTo(3 - Math.PI, 12);
  });
});
