import { expect, it } from "vitest";
import { layHeatMaps } from "./heat-layout.ts";

const map = (rates: number, rows = 2) => {
  const ticks = (n: number) => Array.from({ length: n }, (_, i) => ({ text: `0.${i}` }));
  const cells = Array.from({ length: rows }, () => new Array<null>(rates).fill(null));
  return { title: "lion", rates: ticks(rates), rows: ticks(rows), cells };
};

it("puts maps side by side while there is room, and else below each other, none over another", () => {
  const wide = layHeatMaps([map(5), map(5), map(3)], 1200);
  expect(wide.placed.map(({ y }) => y)).toEqual([0, 0, 0]);
  const narrow = layHeatMaps([map(5), map(5), map(3)], 358);
  expect(new Set(narrow.placed.map(({ x }) => x))).toEqual(new Set([0]));
  for (const [at, { y }] of narrow.placed.entries())
    if (at > 0) expect(y).toBeGreaterThan(narrow.placed[at - 1]!.y + 56);
  expect(narrow.scaleTop).toBeGreaterThan(narrow.placed.at(-1)!.y + 56);
  expect(narrow.width).toBe(358);
});

it("writes into cells that have room, and not every rate beside narrow ones", () => {
  expect(layHeatMaps([map(5)], 800).placed[0]).toMatchObject({ hasText: true, every: 1 });
  expect(layHeatMaps([map(24)], 400).placed[0]).toMatchObject({ hasText: false, every: 4 });
});
