import { expect, test } from "vitest";
import { contourLines } from "./contour-lines.ts";

const square = { low: -2, high: 2 };

test("around a round bowl the lines are closed circles", () => {
  const f = (x: Float64Array): number => x[0]! ** 2 + x[1]! ** 2;
  const lines = contourLines(f, square, { levels: [0.5, 1, 2], cells: 81 });
  expect(lines.map(({ level }) => level)).toEqual([0.5, 1, 2]);
  for (const { level, points } of lines) {
    expect(points[0]).toEqual([expect.closeTo(points.at(-1)![0], 9), expect.closeTo(points.at(-1)![1], 9)]);
    for (const [x, y] of points) expect(x ** 2 + y ** 2).toBeCloseTo(level, 2);
  }
});

test("a line that leaves the square is one piece from border to border; a saddle has two", () => {
  expect(contourLines((x) => x[0]! + x[1]!, square, { levels: [0.3], cells: 20 })).toHaveLength(1);
  expect(contourLines((x) => x[0]! * x[1]!, square, { levels: [0.3], cells: 20 })).toHaveLength(2);
  expect(contourLines(() => 1, square, { levels: [0.3], cells: 20 })).toEqual([]);
});
