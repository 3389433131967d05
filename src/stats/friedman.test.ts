import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { friedman } from "./friedman.ts";
import { cliquesOf, nemenyi } from "./nemenyi.ts";
import { rangeCdf, rangeQuantile } from "./studentized-range.ts";

test("chi-square, F and mean ranks equal SciPy's on 300 tables with ties", () => {
  for (const [table, chiSquare, p, f, fP, meanRanks] of inference.friedman) {
    const found = friedman(table);
    expect(found.meanRanks).toEqual(meanRanks.map((rank) => expect.closeTo(rank, 10)));
    if (chiSquare === null) {
      expect(found).toMatchObject({ chiSquare: 0, p: 1 }); // all alike everywhere: SciPy divides by 0
      continue;
    }
    expect(found.chiSquare).toBeCloseTo(chiSquare, 9);
    expect(found.p).toBeCloseTo(p!, 11);
    if (f === null) expect(found.imanDavenport.f).toBe(Infinity);
    else expect(found.imanDavenport).toEqual({ f: expect.closeTo(f, 7), p: expect.closeTo(fP!, 10) });
  }
});

test("where all workloads agree, p is the exact one", () => {
  const rows = (n: number) => Array.from({ length: n }, () => [3, 2, 1]);
  expect(friedman(rows(4)).imanDavenport).toEqual({ f: Infinity, p: 6 ** -3 });
  expect(friedman(rows(4)).meanRanks).toEqual([1, 2, 3]);
});

test("critical differences equal SciPy's studentized range, and its table", () => {
  for (const [k, q, level] of inference.studentizedRange) {
    expect(rangeQuantile(level, k)).toBeCloseTo(q, 6);
    expect(rangeCdf(q, k)).toBeCloseTo(level, 8);
  }
  const demsar = [1.96, 2.344, 2.569, 2.728, 2.85, 2.948, 3.031, 3.102, 3.164];
  expect(demsar.map((_, i) => Number((rangeQuantile(0.95, i + 2) / Math.SQRT2).toFixed(3)))).toEqual(
    demsar.map((q) => expect.closeTo(q, 2)),
  );
  let compared = 0;
  for (const [table, , , , , , criticalDifference] of inference.friedman) {
    if (criticalDifference === null || table.length < 5) continue;
    compared++;
    expect(nemenyi(table).criticalDifference).toBeCloseTo(criticalDifference, 6);
  }
  expect(compared).toBeGreaterThan(20);
});

test("cliques are the largest groups within reach, best first, and none lies inside another", () => {
  expect(cliquesOf([1, 3, 1.5, 2.4, 5], 1)).toEqual([
    [0, 2],
    [2, 3],
    [3, 1],
  ]);
  expect(cliquesOf([1, 2, 3], 2)).toEqual([[0, 1, 2]]);
  expect(cliquesOf([1, 2, 3], 0.5)).toEqual([]);
  expect(cliquesOf([2, 2, 2], 0)).toEqual([[0, 1, 2]]);
});

test("a diverged optimizer ranks last; few workloads, gaps and NaN are refused in a sentence", () => {
  expect(
    friedman([
      [1, -Infinity],
      [2, -Infinity],
      [0, 3],
    ]).meanRanks,
  ).toEqual([4 / 3, 5 / 3]);
  expect(() => nemenyi(Array.from({ length: 4 }, () => [1, 2]))).toThrow("at least 5 workloads, but there are 4");
  const code = (name: string) => expect.objectContaining({ code: name });
  expect(() => friedman([[1, 2]])).toThrowError(code("too-few-workloads"));
  expect(() => friedman([[1, 2], [1]])).toThrowError(code("uneven-table"));
  expect(() => friedman([[1], [2]])).toThrowError(code("uneven-table"));
  expect(() => friedman([])).toThrowError(code("uneven-table"));
  expect(() =>
    friedman([
      [1, Number.NaN],
      [1, 2],
    ]),
  ).toThrowError(code("not-a-number"));
});
