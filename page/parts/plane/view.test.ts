import { describe, expect, it } from "vitest";
import { moved, placing, roundStep, squared, toPixel, viewOf, zoomed } from "./view.ts";

const size = { width: 400, height: 200 };

describe("a view of the plane", () => {
  it("has one scale on both axes, and shows at least what is wanted", () => {
    const view = squared({ x: [-1, 1], y: [-1, 1] }, size);
    expect(view).toEqual({ x: [-2, 2], y: [-1, 1] });
    const place = placing(view, size);
    expect(place.unit).toBe(100);
    expect([place.screenX(1), place.screenY(1)]).toEqual([300, 0]);
    expect(place.planePoint(300, 0)).toEqual([1, 1]);
  });

  it("holds all points that are finite, with air around them", () => {
    const { x, y } = viewOf(
      [
        [0, 0],
        [10, 4],
        [Number.NaN, 1],
        [Number.POSITIVE_INFINITY, 2],
      ],
      { margin: 0.1 },
    );
    expect(x).toEqual([-1, 11]);
    expect(y).toEqual([expect.closeTo(-0.4, 12), expect.closeTo(4.4, 12)]);
    expect(viewOf([])).toEqual({ x: [-0.5, 0.5], y: [-0.5, 0.5] });
  });

  it("zooms about its middle, moves, and stops where numbers would have too few digits", () => {
    expect(zoomed({ x: [0, 2], y: [0, 2] }, 2)).toEqual({ x: [-1, 3], y: [-1, 3] });
    expect(moved({ x: [0, 2], y: [0, 2] }, [1, -1])).toEqual({ x: [1, 3], y: [-1, 1] });
    const tiny = { x: [0, 1e-6], y: [0, 1e-6] } as const;
    expect(zoomed(tiny, 0.5)).toBe(tiny);
    const huge = { x: [0, 1e9], y: [0, 1e9] } as const;
    expect(zoomed(huge, 2)).toBe(huge);
  });
});

it("a place is written in as many digits as a pixel tells apart", () => {
  expect(toPixel([1.23456, -0.0001], 90)).toEqual([1.23, 0]);
  expect(toPixel([1234.56, 0.4], 0.5)).toEqual([1235, 0]);
});

describe("a round step", () => {
  it.each([
    [0.3, 0.5],
    [1, 1],
    [1.1, 2],
    [6, 10],
    [0.00021, 0.0005],
  ])("%d apart at least are %d apart", (least, step) => expect(roundStep(least)).toBe(step));
});
