import { expect, it } from "vitest";
import { sampleCurve, sampleRow } from "../../page-samples.ts";
import { curveLines, smoothed } from "./drawn-curves.ts";

it("draws what was measured pale behind the smooth line, and says which is which", () => {
  const picked = [{ key: "p", name: "lion", place: 0, rows: [sampleRow()] }];
  const curve = sampleCurve({ epoch: [1, 2, 3], seconds: [1, 2, 3], trainLoss: [3, 0, 3] });
  const known = { curves: new Map([["k", curve]]), steps: new Map() };
  const lines = curveLines(picked, { ...known, measure: "trainLoss", axis: "epoch" });
  expect(smoothed(lines, 1)).toBe(lines);
  expect(smoothed(lines, 3).map(({ key, name, faint, y }) => [key, name, faint, y])).toEqual([
    ["p measured", "lion, measured", true, [3, 0, 3]],
    ["p", "lion", undefined, [3, 2, 3]],
  ]);
});
