import { expect, test } from "vitest";
import { twoMoons } from "./two-moons.ts";

test("without noise the points lie on two half circles of radius 1", () => {
  const { points, classes } = twoMoons({ size: 201, noise: 0, seed: 1 });
  expect(classes.filter((one) => one === 0)).toHaveLength(101);
  for (const [i, [x, y]] of points.entries()) {
    const [along, up] = classes[i] === 0 ? [x, y] : [1 - x, 0.5 - y];
    expect(Math.hypot(along, up)).toBeCloseTo(1, 12);
    expect(up).toBeGreaterThanOrEqual(-1e-12);
  }
});

test("a seed gives the same points, noisy by the deviation asked for", () => {
  const [clean, noisy] = [0, 0.1].map((noise) => twoMoons({ size: 2_000, noise, seed: 3 }));
  expect(twoMoons({ size: 2_000, noise: 0.1, seed: 3 })).toEqual(noisy);
  const squares = noisy!.points.map(([x, y], i) => (x - clean!.points[i]![0]) ** 2 + (y - clean!.points[i]![1]) ** 2);
  expect(Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / 4_000)).toBeCloseTo(0.1, 2);
});
