import { expect, it } from "vitest";
import { gapLine, lowestDrawn, pathLooks, pathText, short } from "./path-looks.ts";

const path = {
  ...({ kind: "path", key: "adam", title: "Adam", lr: 0.1, chosen: true, atEdge: false } as const),
  ...{ points: new Float64Array(4), gaps: Float64Array.of(24, 0.00131234), divergedAt: null },
};

it("each path has a look of its own, of which the dash alone would do", () => {
  const rivals = ["adam", "lion", "sgd", "adamw", "nadam", "muon"].map((name) => ({ name, lr: null }));
  const looks = [...pathLooks(rivals).values()];
  expect(new Set(looks.map(({ color }) => color)).size).toBe(looks.length);
  expect(new Set(looks.map(({ dash }) => dash.join())).size).toBe(looks.length);
});

it("a path says its rate, whose choice that was, and how it ended", () => {
  expect(pathText(path)).toBe("rate 0.1, the best of 13 on this function: ends 0.00131 above the lowest point");
  expect(pathText({ ...path, atEdge: true })).toContain("at the edge of them");
  expect(pathText({ ...path, chosen: false, divergedAt: 7 })).toBe("rate 0.1: left the finite numbers at step 7");
  expect([0, 1e-7, 12345678].map(short)).toEqual(["0", "1e-7", "1.23e+7"]);
});

it("a step that meets the lowest point to the last bit leaves the others their room", () => {
  expect(gapLine({ gaps: Float64Array.of(1, 0, 1e-300, -1e-17) }).y).toEqual([
    1,
    lowestDrawn,
    lowestDrawn,
    lowestDrawn,
  ]);
});
