import { describe, expect, it } from "vitest";
import { linesCsv } from "./lines-csv.ts";
import { alignLines, type PlotLine, positiveLine } from "./plot-lines.ts";
import { isLong, lowerBound, thinLine } from "./thin-line.ts";

const line = (change: Partial<PlotLine>): PlotLine => {
  return { key: "a", name: "a", color: "#112233", dash: [], x: [], y: [], ...change };
};

describe("lines of a figure", () => {
  it("share places with others: nothing where one has no point, a gap where it has one without a figure", () => {
    const one = { x: [1, 3], y: [5, 6], low: [5, 6], high: [5, 6] };
    const other = { x: [2, 3], y: [null, 7] };
    const { x, lines } = alignLines([one, other]);
    expect([...x]).toEqual([1, 2, 3]);
    expect(lines.map(({ y }) => y)).toEqual([
      [5, undefined, 6],
      [undefined, null, 7],
    ]);
    expect(lines.map(({ low }) => low)).toEqual([[5, undefined, 6], null]);
  });

  it("have on a scale by powers only what is above 0", () => {
    const shown = positiveLine(line({ x: [0, 1, 2], y: [3, 0, 2], low: [1, -1, 1] }), { x: true, y: true });
    expect([shown.x, shown.y, shown.low]).toEqual([
      [1, 2],
      [null, 2],
      [null, 1],
    ]);
  });

  it("become rows of a file, with the ends of bands where there are any", () => {
    const axes = { x: { title: "step" }, y: { title: "loss" } };
    const banded = line({ name: "b", x: [1], y: [2], low: [1], high: [3] });
    expect(linesCsv({ ...axes, lines: [line({ x: [1, 2], y: [0.5, null] })] })).toEqual([
      ["line", "step", "loss"],
      ["a", 1, 0.5],
      ["a", 2, null],
    ]);
    expect(linesCsv({ ...axes, lines: [banded] })).toEqual([
      ["line", "step", "loss", "low", "high"],
      ["b", 1, 2, 1, 3],
    ]);
  });
});

describe("a long line", () => {
  const x = Array.from({ length: 100_000 }, (_, at) => at);
  const y = x.map((at): number | null => Math.sin(at / 999) + (at === 54_321 ? 9 : at === 12_345 ? -9 : 0));
  const whole = { from: 0, to: 99_999, columns: 300, log: false };

  it("keeps its peaks, its pits, its ends and its gaps, and little else", () => {
    const seen = thinLine(line({ x, y: y.map((value, at) => (at === 70_000 ? null : value)) }), whole);
    expect(seen.x.length).toBeLessThan(4 * 302);
    for (const at of [0, 12_345, 54_321, 70_000, 99_999]) expect(seen.x).toContain(at);
    expect(seen.y[seen.x.indexOf(70_000)]).toBeNull();
    expect([...seen.x].sort((a, b) => a - b)).toEqual(seen.x);
    expect(new Set(seen.x).size).toBe(seen.x.length);
  });

  it("has in each column of pixels the lowest and the highest that all its points have there", () => {
    const seen = thinLine(line({ x, y }), whole);
    const extremes = (places: readonly number[], values: readonly (number | null)[]) => {
      const found = new Map<number, [number, number]>();
      places.forEach((place, at) => {
        const column = Math.floor((place / 99_999) * 300);
        const [low, high] = found.get(column) ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        found.set(column, [Math.min(low, values[at]!), Math.max(high, values[at]!)]);
      });
      return found;
    };
    expect(extremes(seen.x, seen.y)).toEqual(extremes(x, y));
  });

  it("shows all points of a small part, and still where it begins and ends", () => {
    const seen = thinLine(line({ x, y }), { from: 5000, to: 5100, columns: 300, log: false });
    expect(seen.x).toEqual([0, ...Array.from({ length: 103 }, (_, at) => 4999 + at), 99_999]);
  });

  it("is as it is where pixels show all of it, on powers as on equal steps", () => {
    const few = line({ x: [1, 10, 100], y: [1, 2, 3] });
    expect(thinLine(few, { from: 1, to: 100, columns: 300, log: true })).toBe(few);
    expect([isLong([few], 300), isLong([line({ x, y })], 300)]).toEqual([false, true]);
    const powers = thinLine(line({ x: x.slice(1), y: y.slice(1) }), { from: 1, to: 99_999, columns: 100, log: true });
    expect(powers.x.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("finds places by halving", () => {
    expect([0, 1, 2, 5, 9].map((wanted) => lowerBound([1, 2, 2, 8], wanted))).toEqual([0, 0, 1, 3, 4]);
  });
});
