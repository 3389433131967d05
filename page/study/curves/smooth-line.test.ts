import { describe, expect, it } from "vitest";
import { smoothLine } from "./smooth-line.ts";

describe("a smoothed line", () => {
  it("is the mean of the points around each, fewer near the ends", () => {
    expect(smoothLine([0, 3, 0, 3, 9], 3)).toEqual([0, 1, 2, 4, 9]);
    expect(smoothLine([1, 2, 4], 1)).toEqual([1, 2, 4]);
  });

  it("leaves a line that rises evenly where it is", () => {
    const even = Array.from({ length: 50 }, (_, i) => 2 * i);
    for (const [i, value] of smoothLine(even, 21).entries()) expect(value).toBeCloseTo(even[i]!, 9);
  });

  it("does not reach over a gap", () => {
    expect(smoothLine([1, 1, null, 9, 9], 5)).toEqual([1, 1, null, 9, 9]);
    expect(smoothLine([null, Number.NaN], 3)).toEqual([null, null]);
    expect(smoothLine([], 3)).toEqual([]);
  });
});
